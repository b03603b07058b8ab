"""What is written to those in a group about a meeting of all: one letter each, whatever the number of own pairs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import Withdrawn, queue, withdraw
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.endings import NotExpected
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .models import PairMeeting
from .notices import Known, as_planned, known_to, overtaken, told_from, until_both_are_over, whole, would_come_late
from .queries import cancelled_by_the_end, still_planned


def meeting_booked(added: Sequence[tuple[PairMeeting, bool]], *, by: Person | None, at: datetime) -> None:
    """Tell of a meeting that somebody has planned: `added` has one row for each pair, and whether it is new. Who
    planned it knows, and who has it already in one of the own pairs."""
    knowing = {reader.pk for reader, _meeting in _readers([meeting for meeting, is_new in added if not is_new])}
    new = [meeting for meeting, is_new in added if is_new]

    def compose(reader: Person, meeting: PairMeeting) -> Letter | None:
        return None if reader.pk in knowing else _new_meeting(meeting, reader, at)

    if new:
        _tell(new, compose, by=by, at=at)


def taken_up(meetings: Sequence[PairMeeting], *, by: Person | None, at: datetime) -> None:
    """Tell the mentee of a pair that has just begun which `meetings` of the group are hers or his now, also who has
    begun it by signing. One letter each: what becomes of one meeting takes no other one back."""
    pair = meetings[0].pair
    reader = pair.mentee.person
    with written_for(reader, pair.programme):
        letters = [_new_meeting(meeting, reader, at) for meeting in meetings]
    queue(programme=pair.programme, letters=letters, by=by, at=at)


def meeting_moved(meetings: Sequence[PairMeeting], before: Known, *, by: Person | None, at: datetime) -> None:
    """Tell of a new time or place, as `notices.meeting_moved` does; `meetings` has one row for each pair."""
    late = overtaken(meetings, before, by=by, at=at)

    def compose(reader: Person, meeting: PairMeeting) -> Letter | None:
        known = known_to(reader, late, before)
        if known is None:
            return _new_meeting(meeting, reader, at)
        if known == as_planned(meeting):  # moved back before anybody was told
            return None
        if meeting.starts_at == known.starts_at:
            title, text = _("A meeting has a new place"), _("The group %(group)s meets at another place: %(when)s.")
        else:
            title = _("A meeting is moved")
            text = _("The group %(group)s meets at a new time: %(when)s. The old time was %(before)s.")
        act = f"moved:{meeting.revision}{told_from(known)}"  # moved back and forth, each move is told
        letter = _letter(meeting, reader, title, text, act, as_planned(meeting), before=day_and_time(known.starts_at))
        return until_both_are_over(letter, meeting, known, at)

    _tell(meetings, compose, by=by, at=at)


def meeting_cancelled(meetings: Sequence[PairMeeting], *, by: Person | None, at: datetime) -> None:
    """Tell that a planned meeting is not held, as `notices.meeting_cancelled` does."""
    late = overtaken(meetings, as_planned(meetings[0]), by=by, at=at)

    def compose(reader: Person, meeting: PairMeeting) -> Letter | None:
        known = known_to(reader, late, as_planned(meeting))
        if known is None or known.starts_at <= at:
            return None
        text = _("The meeting of the group %(group)s is cancelled: %(when)s.")
        letter = _letter(meeting, reader, _("A meeting is cancelled"), text, "cancelled", known)
        page = reverse("mentoring:meeting", args=[meeting.pair_id, meeting.pk])
        return replace(letter, url=page, at_any_hour=would_come_late(meeting, known.starts_at, at))

    _tell(meetings, compose, by=by, at=at)


def _new_meeting(meeting: PairMeeting, reader: Person, at: datetime) -> Letter:
    text = _("The group %(group)s meets: %(when)s.")
    letter = _letter(meeting, reader, _("Your group has a new meeting"), text, "booked", as_planned(meeting))
    return replace(letter, at_any_hour=would_come_late(meeting, meeting.starts_at, at))


def _letter(
    meeting: PairMeeting, reader: Person, title: str, text: str, act: str, known: Known, **said: str
) -> Letter:  # fmt: skip
    """A letter about the meeting of which `meeting` is a row of the reader, as it was to be by what is `known`."""
    group = meeting.pair.group
    assert group is not None
    body = text % {"group": group.name, "when": day_and_time(known.starts_at), **said}
    if meeting.place and known.place == as_planned(meeting).place:
        body = "\n".join([body, _("Place: %(where)s") % {"where": meeting.place}])
    return Letter(
        reader, Message.Kind.MEETING, title, body, url=reverse("mentoring:group", args=[group.pk]),
        expires_at=known.starts_at,
        once_key=f"meeting:{act}:{whole(meeting)}:{meeting.starts_at:%Y%m%d%H%M}:{reader.pk}",
    )  # fmt: skip


def off_by_the_end(pairs: Sequence[Pair], by: Person | None, at: datetime) -> set[NotExpected]:
    """Take back what waits about the meetings that the end of `pairs` at the instant `at` has cancelled. Gives to which
    of them somebody need not come; not that of which she or he has not heard, nor a time that is past."""
    late: dict[datetime, list[Withdrawn]] = {}
    own: dict[tuple[Membership, datetime], PairMeeting] = {}
    for meeting in cancelled_by_the_end(pairs, at):
        both = meeting.pair.mentor, meeting.pair.mentee
        late.setdefault(meeting.starts_at, []).extend(_withdrawn(both, meeting, [meeting.pk], by=by, at=at))
        own |= {(member, meeting.starts_at): meeting for member in both}
    standing, off = still_planned(pairs, at) if own else [], set()
    comes = {(member, row.starts_at) for row in standing for member in (row.pair.mentor_id, row.pair.mentee_id)}
    held = {_when_and_where(row) for row in standing}
    for (member, starts_at), meeting in own.items():
        if (member.pk, starts_at) not in comes:
            letters = [*late[starts_at], *_overtaken_for(member, meeting, by=by, at=at)]
            known = known_to(member.person, letters, as_planned(meeting))
            if known and known.starts_at > at:
                # Who knows an older time only is told of that one, and then nobody meets.
                others_meet = known.starts_at == starts_at and _when_and_where(meeting) in held
                off.add(NotExpected(member.pk, known.starts_at, others_meet))
    return off


def _when_and_where(meeting: PairMeeting) -> tuple[UUID | None, datetime, str]:
    """What pairs of a group have with the same of these is one meeting."""
    return meeting.pair.group_id, meeting.starts_at, meeting.place


def _overtaken_for(
    member: Membership, meeting: PairMeeting, *, by: Person | None, at: datetime
) -> list[Withdrawn]:  # fmt: skip
    """Take back what waits to be sent to `member` about the meeting of a group, of which `meeting` is one of the own
    rows."""
    pair = meeting.pair
    if pair.group_id is None:
        return []
    own = Q(pair__mentor=member) | Q(pair__mentee=member)
    rows = PairMeeting.objects.of(pair.organisation_id).filter(own, pair__group=pair.group_id)
    about = [whole(row) for row in rows.filter(starts_at=meeting.starts_at)]
    return _withdrawn([member], meeting, about, by=by, at=at)


def _withdrawn(
    members: Sequence[Membership], meeting: PairMeeting, about: Sequence[UUID], *, by: Person | None, at: datetime
) -> list[Withdrawn]:  # fmt: skip
    readers = [member.person for member in members]
    return withdraw(
        programme=meeting.pair.programme, readers=readers, kind=Message.Kind.MEETING, about=about, by=by, at=at
    )  # fmt: skip


def _tell(
    meetings: Sequence[PairMeeting], compose: Callable[[Person, PairMeeting], Letter | None], *,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    programme, letters = meetings[0].pair.programme, []
    for reader, meeting in _readers(meetings):
        if by is None or by.pk != reader.pk:
            with written_for(reader, programme):
                letters.append(compose(reader, meeting))
    queue(programme=programme, letters=filter(None, letters), by=by, at=at)


def _readers(meetings: Sequence[PairMeeting]) -> list[tuple[Person, PairMeeting]]:
    """Everybody with the first row of the own pairs."""
    own: dict[Person, PairMeeting] = {}
    for meeting in meetings:
        for member in (meeting.pair.mentor, meeting.pair.mentee):
            own.setdefault(member.person, meeting)
    return list(own.items())
