"""Trained mentors and pairs for the tests of certificates, through the product's own actions."""

from datetime import timedelta

from handslag.evaluation.actions import issue
from handslag.evaluation.models import Certificate
from handslag.programmes.models import Phase
from handslag.training.actions import add_unit, plan_session, take_attendance
from handslag.training.models import Unit
from tests.cast import NOW, TODAY

DAY = timedelta(days=1)


def train(cast, *mentors, units: int = 5) -> None:
    """Hold five units, of which the mentors come to the first `units`."""
    for number in range(1, 6):
        unit = Unit.objects.of(cast.organisation).filter(programme=cast.programme, number=number).first()
        unit = unit or add_unit(
            programme=cast.programme, number=number, title={"en": f"Lesson {number}", "sv": f"Lektion {number}"},
            aim={}, content={}, activities={}, minutes=120, by=None, at=NOW,
        )  # fmt: skip
        session = plan_session(
            unit=unit,
            starts_at=NOW - 30 * DAY + number * DAY,
            place=f"Hall {unit.sessions.count()}",
            by=cast.coordinator.person,
            at=NOW,
        )
        status = "present" if number <= units else "absent"
        take_attendance(
            session=session, statuses=dict.fromkeys(mentors, status), by=cast.trainer.person, at=NOW - 20 * DAY
        )


def closing(cast, starts_on=TODAY) -> None:
    """The closing phase begins."""
    Phase.objects.create(
        organisation=cast.organisation, programme=cast.programme, key="closing", position=4, title="Closing",
        starts_on=starts_on, ends_on=starts_on + 30 * DAY,
    )  # fmt: skip


def issued(cast, **changes) -> list[Certificate]:
    return issue(**({"programme": cast.programme, "by": cast.coordinator.person, "at": NOW} | changes))
