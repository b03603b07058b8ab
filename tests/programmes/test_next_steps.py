"""What is missing in the team of a programme."""

import pytest
from django.utils import timezone

from handslag.programmes.actions import end_role
from handslag.programmes.next_steps import steps
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def told(cast, role: str) -> list[str]:
    return [step.text for step in steps(cast.account(role), cast.programme, timezone.now())]


def left(cast, *roles: str) -> None:
    for role in roles:
        end_role(membership=cast.people[role], reason="moved", by=None, at=NOW)


def test_a_whole_team_needs_nobody(cast):
    assert told(cast, "administrator") == []


def test_one_coordinator_alone_needs_a_second(cast):
    left(cast, "second_coordinator")
    assert told(cast, "administrator") == ["Add a second coordinator"]


def test_without_a_coordinator_the_administrator_adds_one(cast):
    left(cast, "coordinator", "second_coordinator")
    assert told(cast, "administrator") == ["Add a coordinator"]


def test_mentors_without_a_supervisor_need_one(cast):
    left(cast, "supervisor")
    assert told(cast, "administrator") == ["Add a supervisor"]


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "coordinator", "supervisor", "partner", "expert"])
def test_others_are_asked_for_nothing(cast, role):
    left(cast, "second_coordinator")
    assert told(cast, role) == []
