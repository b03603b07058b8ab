"""What is written to those in a group about a meeting of all: one letter each, whatever the number of own pairs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, after_quiet_hours, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.models import Group
from handslag.people.models import Person

from .models import PairMeeting


def meeting_booked(
    group: Group, added: Sequence[tuple[PairMeeting, bool]], *, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """Tell of a meeting that somebody has planned: `added` has one row for each pair, and whether it is new. Who
    planned it knows, and who has it already in one of the own pairs."""
    starts_at, place = added[0][0].starts_at, added[0][0].place
    knowing = {reader.pk for reader, _own in _readers([meeting for meeting, is_new in added if not is_new])}
    knowing |= {by.pk} if by else set()
    letters = []
    for reader, own in _readers([meeting for meeting, is_new in added if is_new]):
        if reader.pk in knowing:
            continue
        with written_for(reader, group.programme):
            body = _("The group %(group)s meets: %(when)s.") % {"group": group.name, "when": day_and_time(starts_at)}
            if place:
                body = "\n".join([body, _("Place: %(where)s") % {"where": place}])
            letters.append(
                Letter(
                    reader, Message.Kind.MEETING, _("Your group has a new meeting"), body,
                    url=reverse("mentoring:group", args=[group.pk]), expires_at=starts_at,
                    once_key=_key(own, reader),
                    at_any_hour=after_quiet_hours(group.programme, at) >= starts_at,
                )
            )  # fmt: skip
    queue(programme=group.programme, letters=letters, by=by, at=at)


def _readers(meetings: Sequence[PairMeeting]) -> list[tuple[Person, list[PairMeeting]]]:
    """Everybody with the meetings of the own pairs."""
    people: dict[UUID, Person] = {}
    own: dict[UUID, list[PairMeeting]] = {}
    for meeting in meetings:
        for one in (meeting.pair.mentor.person, meeting.pair.mentee.person):
            people[one.pk] = one
            own.setdefault(one.pk, []).append(meeting)
    return [(people[pk], own[pk]) for pk in people]


def _key(own: Sequence[PairMeeting], reader: Person) -> str:
    """Who has one meeting is told as of a pair's: cancelled before the letter is out, neither is sent. Who has several
    hears of the group, and of each that is cancelled."""
    first = own[0]
    if len(own) == 1:
        return f"meeting:booked:{first.pk}:{first.starts_at:%Y%m%d%H%M}:{reader.pk}"
    return f"group_meeting:{first.pk.hex}:{reader.pk}"
