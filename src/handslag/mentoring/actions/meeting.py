"""Planning the meetings of a pair, and moving or cancelling one that it has alone or with its group."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.outbox.letters import day_and_time
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import check_not_too_far, day_of

from .. import group_notices, notices
from ..models import PairMeeting
from ..queries import heard_in_group, planned_by_group, rows_of
from .errors import MeetingOver, TimeTaken, WrongDay, check_agreed, check_open, hold_group, locked


def add_meeting(
    pair: Pair, starts_at: datetime, place: str, *, by: Person | None, at: datetime
) -> tuple[PairMeeting, bool]:  # fmt: skip
    """Write one planned meeting of a pair that was checked; gives it and whether it is new: what is planned twice for
    one time is one meeting. Raises TimeTaken where the pair meets at another place then."""
    check_not_too_far(pair.programme, day_of(pair.programme, starts_at), at)
    rows = PairMeeting.objects.of(pair.organisation_id)
    standing = rows.filter(pair=pair, starts_at=starts_at, cancelled_at=None).first()
    if standing is not None and place.strip() not in ("", standing.place):
        raise TimeTaken(_meet_already(standing))
    if standing is not None:
        return standing, False
    return _write(pair, starts_at, place.strip(), by=by, at=at), True


def _write(pair: Pair, starts_at: datetime, place: str, *, by: Person | None, at: datetime) -> PairMeeting:
    meeting = PairMeeting.objects.create(
        organisation_id=pair.organisation_id, pair=pair, starts_at=starts_at, place=place
    )
    record("meeting.book", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
    return meeting


def take_up_group_meetings(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """Give a pair that has just begun, and is held, the meetings of its group that are ahead. Its mentee is told of
    those that are new to her or him; the mentor has planned them with the others.

    What the first meeting has planned for another place at the same time stands beside it: nobody is kept from signing.
    """
    new = []
    for shared in planned_by_group([pair], at):
        rows = PairMeeting.objects.of(pair.organisation_id)
        own = {row.place: row for row in rows.filter(pair=pair, starts_at=shared.starts_at, cancelled_at=None)}
        if shared.place in own or (own and not shared.place):
            continue
        if "" in own:  # planned without a place, it is the group's: it moves with it
            _change(own[""], shared.starts_at, shared.place, by=by, at=at)
        else:
            new.append(_write(pair, shared.starts_at, shared.place, by=by, at=at))
    known = heard_in_group(pair) if new else set()
    if told := [meeting for meeting in new if (meeting.starts_at, meeting.place) not in known]:
        group_notices.taken_up(told, by=by, at=at)


def _meet_already(standing: PairMeeting) -> str:
    said = {"when": day_and_time(standing.starts_at), "place": standing.place}
    if not standing.place:
        return _("You already have a meeting on %(when)s. Press “Move” at that meeting to say where.") % said
    return _("You already have a meeting on %(when)s (%(place)s). Move that meeting, or write its place here.") % said


@transaction.atomic
def book_meeting(*, pair: Pair, starts_at: datetime, place: str, by: Person | None, at: datetime) -> PairMeeting:
    """Plan a meeting of a pair that has not ended. Planned twice, it is told once."""
    pair = locked(pair)
    check_agreed(pair)
    if starts_at <= at:
        raise WrongDay(_("This time has passed. Choose a time that is still to come."))
    meeting, is_new = add_meeting(pair, starts_at, place, by=by, at=at)
    if is_new:
        notices.meeting_booked(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting: PairMeeting, starts_at: datetime, place: str, by: Person | None, at: datetime
) -> PairMeeting:  # fmt: skip
    """Give a planned meeting another time or place, that of a group in each pair that has it. Everybody else is told
    once; in calendars it stays one appointment."""
    rows = _held(meeting)
    before = notices.as_planned(rows[0])
    moved = [row for row in rows if _move(row, starts_at, place, by=by, at=at)]
    if len(moved) > 1:
        group_notices.meeting_moved(moved, before, by=by, at=at)
    elif moved:
        notices.meeting_moved(moved[0], before, by=by, at=at)
    return next(row for row in rows if row.pk == meeting.pk)


def _held(meeting: PairMeeting) -> list[PairMeeting]:
    """What `rows_of` gives, with the pairs locked. They come in one order, so that two acts do not wait for each
    other."""
    hold_group(meeting.pair)
    pairs = {row.pair_id: locked(row.pair) for row in rows_of(meeting)}
    rows = [row for row in rows_of(meeting) if row.pair_id in pairs]
    for row in rows:
        row.pair = pairs[row.pair_id]
    return rows


def _move(meeting: PairMeeting, starts_at: datetime, place: str, *, by: Person | None, at: datetime) -> bool:
    """Write the new time and place of one row whose pair is locked; gives whether anything is new."""
    pair = meeting.pair
    check_open(pair)
    if meeting.cancelled_at is not None:
        raise MeetingOver(_("This meeting is cancelled. Book a new one."))
    if meeting.starts_at <= at:
        raise MeetingOver(_("This meeting is over. Book a new one."))
    if (meeting.starts_at, meeting.place) == (starts_at, place.strip()):
        return False
    if starts_at <= at:
        raise WrongDay(_("This time has passed. Choose a time that is still to come."))
    check_not_too_far(pair.programme, day_of(pair.programme, starts_at), at)
    same_time = PairMeeting.objects.of(pair.organisation_id).filter(pair=pair, starts_at=starts_at, cancelled_at=None)
    if same_time.exclude(pk=meeting.pk).exists():
        raise TimeTaken(_("You have another meeting at this time. Choose another time."))
    _change(meeting, starts_at, place.strip(), by=by, at=at)
    return True


def _change(meeting: PairMeeting, starts_at: datetime, place: str, *, by: Person | None, at: datetime) -> None:
    meeting.starts_at, meeting.place = starts_at, place
    meeting.revision += 1
    meeting.save(update_fields=["starts_at", "place", "revision"])
    record("meeting.move", "mentoring.pairmeeting", meeting.pk, by=by, organisation=meeting.organisation_id, at=at)


@transaction.atomic
def cancel_meeting(*, meeting: PairMeeting, by: Person | None, at: datetime) -> None:
    """Take a planned meeting back, that of a group in each pair that has it; cancelling twice changes nothing."""
    cancelled = [row for row in _held(meeting) if _cancel(row, by=by, at=at)]
    if len(cancelled) > 1:
        group_notices.meeting_cancelled(cancelled, by=by, at=at)
    elif cancelled:
        notices.meeting_cancelled(cancelled[0], by=by, at=at)


def _cancel(meeting: PairMeeting, *, by: Person | None, at: datetime) -> bool:
    """Take back one row whose pair is locked; gives whether it still stood."""
    check_open(meeting.pair)
    if meeting.cancelled_at is not None:
        return False
    meeting.cancelled_at = at
    meeting.save(update_fields=["cancelled_at"])
    record("meeting.cancel", "mentoring.pairmeeting", meeting.pk, by=by, organisation=meeting.organisation_id, at=at)
    return True


@transaction.atomic
def cancel_coming_meetings(*, pair: Pair, by: Person | None, at: datetime) -> int:
    """Take back every meeting that still lies ahead of a pair that has ended; gives how many."""
    coming = PairMeeting.objects.of(pair.organisation_id).filter(pair=pair, cancelled_at=None, starts_at__gt=at)
    meetings = list(coming.select_for_update())
    for meeting in meetings:
        meeting.cancelled_at = at
        meeting.save(update_fields=["cancelled_at"])
        record("meeting.cancel", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
    return len(meetings)
