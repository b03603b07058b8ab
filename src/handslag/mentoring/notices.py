"""What is written to the two of a pair about their meetings and their plan. Who acts is not told of the own act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import Withdrawn, queue, withdraw
from handslag.outbox.letters import Letter, after_quiet_hours, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.models import Pair
from handslag.people.models import Person

from .models import PairMeeting, Plan

CLOCK = "%Y%m%d%H%M%S%f"


@dataclass(frozen=True)
class Known:
    """When and where somebody believes a meeting to be; `place` is a short mark, so that it fits into a key."""

    starts_at: datetime
    place: str


def as_planned(meeting: PairMeeting) -> Known:
    return Known(meeting.starts_at, sha256(meeting.place.encode()).hexdigest()[:8])


def meeting_booked(meeting: PairMeeting, *, by: Person | None, at: datetime) -> None:
    """Tell of a meeting that somebody has planned."""

    def compose(reader: Person, other: Person) -> Letter:
        return _new_meeting(meeting, reader, other, at)

    _tell_pair(meeting.pair, compose, by=by, at=at)


def _new_meeting(meeting: PairMeeting, reader: Person, other: Person, at: datetime) -> Letter:
    said = _("You have a new meeting"), _("You meet %(name)s: %(when)s."), other, "booked"
    letter = _of_meeting(meeting, reader, *said)
    return replace(letter, at_any_hour=would_come_late(meeting, meeting.starts_at, at))


def meeting_moved(meeting: PairMeeting, before: Known, *, by: Person | None, at: datetime) -> None:
    """Tell of a new time or place; `before` is when and where it was to be until now.

    What still waits about this meeting is not sent any more, so each letter starts from what its reader knows.
    """
    late = overtaken([meeting], before, by=by, at=at)

    def compose(reader: Person, other: Person) -> Letter | None:
        known = known_to(reader, late, before)
        if known is None:
            return _new_meeting(meeting, reader, other, at)
        if known == as_planned(meeting):  # moved back before anybody was told
            return None
        if meeting.starts_at == known.starts_at:
            title, text = _("A meeting has a new place"), _("You meet %(name)s at another place: %(when)s.")
        else:
            title = _("A meeting is moved")
            text = _("You meet %(name)s at a new time: %(when)s. The old time was %(before)s.")
        act = f"moved:{meeting.revision}{told_from(known)}"  # moved back and forth, each move is told
        letter = _of_meeting(meeting, reader, title, text, other, act, before=day_and_time(known.starts_at))
        return until_both_are_over(letter, meeting, known, at)

    _tell_pair(meeting.pair, compose, by=by, at=at)


def until_both_are_over(letter: Letter, meeting: PairMeeting, known: Known, at: datetime) -> Letter:
    """Who knows the old time only must hear of the move until then, though the new one may have begun."""
    first, last = sorted((known.starts_at, meeting.starts_at))
    return replace(letter, expires_at=last, at_any_hour=would_come_late(meeting, first, at))


def meeting_cancelled(meeting: PairMeeting, *, by: Person | None, at: datetime) -> None:
    """Tell that a planned meeting is not held: nobody who has not heard of it, and nobody of one that is over."""
    late = overtaken([meeting], as_planned(meeting), by=by, at=at)

    def compose(reader: Person, other: Person) -> Letter | None:
        known = known_to(reader, late, as_planned(meeting))
        if known is None or known.starts_at <= at:
            return None
        text = _("The meeting with %(name)s is cancelled: %(when)s. You can find a new time together.")
        said = _("A meeting is cancelled"), text, other, "cancelled"
        letter = _of_meeting(meeting, reader, *said, known=known)
        page = reverse("mentoring:meeting", args=[meeting.pair_id, meeting.pk])
        return replace(letter, url=page, at_any_hour=would_come_late(meeting, known.starts_at, at))

    _tell_pair(meeting.pair, compose, by=by, at=at)


# ---- what is overtaken, and what a reader knows without it


def overtaken(
    meetings: Sequence[PairMeeting], before: Known, *, by: Person | None, at: datetime
) -> list[Withdrawn]:  # fmt: skip
    """Take back what waits to be sent about a meeting, its reminders as well. `meetings` has one row for each pair;
    `before` is when and where it was to be until now."""
    pair = meetings[0].pair
    rows = [*meetings, *_of_ended_pairs(pair, before)]
    readers = {member.person for row in meetings for member in (row.pair.mentor, row.pair.mentee)}
    return withdraw(
        programme=pair.programme, readers=readers, kind=Message.Kind.MEETING,
        about=[about for row in rows for about in (row.pk, whole(row))], by=by, at=at,
    )  # fmt: skip


def whole(meeting: PairMeeting) -> UUID:
    """What a letter about a meeting of a group is about, of which `meeting` is one row of its reader: it is still true
    when one of the pairs ends."""
    return uuid5(meeting.pk, "group")


def _of_ended_pairs(pair: Pair, before: Known) -> list[PairMeeting]:
    """The rows that pairs of the same group had of a meeting when they ended: a letter may be about one of them."""
    if pair.group_id is None:
        return []
    rows = PairMeeting.objects.of(pair.organisation_id).filter(
        pair__group=pair.group_id, pair__ended_on__isnull=False, starts_at=before.starts_at
    )
    return [row for row in rows if as_planned(row) == before]


def known_to(reader: Person, late: list[Withdrawn], before: Known) -> Known | None:
    """What `reader` knows without the letters in `late`; None: nothing of this meeting. `before`: what was true.

    The first letter that was not seen decides, and it says itself from what it told (`told_from`).
    """
    unseen: list[str] = []
    for letter in late:
        if letter.person_id == reader.pk:
            unseen = [] if letter.seen else [*unseen, letter.once_key]
    acts = [key.split(":") for key in unseen if not key.startswith("meeting:reminder:")]
    if not acts:
        return before
    if acts[0][1] != "moved":
        return None
    _meeting, _moved, _revision, clock, place, *_rest = acts[0]
    starts_at = datetime.strptime(clock, CLOCK).replace(tzinfo=UTC)
    return Known(starts_at, place)


def told_from(known: Known) -> str:
    """The part of a key from which `known_to` reads when and where the reader believed the meeting to be."""
    return f":{known.starts_at.astimezone(UTC):{CLOCK}}:{known.place}"


def would_come_late(meeting: PairMeeting, needed_by: datetime, at: datetime) -> bool:
    """Whether the quiet hours end only when somebody has set out in vain."""
    return after_quiet_hours(meeting.pair.programme, at) >= needed_by


def meeting_reminder(meeting: PairMeeting, reader: Person, other: Person) -> Letter:
    """Remind one of the two of a meeting; to be called inside `written_for`."""
    text = _("Do not forget: you meet %(name)s %(when)s.")
    return _of_meeting(meeting, reader, _("You meet soon"), text, other, "reminder")


def _of_meeting(
    meeting: PairMeeting, reader: Person, title: str, text: str, other: Person, act: str, known: Known | None = None,
    **said: str,
) -> Letter:  # fmt: skip
    """A letter about `meeting` as it is planned, or as the reader has known it."""
    planned = as_planned(meeting)
    known = known or planned
    body = text % {"name": other.given_name, "when": day_and_time(known.starts_at), **said}
    if meeting.place and known.place == planned.place:
        body = "\n".join([body, _("Place: %(where)s") % {"where": meeting.place}])
    return Letter(
        reader, Message.Kind.MEETING, title, body, url=reverse("mentoring:meetings", args=[meeting.pair_id]),
        expires_at=known.starts_at, once_key=f"meeting:{act}:{meeting.pk}:{meeting.starts_at:%Y%m%d%H%M}:{reader.pk}",
    )  # fmt: skip


def plan_approved(plan: Plan, *, by: Person | None, at: datetime) -> None:
    """Tell both that the team has approved their plan, or what was new in it."""
    pair = plan.pair

    def compose(reader: Person, other: Person) -> Letter:
        if plan.renewed_at:
            text = _("The team has read what is new in your plan and says yes.")
        else:
            text = _("The team has read your plan and says yes. Now you can begin with the first step.")
        return Letter(
            reader, Message.Kind.PLAN, _("Your plan is approved"), text,
            url=reverse("mentoring:plan", args=[pair.pk]), once_key=f"plan:{plan.pk}:{at.timestamp():.0f}:{reader.pk}",
        )  # fmt: skip

    _tell_pair(pair, compose, by=by, at=at)


def _tell_pair(
    pair: Pair, compose: Callable[[Person, Person], Letter | None], *, by: Person | None, at: datetime
) -> None:
    both = pair.mentor.person, pair.mentee.person
    letters = []
    for reader, other in (both, both[::-1]):
        if by is None or by.pk != reader.pk:
            with written_for(reader, pair.programme):
                letters.append(compose(reader, other))
    queue(programme=pair.programme, letters=filter(None, letters), by=by, at=at)
