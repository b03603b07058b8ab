"""What is written to those in a group about a meeting of all: one letter each, whatever the number of own pairs."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, after_quiet_hours, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.models import Group, Pair
from handslag.people.models import Person


def meeting_booked(
    group: Group, pairs: Iterable[Pair], starts_at: datetime, place: str, *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """Tell of a meeting that somebody has planned for all of `pairs`; who planned it knows."""
    readers = {one.pk: one for pair in pairs for one in (pair.mentor.person, pair.mentee.person)}
    letters = []
    for reader in readers.values():
        if by is not None and by.pk == reader.pk:
            continue
        with written_for(reader, group.programme):
            body = _("The group %(group)s meets: %(when)s.") % {"group": group.name, "when": day_and_time(starts_at)}
            if place:
                body = "\n".join([body, _("Place: %(where)s") % {"where": place}])
            letters.append(
                Letter(
                    reader, Message.Kind.MEETING, _("Your group has a new meeting"), body,
                    url=reverse("mentoring:group", args=[group.pk]), expires_at=starts_at,
                    once_key=f"group_meeting:{group.pk}:{starts_at:%Y%m%d%H%M}:{reader.pk}",
                    at_any_hour=after_quiet_hours(group.programme, at) >= starts_at,
                )
            )  # fmt: skip
    queue(programme=group.programme, letters=letters, by=by, at=at)
