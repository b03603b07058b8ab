"""What this room does when a lower one tells that something happened."""

from django.dispatch import receiver

from handslag.pairs.endings import tells_meetings_off
from handslag.pairs.signals import pair_ended

from .actions import cancel_coming_meetings
from .group_notices import off_by_the_end


@receiver(pair_ended)
def when_a_pair_has_ended(sender, pair, by, at, **kwargs) -> None:
    """Nobody goes to a meeting of a pair that is no more. The letters about the end take back what waits about it, and
    tell who has heard of it."""
    cancel_coming_meetings(pair=pair, by=by, at=at)


tells_meetings_off(off_by_the_end)
