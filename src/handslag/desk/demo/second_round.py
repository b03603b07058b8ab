"""Chapter six: a mentor has caught up, a mentee who waited is in, and a second round waits to be published."""

from datetime import timedelta

from handslag.gatherings.actions import take_attendance
from handslag.gatherings.models import Attendance
from handslag.pairs.actions import suggest
from handslag.recruitment.actions import check_permit, confirm, propose

MENTOR = ("Mustafa", "Hussein")  # was away from two units
MENTEE = ("Saba", "Girmay")  # was on the waiting list
REASONS = "A place is free, and the permit has come. Wants to begin at once."
JOINED, TRAINED = 48, 12  # days ago


def second_round(programme, team, calendar) -> str:
    """Take the mentee in, let the mentor make up for the units, suggest pairs; publishing is left to the visitor."""
    _take_in(programme, team, calendar)
    _train(programme, team, calendar)
    matching_round = suggest(programme=programme, by=team["coordinator"], at=calendar.at(calendar.today, hour=7))
    return f"a second round: {matching_round.proposals.count()} suggested pairs wait"


def _take_in(programme, team, calendar) -> None:
    """What one coordinator proposes, the other confirms."""
    rows = programme.applications.select_related("person", "programme")
    application = rows.get(person__given_name=MENTEE[0], person__family_name=MENTEE[1])
    day, by = calendar.today - timedelta(days=JOINED), team["coordinator"]
    check_permit(
        application=application, seen_as="card", valid_until=calendar.today + timedelta(days=300), by=by,
        at=calendar.at(day, hour=9),
    )  # fmt: skip
    selection = propose(
        application=application, outcome="accept", reason_code="", reasons=REASONS, by=by,
        at=calendar.at(day, hour=10),
    )  # fmt: skip
    confirm(selection=selection, by=team["coordinator2"], at=calendar.at(day + timedelta(days=1), hour=9))


def _train(programme, team, calendar) -> None:
    """What was missed, with the trainer alone."""
    mentor = programme.memberships.get(person__given_name=MENTOR[0], person__family_name=MENTOR[1])
    at = calendar.at(calendar.today - timedelta(days=TRAINED), hour=18)
    missed = Attendance.objects.of(programme.organisation_id).filter(membership=mentor, status=Attendance.Status.ABSENT)
    for attendance in missed.filter(gathering__training_session__isnull=False).select_related("gathering__programme"):
        take_attendance(
            gathering=attendance.gathering, statuses={mentor: Attendance.Status.MADE_UP}, by=team["trainer"], at=at
        )  # fmt: skip
