"""What is written to those in a group about a meeting of all: one letter each, whatever the number of own pairs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.outbox.actions import Withdrawn, queue, withdraw
from handslag.outbox.letters import Letter, day_and_time, written_for
from handslag.outbox.models import Message
from handslag.pairs.endings import NotExpected
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.models import Membership

from .models import PairMeeting
from .notices import Known, as_planned, known_to, overtaken, told_from, until_both_are_over, would_come_late
from .queries import cancelled_by_the_end, still_planned


def meeting_booked(added: Sequence[tuple[PairMeeting, bool]], *, by: Person | None, at: datetime) -> None:
    """Tell of a meeting that somebody has planned: `added` has one row for each pair, and whether it is new. Who
    planned it knows, and who has it already in one of the own pairs."""
    knowing = {reader.pk for reader, _own in _readers([meeting for meeting, is_new in added if not is_new])}
    new = [meeting for meeting, is_new in added if is_new]

    def compose(reader: Person, own: Sequence[PairMeeting]) -> Letter | None:
        return None if reader.pk in knowing else _new_meeting(own, reader, at)

    if new:
        _tell(new, compose, by=by, at=at)


def taken_up(meetings: Sequence[PairMeeting], *, by: Person | None, at: datetime) -> None:
    """Tell the mentee of a pair that has just begun which `meetings` of the group are hers or his now, the next one
    first; also who has begun it by signing. It is one letter, and as such about the next one: that one's move takes it
    back while it waits."""
    pair = meetings[0].pair
    reader = pair.mentee.person
    with written_for(reader, pair.programme):
        told = [_new_meeting([meeting], reader, at) for meeting in meetings]
        title = ngettext("The next meeting of your group", "The next meetings of your group", len(told))
        body = "\n".join(letter.body for letter in told)
    letter = replace(told[0], title=title, body=body, expires_at=told[-1].expires_at)
    queue(programme=pair.programme, letters=[letter], by=by, at=at)


def meeting_moved(meetings: Sequence[PairMeeting], before: Known, *, by: Person | None, at: datetime) -> None:
    """Tell of a new time or place, as `notices.meeting_moved` does; `meetings` has one row for each pair."""
    late = _overtaken(meetings, by=by, at=at)

    def compose(reader: Person, own: Sequence[PairMeeting]) -> Letter | None:
        meeting, known = own[0], known_to(reader, late, before)
        if known is None:
            return _new_meeting(own, reader, at)
        if known == as_planned(meeting):  # moved back before anybody was told
            return None
        if meeting.starts_at == known.starts_at:
            title, text = _("A meeting has a new place"), _("The group %(group)s meets at another place: %(when)s.")
        else:
            title = _("A meeting is moved")
            text = _("The group %(group)s meets at a new time: %(when)s. The old time was %(before)s.")
        act = f"moved:{meeting.revision}{told_from(known)}"  # moved back and forth, each move is told
        letter = _letter(own, reader, title, text, act, as_planned(meeting), before=day_and_time(known.starts_at))
        return until_both_are_over(letter, meeting, known, at)

    _tell(meetings, compose, by=by, at=at)


def meeting_cancelled(meetings: Sequence[PairMeeting], *, by: Person | None, at: datetime) -> None:
    """Tell that a planned meeting is not held, as `notices.meeting_cancelled` does."""
    late = _overtaken(meetings, by=by, at=at)

    def compose(reader: Person, own: Sequence[PairMeeting]) -> Letter | None:
        known = known_to(reader, late, as_planned(own[0]))
        if known is None or known.starts_at <= at:
            return None
        text = _("The meeting of the group %(group)s is cancelled: %(when)s.")
        letter = _letter(own, reader, _("A meeting is cancelled"), text, "cancelled", known)
        page = reverse("mentoring:meeting", args=[own[0].pair_id, own[0].pk])
        return replace(letter, url=page, at_any_hour=would_come_late(own[0], known.starts_at, at))

    _tell(meetings, compose, by=by, at=at)


def _new_meeting(own: Sequence[PairMeeting], reader: Person, at: datetime) -> Letter:
    text = _("The group %(group)s meets: %(when)s.")
    letter = _letter(own, reader, _("Your group has a new meeting"), text, "booked", as_planned(own[0]))
    return replace(letter, at_any_hour=would_come_late(own[0], own[0].starts_at, at))


def _letter(
    own: Sequence[PairMeeting], reader: Person, title: str, text: str, act: str, known: Known, **said: str
) -> Letter:  # fmt: skip
    """A letter about the meeting of which the reader has the rows `own`, as it was to be by what is `known`."""
    meeting, group = own[0], own[0].pair.group
    assert group is not None
    body = text % {"group": group.name, "when": day_and_time(known.starts_at), **said}
    if meeting.place and known.place == as_planned(meeting).place:
        body = "\n".join([body, _("Place: %(where)s") % {"where": meeting.place}])
    # Who has one row is told as of a pair's: if that pair ends before the letter is out, it is not sent.
    about = meeting.pk if len(own) == 1 else _whole(meeting)
    return Letter(
        reader, Message.Kind.MEETING, title, body, url=reverse("mentoring:group", args=[group.pk]),
        expires_at=known.starts_at, once_key=f"meeting:{act}:{about}:{meeting.starts_at:%Y%m%d%H%M}:{reader.pk}",
    )  # fmt: skip


def _whole(meeting: PairMeeting) -> UUID:
    """What a letter to somebody with several rows is about, of which `meeting` is the first: it is still true when
    one of the pairs ends."""
    return uuid5(meeting.pk, "group")


def _overtaken(meetings: Sequence[PairMeeting], *, by: Person | None, at: datetime) -> list[Withdrawn]:
    """Take back what waits to be sent about this meeting."""
    late = []
    for meeting in meetings:
        readers = meeting.pair.mentor.person, meeting.pair.mentee.person
        late += overtaken(meeting, by=by, at=at)
        late += withdraw(
            programme=meeting.pair.programme, readers=readers, kind=Message.Kind.MEETING, about=_whole(meeting),
            by=by, at=at,
        )  # fmt: skip
    return late


def off_by_the_end(pairs: Sequence[Pair], by: Person | None, at: datetime) -> set[NotExpected]:
    """Take back what waits about the meetings that the end of `pairs` at the instant `at` has cancelled. Gives to which
    of them somebody need not come; not that of which she or he has not heard, nor a time that is past."""
    late: dict[datetime, list[Withdrawn]] = {}
    own: dict[tuple[Membership, datetime], PairMeeting] = {}
    for meeting in cancelled_by_the_end(pairs, at):
        late.setdefault(meeting.starts_at, []).extend(overtaken(meeting, by=by, at=at))
        own |= {(member, meeting.starts_at): meeting for member in (meeting.pair.mentor, meeting.pair.mentee)}
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
    """Take back what waits to be sent to `member` as to somebody with several rows, of which `meeting` is one."""
    pair = meeting.pair
    if pair.group_id is None:
        return []
    own = Q(pair__mentor=member) | Q(pair__mentee=member)
    rows = PairMeeting.objects.of(pair.organisation_id).filter(own, pair__group=pair.group_id)
    return [
        letter
        for row in rows.filter(starts_at=meeting.starts_at)
        for letter in withdraw(
            programme=pair.programme, readers=[member.person], kind=Message.Kind.MEETING, about=_whole(row),
            by=by, at=at,
        )
    ]  # fmt: skip


def _tell(
    meetings: Sequence[PairMeeting], compose: Callable[[Person, Sequence[PairMeeting]], Letter | None], *,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    programme, letters = meetings[0].pair.programme, []
    for reader, own in _readers(meetings):
        if by is None or by.pk != reader.pk:
            with written_for(reader, programme):
                letters.append(compose(reader, own))
    queue(programme=programme, letters=filter(None, letters), by=by, at=at)


def _readers(meetings: Sequence[PairMeeting]) -> list[tuple[Person, list[PairMeeting]]]:
    """Everybody with the meetings of the own pairs."""
    people: dict[UUID, Person] = {}
    own: dict[UUID, list[PairMeeting]] = {}
    for meeting in meetings:
        for one in (meeting.pair.mentor.person, meeting.pair.mentee.person):
            people[one.pk] = one
            own.setdefault(one.pk, []).append(meeting)
    return [(people[pk], own[pk]) for pk in people]
