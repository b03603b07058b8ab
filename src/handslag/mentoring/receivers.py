"""What this room does when a lower one tells that something happened."""

from django.dispatch import receiver
from django.urls import reverse

from handslag.outbox.actions import expire
from handslag.pairs.endings import tells_meetings_off
from handslag.pairs.signals import pair_ended

from .actions import cancel_coming_meetings
from .group_notices import off_by_the_end


@receiver(pair_ended)
def when_a_pair_has_ended(sender, pair, by, at, **kwargs) -> None:
    """Nobody goes to a meeting of a pair that is no more, nor begins with its plan. The letters about the end take back
    what waits about a meeting, and tell who has heard of it."""
    cancel_coming_meetings(pair=pair, by=by, at=at)
    expire(programme=pair.programme, urls=[reverse("mentoring:plan", args=[pair.pk])], at=at)


tells_meetings_off(off_by_the_end)
