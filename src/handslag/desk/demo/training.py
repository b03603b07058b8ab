"""Chapter two: five units, one mentor who makes up for a missed one, and two who have not finished by then."""

from datetime import timedelta

from handslag.content.queries import newest
from handslag.evaluation.actions import issue
from handslag.gatherings.actions import mark_held, take_attendance
from handslag.gatherings.models import Attendance
from handslag.programmes.roles import Role
from handslag.training.actions import confirm_participation, plan_session
from handslag.training.queries import CODE_OF_CONDUCT

from .team import BY_NAME

Status = Attendance.Status


def train(programme, team, calendar) -> str:
    """Hold the five units, a week apart, and take attendance as the trainer would."""
    mentors = list(
        programme.memberships.filter(role=Role.MENTOR, ended_at=None)
        .select_related("person")
        .order_by("joined_at", *BY_NAME)
    )
    for unit in programme.units.order_by("number"):
        day = calendar.training + timedelta(days=7 * (unit.number - 1))
        session = plan_session(
            unit=unit, starts_at=calendar.at(day, hour=17, minute=30), place="Garaget, Malmö",
            led_by=team["trainer"], by=team["coordinator"], at=calendar.at(calendar.training - timedelta(days=10)),
        )  # fmt: skip
        statuses = {mentor: _status(number, unit.number) for number, mentor in enumerate(mentors)}
        after = calendar.at(day, hour=20)
        take_attendance(gathering=session.gathering, statuses=statuses, by=team["trainer"], at=after)
        mark_held(gathering=session.gathering, by=team["trainer"], at=after)
        if unit.number == 1:
            _choose(programme, mentors, after)
    _once_more(programme, team, calendar)
    last = calendar.at(calendar.training + timedelta(days=31), hour=9)
    certified = issue(programme=programme, by=team["coordinator"], at=last)
    return f"five units held for {len(mentors)} mentors, {len(certified)} certificates"


def _once_more(programme, team, calendar) -> None:
    """Unit 4 comes again in five days, for who was away; unit 5 has no new day yet."""
    plan_session(
        unit=programme.units.get(number=4), place="Garaget, Malmö", led_by=team["trainer"],
        starts_at=calendar.at(calendar.today + timedelta(days=5), hour=17, minute=30), by=team["coordinator"],
        at=calendar.at(calendar.today - timedelta(days=2)),
    )  # fmt: skip


def _choose(programme, mentors, at) -> None:
    """Having met the role, all but the last one say at once that they go on."""
    documents = {
        language: newest(programme.organisation, CODE_OF_CONDUCT, language, programme.pk) for language in ("en", "sv")
    }
    promises = {language: document for language, document in documents.items() if document is not None}
    for mentor in mentors[:-1]:
        document = promises.get(mentor.person.language, promises["en"])
        confirm_participation(membership=mentor, document=document, goes_on=True, by=mentor.person, at=at)


def _status(number: int, unit: int) -> str:
    if number == 3 and unit == 2:
        return Status.MADE_UP
    if number in (24, 25) and unit >= 4:
        return Status.ABSENT
    return Status.LATE if (number + unit) % 11 == 0 else Status.PRESENT
