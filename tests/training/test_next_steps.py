"""What trainer, coordinator and mentor are told to do next."""

from datetime import timedelta

import pytest

from handslag.programmes.access import grants
from handslag.training.next_steps import steps
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def of(cast, role, at=NOW):
    return list(steps(cast.account(role), cast.programme, at))


def test_the_trainer_is_told_of_todays_session_and_then_to_mark_who_came(cast, training):
    session = training.session(training.unit(1), NOW + timedelta(hours=4))
    (step,) = of(cast, "trainer")
    assert (step.text, step.why) == ("Today at 14:00: “Unit about 1”", "Library")
    assert step.url == f"/training/sessions/{session.pk}/"
    (step,) = of(cast, "trainer", NOW + timedelta(hours=5))
    assert (step.text, step.urgency) == ("Mark who came to “Unit about 1”", 2)
    (step,) = of(cast, "trainer", NOW + timedelta(days=1))
    assert (step.why, step.urgency) == ("The session was on 2 March.", 1)


@pytest.mark.parametrize("hours", [-30, -3, 3])
def test_a_session_where_nobody_is_expected_asks_nothing(cast, training, hours):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "late"})
    training.session(unit, NOW + timedelta(hours=hours))
    assert of(cast, "trainer") == []


def test_a_session_tomorrow_or_marked_asks_nothing_of_the_trainer(cast, training):
    unit = training.unit(1)
    training.session(unit, NOW + timedelta(days=1))
    training.marked(unit, {cast.mentor: "present"})
    assert of(cast, "trainer") == []


def test_the_coordinator_is_told_of_units_without_a_date(cast, training):
    training.unit(1), training.unit(3)
    training.session(training.unit(2), NOW + timedelta(days=1))
    (step,) = of(cast, "coordinator")
    assert (step.count, step.why, step.urgency) == (2, "No date yet for units 1, 3.", 3)
    assert step.url == f"/programmes/{cast.programme.pk}/training/#unit-1"


def test_the_coordinator_is_told_of_mentors_who_miss_a_unit_until_a_session_is_planned(cast, training):
    unit = training.unit(2)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "absent"})
    (step,) = of(cast, "coordinator")
    assert (step.count, step.why) == (1, "Somebody is missing unit 2.")
    assert step.url.endswith("/training/#unit-2")
    training.session(unit, NOW + timedelta(days=1))
    assert of(cast, "coordinator") == []


def test_a_mentor_is_told_when_and_where_the_next_session_is(cast, training):
    session = training.session(training.unit(1), NOW + timedelta(days=1))
    (step,) = of(cast, "mentor")
    assert (step.text, step.why) == ("Training: “Unit about 1”", "Tuesday 3 March at 10:00 · Library")
    assert (step.url, step.urgency) == (f"/training/sessions/{session.pk}/", 3)
    assert of(cast, "mentor", NOW + timedelta(hours=20))[0].urgency == 2


def test_a_mentor_who_missed_a_unit_is_told_so_and_the_neighbour_is_not(cast, training):
    training.marked(training.unit(2), {cast.mentor: "absent", cast.second_mentor: "late"})
    (step,) = of(cast, "mentor")
    assert step.why == "You have not done unit 2."
    assert of(cast, "second_mentor") == []


@pytest.mark.parametrize("role", ["mentee", "supervisor", "expert", "partner", "administrator", "outsider"])
def test_nobody_else_is_told_anything_and_nothing_is_asked_of_the_database(
    cast, training, role, django_assert_num_queries
):
    training.session(training.unit(1))
    user = cast.account(role)
    grants(user)
    with django_assert_num_queries(0):
        assert list(steps(user, cast.programme, NOW)) == []


@pytest.mark.parametrize("role", ["trainer", "coordinator", "mentor"])
def test_one_query_serves_a_role(cast, training, role, django_assert_num_queries):
    training.session(training.unit(1)), training.unit(2)
    user = cast.account(role)
    grants(user)
    with django_assert_num_queries(1):
        list(steps(user, cast.programme, NOW))
