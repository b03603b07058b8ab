"""The trainer's day on the home."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from handslag.content.actions import publish
from handslag.programmes.access import grants
from handslag.training.actions import cancel_session, take_attendance
from handslag.training.home_panels import GATHERING, LACKS, trainer_panels
from handslag.training.next_steps import missed_steps
from handslag.training.queries import guide_key
from tests.cast import NOW, member, person

pytestmark = pytest.mark.django_db


def of(cast, role="trainer", at=NOW):
    """The panels by template."""
    user = cast.account(role)
    return {panel.template: panel.context for panel in trainer_panels(user, cast.programme, at)}


ASK = "Ask Sara Lind to plan a new session."


def missed(cast):
    return [(step.count, step.why) for step in missed_steps(cast.account("trainer"), cast.programme, NOW)]


def guide(cast, number=1, language="en"):
    return publish(
        organisation=cast.organisation, key=guide_key(cast.programme, number), language=language, title="Run sheet",
        body="# Run sheet", by=None, at=NOW,
    )  # fmt: skip


def test_the_trainer_sees_the_next_session_and_the_one_after_it(cast, training):
    later = training.session(training.unit(1), NOW + timedelta(days=9))
    sooner = training.session(training.unit(2), NOW + timedelta(days=2))
    found = of(cast)[GATHERING]
    assert (found["meeting"].session.pk, found["then"].session.pk) == (sooner.pk, later.pk)


def test_the_run_sheet_is_offered_where_it_can_be_read(cast, training):
    training.session(training.unit(1), NOW + timedelta(days=2))
    guide(cast, number=2)
    guide(cast, language="el")
    assert of(cast)[GATHERING]["guide"] == ""
    guide(cast, language="sv")  # the language of the organisation
    assert of(cast)[GATHERING]["guide"] == guide_key(cast.programme, 1)


def test_units_are_over_only_when_every_one_is(cast, training):
    assert not of(cast)[GATHERING]["is_over"]
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "present"})
    assert of(cast)[GATHERING]["is_over"]
    training.unit(2)
    assert not of(cast)[GATHERING]["is_over"]


def test_units_that_somebody_misses_are_not_all_held(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    assert not of(cast)[GATHERING]["is_over"]


def test_mentors_who_miss_several_units_are_counted_once(cast, training):
    third = member(cast.programme, person(cast.organisation, "Third Mentor"), "mentor")
    gone = member(cast.programme, person(cast.organisation, "Gone Mentor"), "mentor")
    gone.ended_at = NOW
    gone.save()
    for number in (1, 2):
        training.marked(training.unit(number), {cast.mentor: "present", cast.second_mentor: "absent", third: "absent"})
    training.session(training.unit(3))  # nobody has been marked: who was away is not known
    assert missed(cast) == [(2, "2 of 3 mentors miss a unit that is over. " + ASK)]


def test_the_same_unit_done_twice_does_not_stand_for_another(cast, training):
    first = training.unit(1)
    training.marked(first, {cast.mentor: "present", cast.second_mentor: "present"})
    training.marked(first, {cast.mentor: "late"}, NOW - timedelta(days=3))
    training.marked(training.unit(2), {cast.mentor: "absent", cast.second_mentor: "made_up"})
    assert missed(cast) == [(1, "1 of 2 mentors misses a unit that is over. " + ASK)]


def test_nobody_is_missing_while_the_unit_comes_again(cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "absent"})
    training.session(unit, NOW + timedelta(days=1))
    assert missed(cast) == []
    assert LACKS not in of(cast)


@pytest.mark.parametrize(
    "role", ["mentee", "mentor", "coordinator", "supervisor", "expert", "partner", "administrator", "outsider"]
)
def test_nobody_else_has_a_trainers_day_and_nothing_is_asked_of_the_database(
    cast, training, role, django_assert_num_queries
):
    training.marked(training.unit(1), {cast.mentor: "absent"})
    user = cast.account(role)
    grants(user)
    with django_assert_num_queries(0):
        assert [*trainer_panels(user, cast.programme, NOW), *missed_steps(user, cast.programme, NOW)] == []


def test_a_trainer_of_another_programme_has_no_day_here(cast, training):
    training.session(training.unit(1), NOW + timedelta(days=1))
    assert list(trainer_panels(cast.account("trainer"), cast.other_programme, NOW)) == []


@pytest.mark.parametrize("sessions", [0, 1, 12])
def test_the_day_costs_three_queries_however_much_there_is(cast, training, sessions, django_assert_num_queries):
    training.marked(training.unit(99), {cast.mentor: "absent"}, NOW - timedelta(days=1))
    for number in range(1, sessions + 1):
        training.marked(training.unit(number), {cast.mentor: "absent"}, NOW - timedelta(days=number))
        training.session(training.unit(number + 20), NOW + timedelta(days=number))
    user = cast.account("trainer")
    grants(user)
    # The timetable, whether there is a run sheet or what was cancelled, who misses a unit.
    with django_assert_num_queries(3):
        assert len([*trainer_panels(user, cast.programme, NOW), *missed_steps(user, cast.programme, NOW)]) == 3


# ---- the page


def test_the_home_leads_to_attendance_and_run_sheet_in_one_tap(as_role, cast, training):
    session = training.session(training.unit(1), timezone.now() + timedelta(days=2))
    guide(cast)
    page = as_role("trainer").get("/home/").text
    assert f'href="/training/sessions/{session.pk}/#attendance"' in page
    assert f'href="/programmes/{cast.programme.pk}/documents/amir_unit_1_guide/"' in page
    assert "See who is expected" in page
    assert "2 of 2 mentors are expected." in page
    assert "Library" in page


def test_a_session_that_has_begun_asks_who_came(as_role, training):
    training.session(training.unit(1), timezone.now() - timedelta(minutes=5))
    page = as_role("trainer").get("/home/").text
    assert "Going on now" in page
    assert "See who is expected" not in page


def test_without_a_session_the_home_says_what_comes(as_role, cast, training):
    client = as_role("trainer")
    unit = training.unit(1)
    page = client.get("/home/").text
    assert "No session is planned" in page
    assert f'href="/programmes/{cast.programme.pk}/training/#unit-1"' in page
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "absent"})
    page = client.get("/home/").text
    assert "No session is planned" in page
    assert "All units are held" not in page
    assert "1 mentor misses it" in page
    assert f'href="/programmes/{cast.programme.pk}/training/#mentors"' in page
    assert "Nothing needs you" not in page


OFF = "The session on Thursday 5 March, 10:00 was cancelled."


def test_without_a_session_the_home_says_that_the_last_one_was_cancelled(as_role, cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present"})
    with time_machine.travel(NOW, tick=False):
        session = training.session(unit, NOW + timedelta(days=3))
        address = f'href="/training/sessions/{session.pk}/">Why, and what comes next'
        client = as_role("trainer")
        assert "was cancelled" not in client.get("/home/").text
        cancel_session(session=session, reason="The library is closed.", by=cast.coordinator.person, at=NOW)
        page = client.get("/home/").text
        assert OFF in page
        assert address in page
        assert "The library is closed." not in page  # sealed: it stands on the page of the session
        other = training.session(training.unit(2), NOW + timedelta(days=4))
        assert OFF not in client.get("/home/").text
        client.logout()
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        take_attendance(session=other, statuses={cast.mentor: "absent"}, by=None, at=NOW + timedelta(days=5))
        client = as_role("trainer")
        page = client.get("/home/").text
        assert "No session is planned" in page
        assert "was cancelled" not in page


def test_a_session_that_was_cancelled_is_not_missed_once_all_units_are_held(as_role, cast, training):
    unit = training.unit(1)
    session = training.session(unit, NOW + timedelta(days=3))
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "present"})
    cancel_session(session=session, reason="All have come.", by=cast.coordinator.person, at=NOW)
    with time_machine.travel(NOW, tick=False):
        page = as_role("trainer").get("/home/").text
    assert "All units are held" in page
    assert "was cancelled" not in page


def test_who_may_not_plan_reads_whom_to_ask(as_role, cast, training):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    client = as_role("trainer")
    assert client.get("/home/").text.count(ASK) == 1
    assert ASK in client.get(f"/programmes/{cast.programme.pk}/training/").text
    cast.programme.contact_name = ""
    cast.programme.save()
    assert "Ask the coordinator to plan a new session." in client.get("/home/").text
    assert "to plan a new session" not in as_role("coordinator").get(f"/programmes/{cast.programme.pk}/training/").text


def test_who_may_not_plan_reads_at_the_units_whom_to_ask_for_a_first_session(as_role, training):
    training.unit(1)
    assert as_role("trainer").get("/home/").text.count(ASK) == 1


def test_the_places_that_the_home_leads_to_are_there(as_role, cast, training):
    session = training.session(training.unit(1))
    client = as_role("trainer")
    assert 'id="attendance"' in client.get(f"/training/sessions/{session.pk}/").text
    page = client.get(f"/programmes/{cast.programme.pk}/training/").text
    assert 'id="unit-1"' in page
    assert 'id="mentors"' in page


def test_a_full_home_of_a_trainer_makes_at_most_eight_queries(as_role, cast, training, django_assert_max_num_queries):
    now = timezone.now()
    for number in range(1, 8):
        training.marked(training.unit(number), {cast.mentor: "absent"}, now - timedelta(days=number), at=now)
        training.session(training.unit(number + 20), now + timedelta(days=number))
    client = as_role("trainer")
    client.get("/home/")
    with django_assert_max_num_queries(8):
        client.get("/home/")
