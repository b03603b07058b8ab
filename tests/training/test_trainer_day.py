"""The session that is next for a trainer, and what units still lack."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handslag.training.timetable import timetable
from handslag.training.trainer_day import Lack, lacks, meetings_ahead, units_over
from tests.cast import NOW

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Stockholm")  # NOW is 10 o'clock there


def ahead(cast, at=NOW):
    return meetings_ahead(timetable(cast.programme), at, ZONE)


def test_sessions_ahead_come_by_time_whatever_the_number_of_the_unit(cast, training):
    later = training.session(training.unit(1), NOW + timedelta(days=9))
    sooner = training.session(training.unit(2), NOW + timedelta(days=1))
    assert [(row.session.pk, row.when) for row in ahead(cast)] == [(sooner.pk, "tomorrow"), (later.pk, "later")]


@pytest.mark.parametrize(
    ("hours", "when", "has_begun"),
    [(-1, "now", True), (-5, "today", True), (4, "today", False), (13.9, "today", False), (14, "tomorrow", False),
     (38, "later", False)],
)  # fmt: skip
def test_a_session_is_now_today_tomorrow_or_later_where_the_programme_runs(cast, training, hours, when, has_begun):
    training.session(training.unit(1), NOW + timedelta(hours=hours))
    (row,) = ahead(cast)
    assert (row.when, row.has_begun) == (when, has_begun)


def test_a_session_of_today_that_is_over_stands_there_until_attendance_is_taken(cast, training):
    unit = training.unit(1)
    training.session(unit, NOW - timedelta(hours=5))
    assert len(ahead(cast)) == 1
    assert ahead(cast, NOW + timedelta(days=1)) == []


def test_a_marked_session_of_today_is_gone_once_it_is_over(cast, training):
    training.marked(training.unit(1), {cast.mentor: "present"}, NOW - timedelta(hours=5))
    assert ahead(cast) == []


def test_who_has_done_the_unit_is_not_expected_again(cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "absent"})
    training.session(unit, NOW + timedelta(days=3))
    (row,) = ahead(cast)
    assert (row.expected, row.unit.mentors) == (1, 2)


def test_a_session_that_is_over_and_expected_nobody_lacks_nothing(cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "late"})
    training.session(unit, NOW - timedelta(hours=4))
    assert lacks(timetable(cast.programme), NOW) == []
    assert ahead(cast) == []


def test_a_unit_lacks_a_day_attendance_or_mentors(cast, training):
    undated, unmarked, missed, fine = (training.unit(number) for number in (1, 2, 3, 4))
    session = training.session(unmarked)
    training.marked(missed, {cast.mentor: "present", cast.second_mentor: "absent"})
    training.marked(fine, {cast.mentor: "present", cast.second_mentor: "late"})
    found = lacks(timetable(cast.programme), NOW)
    assert [(row.unit.pk, row.session and row.session.pk, row.undated, row.missed) for row in found] == [
        (undated.pk, None, True, 0), (unmarked.pk, session.pk, False, 0), (missed.pk, None, False, 1),
    ]  # fmt: skip
    assert isinstance(found[0], Lack)


def test_a_unit_lacks_nothing_while_a_session_lies_ahead_or_goes_on(cast, training):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "absent", cast.second_mentor: "present"}, NOW - timedelta(days=8))
    training.session(unit, NOW - timedelta(minutes=119))
    units = timetable(cast.programme)
    assert lacks(units, NOW) == []
    assert units_over(units, NOW) == []
    assert units_over(units, NOW + timedelta(minutes=1)) == [unit.pk]
