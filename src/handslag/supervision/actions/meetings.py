"""The monthly meeting of a group: planning it, moving and cancelling it, holding it and correcting what was written."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.gatherings import actions as gatherings
from handslag.gatherings.models import Gathering
from handslag.journal.actions import record
from handslag.mentoring.actions import CORRECTED_WITHIN
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..models import CancelledMeeting, Group, Question, SupervisionMeeting
from ..notices import meeting_cancelled, meeting_moved, new_day
from ..periods import diary_due_on, first_of_month


class MonthTaken(Refused):
    """The group has a meeting in this month."""


class AlreadyHeld(Refused):
    """The meeting was held and its notes are written."""


class NotesMissing(Refused):
    """Supervision counts as held when its notes are written."""


class NotInGroup(Refused):
    """Somebody else's attendance was given."""


class TooLate(Refused):
    """The time to correct what was written is over, or nothing was written yet."""


class NoWhy(Refused):
    """A meeting is cancelled with words."""


@transaction.atomic
def plan_meeting(
    *, group: Group, starts_at: datetime, by: Person | None, at: datetime, place: str = "", minutes: int = 120,
    online_link: str = "",
) -> SupervisionMeeting:  # fmt: skip
    """Plan the group's meeting of the month in which `starts_at` lies. Diaries are due a week before, by rule. What
    mentors had asked for a meeting that was cancelled is on its agenda, and the group, which waits for a new day, is
    told of it."""
    programme = group.programme
    Group.objects.of(group.organisation_id).select_for_update().get(pk=group.pk)  # one meeting a month, also at once
    before = _last_cancelled(group)
    days = _days(group, starts_at)
    gathering = gatherings.plan(
        programme=programme, kind=Gathering.Kind.SUPERVISION, title=group.name, starts_at=starts_at, minutes=minutes,
        place=place, online_link=online_link, led_by=group.supervisor.person, by=by, at=at,
    )  # fmt: skip
    meeting = SupervisionMeeting.objects.create(
        organisation_id=group.organisation_id, group=group, gathering=gathering, **days
    )
    waiting = group.group_places.filter(left_on=None).values("mentor")
    Question.objects.of(group.organisation_id).filter(meeting=None, mentor__in=waiting).update(meeting=meeting)
    _record("supervision.plan_meeting", meeting, by=by, at=at)
    if before is not None and starts_at > at:
        new_day(meeting, before, by=by, at=at)
    return meeting


def _last_cancelled(group: Group) -> CancelledMeeting | None:
    """The last meeting of `group`, where it was cancelled, so that the group waits for a new day."""
    cancelled = group.cancelled_meetings.order_by("starts_at").last()
    if cancelled is None:
        return None
    month = first_of_month(day_of(group.programme, cancelled.starts_at))
    return None if group.meetings.filter(month__gte=month).exists() else cancelled


@transaction.atomic
def hold_meeting(
    *, meeting: SupervisionMeeting, statuses: dict[Membership, str], notes: str, by: Person | None, at: datetime
) -> None:
    """Write down who came and what was talked about; without notes a meeting does not count as held."""
    gathering = _open_gathering(meeting)
    _check(meeting, statuses, notes)
    gatherings.take_attendance(gathering=gathering, statuses=statuses, by=by, at=at)
    gatherings.mark_held(gathering=gathering, notes=notes.strip(), by=by, at=at)
    _record("supervision.hold_meeting", meeting, by=by, at=at)


@transaction.atomic
def correct_meeting(
    *, meeting: SupervisionMeeting, statuses: dict[Membership, str], notes: str, by: Person | None, at: datetime
) -> None:
    """Correct who came and the notes, for seven days after they were written, as a diary."""
    gathering = _gathering(meeting)
    if not may_correct(meeting, at):
        raise TooLate(_("Who came, and the notes, can be corrected for %(n)s days.") % {"n": CORRECTED_WITHIN.days})
    _check(meeting, statuses, notes)
    gatherings.take_attendance(gathering=gathering, statuses=statuses, by=by, at=at)
    gatherings.correct_notes(gathering=gathering, notes=notes.strip(), by=by, at=at)
    _record("supervision.correct_meeting", meeting, by=by, at=at)


def may_correct(meeting: SupervisionMeeting, at: datetime) -> bool:
    """Whether what was written about the meeting can still be corrected."""
    held_at = meeting.gathering.held_at
    return held_at is not None and at - held_at <= CORRECTED_WITHIN


@transaction.atomic
def move_meeting(
    *, meeting: SupervisionMeeting, starts_at: datetime, by: Person | None, at: datetime, place: str = "",
    online_link: str = "",
) -> None:  # fmt: skip
    """Give a meeting that was not held another time or place, and tell the group. The diary is due anew."""
    Group.objects.of(meeting.organisation_id).select_for_update().get(pk=meeting.group_id)
    gathering = _open_gathering(meeting)
    before = gathering.starts_at
    for name, value in _days(meeting.group, starts_at, besides=meeting).items():
        setattr(meeting, name, value)
    gatherings.move(gathering=gathering, starts_at=starts_at, place=place, online_link=online_link, by=by, at=at)
    meeting.save(update_fields=["month", "diary_due_on"])
    _record("supervision.move_meeting", meeting, by=by, at=at)
    meeting_moved(meeting, before, by=by, at=at)


@transaction.atomic
def cancel_meeting(*, meeting: SupervisionMeeting, reason: str, by: Person | None, at: datetime) -> int:
    """Take back a meeting that was not held, and tell the group why; gives how many letters go out. Its month is free
    again; what mentors have asked is kept for the next meeting."""
    Group.objects.of(meeting.organisation_id).select_for_update().get(pk=meeting.group_id)
    gathering = _open_gathering(meeting)
    if not reason.strip():
        raise NoWhy(_("Write why. Everybody in the group reads it."))
    _record("supervision.cancel_meeting", meeting, by=by, at=at)
    CancelledMeeting.objects.create(
        pk=meeting.pk, organisation_id=meeting.organisation_id, group=meeting.group, gathering=gathering.pk,
        starts_at=gathering.starts_at, minutes=gathering.minutes, reason=reason.strip(), cancelled_by=by,
        cancelled_at=at,
    )  # fmt: skip
    told = meeting_cancelled(meeting, reason.strip(), by=by, at=at)
    coming = meeting.group.meetings.filter(gathering__held_at=None).exclude(pk=meeting.pk).order_by("month").first()
    Question.objects.of(meeting.organisation_id).filter(meeting=meeting).update(meeting=coming)
    gatherings.cancel(gathering=gathering, by=by, at=at)
    return told


class _Days(TypedDict):
    month: date
    diary_due_on: date


def _days(group: Group, starts_at: datetime, besides: SupervisionMeeting | None = None) -> _Days:
    """The month of a meeting that starts then, which must be free, and when diaries are due."""
    day = day_of(group.programme, starts_at)
    month = first_of_month(day)
    if any(other != besides for other in group.meetings.filter(month=month)):
        name = date_format(month, "YEAR_MONTH_FORMAT")
        raise MonthTaken(_("This group has a meeting in %(month)s already.") % {"month": name})
    return {"month": month, "diary_due_on": diary_due_on(group.programme, day)}


def _gathering(meeting: SupervisionMeeting) -> Gathering:
    """The gathering of the meeting, held and as it is now. Raises gatherings' Gone."""
    gatherings.hold(meeting.gathering)
    return meeting.gathering


def _open_gathering(meeting: SupervisionMeeting) -> Gathering:
    gathering = _gathering(meeting)
    if gathering.is_held:
        raise AlreadyHeld(_("This meeting was held and its notes are written."))
    return gathering


def _check(meeting: SupervisionMeeting, statuses: dict[Membership, str], notes: str) -> None:
    if not notes.strip():
        raise NotesMissing(_("Write a few lines of notes. They show that the meeting was held."))
    members = set(meeting.group.group_places.values_list("mentor_id", flat=True))
    if {mentor.pk for mentor in statuses} - members:
        raise NotInGroup(_("Somebody on this list is not in the group. Open the page again."))


def _record(action: str, meeting: SupervisionMeeting, *, by: Person | None, at: datetime) -> None:
    organisation = meeting.organisation_id
    record(action, "supervision.supervisionmeeting", meeting.pk, by=by, organisation=organisation, at=at)
