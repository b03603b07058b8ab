"""Units, sessions, and what attendance in them does."""

from datetime import timedelta

import pytest

from handslag.gatherings.actions import NotStarted
from handslag.training import actions
from handslag.training.models import Session
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_number_is_given_to_one_unit_only(training):
    training.unit(1)
    with pytest.raises(actions.NumberTaken):
        training.unit(1)


def test_a_session_is_a_gathering_as_long_as_its_unit(cast, training):
    session = training.session(training.unit(2))
    gathering = session.gathering
    assert (gathering.kind, gathering.title, gathering.minutes) == ("training", "Unit about 2", 120)
    assert gathering.programme == cast.programme


def test_a_session_can_be_shorter_and_led_by_somebody(cast, training):
    session = training.session(training.unit(), minutes=90, led_by=cast.trainer.person)
    assert (session.gathering.minutes, session.gathering.led_by) == (90, cast.trainer.person)


def test_planning_the_same_session_twice_is_refused(cast, training):
    unit = training.unit()
    training.session(unit)
    with pytest.raises(actions.AlreadyPlanned):
        training.session(unit)
    training.session(unit, place="Town hall")  # a second group at the same time
    assert Session.objects.of(cast.organisation).count() == 2


def test_taking_attendance_says_that_the_session_was_held(cast, training):
    session = training.marked(training.unit(), {cast.mentor: "present"})
    assert session.gathering.held_at == NOW
    later = NOW + timedelta(days=1)
    actions.take_attendance(session=session, statuses={cast.mentor: "late"}, by=None, at=later)
    session.gathering.refresh_from_db()
    assert session.gathering.held_at == NOW
    assert session.gathering.attendances.get().status == "late"


def test_attendance_before_the_start_leaves_nothing_behind(cast, training):
    session = training.session(training.unit(), NOW + timedelta(hours=1))
    with pytest.raises(NotStarted):
        actions.take_attendance(session=session, statuses={cast.mentor: "present"}, by=None, at=NOW)
    session.gathering.refresh_from_db()
    assert not session.gathering.is_held
