"""Units with their sessions, and how a mentor stands with them."""

from datetime import timedelta

import pytest

from handslag.training.timetable import next_of, own_units, timetable
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_units_come_in_order_with_their_sessions_by_time_in_one_query(cast, training, django_assert_num_queries):
    second, first = training.unit(2), training.unit(1)
    late = training.session(first, NOW + timedelta(days=9))
    early = training.marked(first, {cast.mentor: "late", cast.second_mentor: "absent"})
    with django_assert_num_queries(1):
        units = timetable(cast.programme, [cast.mentor.person_id])
    assert [(unit.pk, [session.pk for session in unit.sessions]) for unit in units] == [
        (first.pk, [early.pk, late.pk]),
        (second.pk, []),
    ]
    held = units[0].sessions[0]
    assert (held.came, held.marked, held.mine) == (1, 2, "late")
    assert (units[0].done_by, units[0].mentors, units[0].missing) == (1, 2, 1)


def test_made_up_is_done_but_did_not_come(cast, training):
    training.marked(training.unit(1), {cast.mentor: "made_up"})
    unit = timetable(cast.programme)[0]
    assert (unit.done_by, unit.sessions[0].came, unit.sessions[0].marked) == (1, 0, 1)


def test_nobody_is_counted_twice_for_two_sessions_of_a_unit(cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present"})
    training.marked(unit, {cast.mentor: "present"}, NOW)
    assert timetable(cast.programme)[0].done_by == 1


def test_a_mentor_who_left_is_not_counted(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    cast.mentor.ended_at = NOW
    cast.mentor.save()
    unit = timetable(cast.programme)[0]
    assert (unit.done_by, unit.mentors) == (0, 1)


def test_each_unit_stands_somewhere_for_a_mentor(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present"})
    training.marked(training.unit(2), {cast.mentor: "absent"})
    training.session(training.unit(3))
    later, sooner = training.unit(4), training.unit(5)
    training.session(later, NOW + timedelta(days=2))
    training.session(sooner, NOW + timedelta(days=1))
    training.unit(6)
    own = own_units(timetable(cast.programme, [cast.mentor.person_id]), NOW)
    assert [line.state for line in own] == ["done", "missed", "waiting", "ahead", "ahead", "undated"]
    assert next_of(own).unit.pk == sooner.pk


def test_a_session_that_goes_on_now_is_still_ahead_and_a_done_unit_never_is(cast, training):
    unit = training.unit(1)
    training.session(unit, NOW - timedelta(minutes=119))
    assert next_of(own_units(timetable(cast.programme), NOW)).unit.pk == unit.pk
    training.marked(unit, {cast.mentor: "present"})
    assert next_of(own_units(timetable(cast.programme, [cast.mentor.person_id]), NOW)) is None


def test_a_unit_with_another_session_ahead_is_not_over(cast, training):
    unit = training.unit(1)
    training.session(unit)
    assert not timetable(cast.programme)[0].is_over(NOW)  # nobody has been marked
    training.marked(unit, {cast.mentor: "absent"}, NOW - timedelta(days=2))
    assert timetable(cast.programme)[0].is_over(NOW)
    training.session(unit, NOW + timedelta(days=1))
    assert not timetable(cast.programme)[0].is_over(NOW)
