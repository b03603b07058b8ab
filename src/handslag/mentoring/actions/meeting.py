"""Planning the meetings of a pair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import check_not_too_far, day_of

from .. import notices
from ..models import PairMeeting
from .errors import MeetingOver, TimeTaken, WrongDay, check_agreed, check_open, locked


def add_meeting(
    pair: Pair, starts_at: datetime, place: str, *, by: Person | None, at: datetime
) -> tuple[PairMeeting, bool]:  # fmt: skip
    """Write one planned meeting of a pair that was checked; gives it and whether it is new: what is planned twice for
    the same time and place is one meeting. Raises TimeTaken where the pair meets at another place then."""
    check_not_too_far(pair.programme, day_of(pair.programme, starts_at), at)
    rows = PairMeeting.objects.of(pair.organisation_id)
    standing = rows.filter(pair=pair, starts_at=starts_at, cancelled_at=None).first()
    if standing is not None and standing.place != place.strip():
        raise TimeTaken(_meet_already(standing.place))
    if standing is not None:
        return standing, False
    meeting = PairMeeting.objects.create(
        organisation_id=pair.organisation_id, pair=pair, starts_at=starts_at, place=place.strip()
    )
    record("meeting.book", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
    return meeting, True


def _meet_already(place: str) -> str:
    if not place:
        return _("You already meet then. Press “Move” to say where.")
    return _("You already meet then, at %(place)s. Move it, or change the place.") % {"place": place}


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
    """Give a planned meeting another time or place. The other one is told; in calendars it stays one appointment."""
    pair = locked(meeting.pair)
    check_open(pair)
    meeting.refresh_from_db(from_queryset=PairMeeting.objects.of(pair.organisation_id))
    meeting.pair = pair
    if meeting.cancelled_at is not None:
        raise MeetingOver(_("This meeting is cancelled. Book a new one."))
    if meeting.starts_at <= at:
        raise MeetingOver(_("This meeting is over. Book a new one."))
    if (meeting.starts_at, meeting.place) == (starts_at, place.strip()):
        return meeting
    if starts_at <= at:
        raise WrongDay(_("This time has passed. Choose a time that is still to come."))
    check_not_too_far(pair.programme, day_of(pair.programme, starts_at), at)
    same_time = PairMeeting.objects.of(pair.organisation_id).filter(pair=pair, starts_at=starts_at, cancelled_at=None)
    if same_time.exclude(pk=meeting.pk).exists():
        raise TimeTaken(_("You have another meeting at this time. Choose another time."))
    before = notices.as_planned(meeting)
    meeting.starts_at, meeting.place = starts_at, place.strip()
    meeting.revision += 1
    meeting.save(update_fields=["starts_at", "place", "revision"])
    record("meeting.move", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
    notices.meeting_moved(meeting, before, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: PairMeeting, by: Person | None, at: datetime) -> None:
    """Take a planned meeting back; cancelling twice changes nothing."""
    pair = locked(meeting.pair)
    check_open(pair)
    meeting.refresh_from_db(fields=["cancelled_at"], from_queryset=PairMeeting.objects.of(pair.organisation_id))
    if meeting.cancelled_at is not None:
        return
    meeting.cancelled_at = at
    meeting.save(update_fields=["cancelled_at"])
    record("meeting.cancel", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
    notices.meeting_cancelled(meeting, by=by, at=at)


@transaction.atomic
def cancel_coming_meetings(*, pair: Pair, by: Person | None, at: datetime) -> int:
    """Take back every meeting that still lies ahead of a pair that has ended; gives how many."""
    coming = PairMeeting.objects.of(pair.organisation_id).filter(pair=pair, cancelled_at=None, starts_at__gt=at)
    meetings = list(coming.select_for_update())
    for meeting in meetings:
        meeting.cancelled_at = at
        meeting.save(update_fields=["cancelled_at"])
        record("meeting.cancel", "mentoring.pairmeeting", meeting.pk, by=by, organisation=pair.organisation_id, at=at)
        meeting.pair = pair
        notices.overtaken(meeting, by=by, at=at)
    return len(meetings)
