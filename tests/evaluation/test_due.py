"""Who is due for which survey, and that asking is done once, in bulk, by the tick."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.evaluation.closing_actions import close_programme
from handslag.evaluation.due import Due, Life, due, latest
from handslag.evaluation.survey_actions import ask_who_is_due
from handslag.pairs.actions import end
from handslag.surveys.actions import close
from handslag.surveys.models import Invitation, Wave
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY, many_pairs, noon, started
from tests.surveys.conftest import install_surveys

RULES = {"pulse_first_days": 30, "pulse_every_days": 60, "final_survey_days": 350}
PULSE = {"questionnaire": "pulse", "to": ["mentor", "mentee"], "about": "pair", "first": "pulse_first_days",
         "every": "pulse_every_days"}  # fmt: skip
FINAL = {"questionnaire": "mentor_final", "to": ["mentor"], "first": "final_survey_days", "at_exit": True}
BEGIN = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("days", "expected"), [(29, None), (30, 30), (89, 30), (90, 90), (149, 90), (150, 150), (211, 210)]
)
def test_the_pulse_comes_at_day_30_and_then_every_60(days, expected):
    assert latest(PULSE, RULES, days) == expected


def test_further_days_are_asked_one_after_the_other():
    measures = {"first": "zero", "again": [180, 350]}
    assert [latest(measures, {"zero": 0}, day) for day in (0, 179, 180, 349, 350, 900)] == [0, 0, 180, 180, 350, 350]


def test_a_mentor_of_two_is_asked_about_each_and_both_sides_are_asked():
    lives = [Life("m", "a", BEGIN), Life("m", "b", BEGIN)]
    found = due(PULSE, RULES, lives, BEGIN + 30 * DAY)
    assert found == {
        Due("pulse", "30", "m", "a"), Due("pulse", "30", "m", "b"), Due("pulse", "30", "a", "m"),
        Due("pulse", "30", "b", "m"),
    }  # fmt: skip
    assert due(PULSE, RULES, [Life("m", "a", BEGIN, BEGIN + 40 * DAY)], BEGIN + 50 * DAY) == set()


def test_who_leaves_is_asked_at_once_and_who_has_another_pair_is_not():
    ended = Life("m", "a", BEGIN, BEGIN + 40 * DAY)
    assert due(FINAL, RULES, [ended], BEGIN + 41 * DAY) == {Due("mentor_final", "exit", "m")}
    assert due(FINAL, RULES, [ended, Life("m", "b", BEGIN)], BEGIN + 41 * DAY) == set()
    assert due(FINAL, RULES, [Life("m", "b", BEGIN)], BEGIN + 349 * DAY) == set()
    assert due(FINAL, RULES, [Life("m", "b", BEGIN)], BEGIN + 350 * DAY) == {Due("mentor_final", "350", "m")}


def test_who_left_early_is_not_asked_again_when_the_last_day_would_have_come():
    ended = Life("m", "a", BEGIN, BEGIN + 40 * DAY)
    assert due(FINAL, RULES, [ended], BEGIN + 351 * DAY) == {Due("mentor_final", "exit", "m")}
    again = Life("m", "b", BEGIN + 60 * DAY, BEGIN + 350 * DAY)
    assert due(FINAL, RULES, [ended, again], BEGIN + 400 * DAY) == {Due("mentor_final", "350", "m")}


def test_what_has_no_first_day_goes_out_by_hand_alone():
    assert due({"questionnaire": "free_word", "to": ["mentor"]}, RULES, [Life("m", "a", BEGIN)], BEGIN) == set()


@pytest.fixture
def surveyed(programme):
    install_surveys(programme)
    return programme


def asked(cast) -> set:
    rows = Invitation.objects.of(cast.organisation)
    return set(rows.values_list("wave__key", "membership__person__given_name", "about__person__given_name"))


@pytest.mark.django_db
def test_the_tick_asks_each_once(cast, surveyed):
    started(cast, on=TODAY - 95 * DAY)
    assert ask_who_is_due(programme=surveyed, by=None, at=NOW) == 5
    assert ask_who_is_due(programme=surveyed, by=None, at=NOW) == 0
    assert asked(cast) == {
        ("pulse-90", "Mentor", "Mentee"), ("pulse-90", "Mentee", "Mentor"), ("skills_pulse-90", "Mentor", None),
        ("measures-0", "Mentor", None), ("measures-0", "Mentee", None),
    }  # fmt: skip
    assert ask_who_is_due(programme=surveyed, by=None, at=NOW + 60 * DAY) == 2
    assert set(Wave.objects.of(cast.organisation).values_list("key", flat=True)) == {
        "pulse-90", "pulse-150", "skills_pulse-90", "measures-0",
    }  # fmt: skip


@pytest.mark.django_db
def test_mistakes_are_not_asked_and_a_mentor_who_left_is(cast, surveyed):
    started(cast, on=TODAY - 100 * DAY, ended_on=TODAY - 90 * DAY, end_reason="error")
    started(cast, "second_mentor", "second_mentee", on=TODAY - 20 * DAY, ended_on=TODAY, end_reason="mentor_left")
    ask_who_is_due(programme=surveyed, by=None, at=NOW)
    assert {key for key, _name, _about in asked(cast)} == {"mentor_final-exit", "mentee_final-exit"}
    assert Invitation.objects.of(cast.organisation).count() == 2


@pytest.mark.django_db
def test_who_has_no_pair_any_more_is_asked_no_more_about_the_other(cast, surveyed):
    pair = started(cast, on=TODAY - 31 * DAY)
    kept = started(cast, "second_mentor", "second_mentee", on=TODAY - 31 * DAY)
    ask_who_is_due(programme=surveyed, by=None, at=NOW)
    end(pair=pair, reason="no_fit", on=TODAY, by=None, at=NOW)
    pulses = {name for key, name, about in asked(cast) if about}
    assert pulses == {str(kept.mentor.person.given_name), str(kept.mentee.person.given_name)}
    assert ("measures-0", "Mentor", None) in asked(cast)  # what is not about the two stays


@pytest.mark.django_db
def test_a_wave_closed_by_hand_and_a_closed_programme_ask_nobody(cast, surveyed):
    pair = started(cast, on=TODAY - 31 * DAY)
    ask_who_is_due(programme=surveyed, by=None, at=NOW)
    close(wave=Wave.objects.of(cast.organisation).select_related("programme").get(key="pulse-30"), by=None, at=NOW)
    started(cast, "second_mentor", "second_mentee", on=TODAY - 31 * DAY)
    ask_who_is_due(programme=surveyed, by=None, at=NOW)
    assert Invitation.objects.of(cast.organisation).filter(wave__key="pulse-30").count() == 2
    for running in [pair, *cast.programme.pairs.exclude(pk=pair.pk)]:
        end(pair=running, reason="completed", on=TODAY, by=None, at=NOW)
    close_programme(programme=surveyed, by=None, at=NOW)
    assert ask_who_is_due(programme=surveyed, by=None, at=NOW) == 0


@pytest.mark.django_db
def test_asking_thirty_pairs_takes_as_many_queries_as_asking_one(cast, surveyed):
    def count(at) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ask_who_is_due(programme=surveyed, by=None, at=at)
        return len([q for q in caught.captured_queries if "surveys_" in q["sql"] or "programmes_" in q["sql"]])

    started(cast, on=TODAY - 30 * DAY)
    ask_who_is_due(programme=surveyed, by=None, at=NOW)
    one = count(noon(TODAY + 60 * DAY))
    many_pairs(cast, 29, on=TODAY - 30 * DAY)
    ask_who_is_due(programme=surveyed, by=None, at=noon(TODAY + 61 * DAY))
    with CaptureQueriesContext(connection) as caught:
        ask_who_is_due(programme=surveyed, by=None, at=noon(TODAY + 62 * DAY))
    nothing_new = len(caught.captured_queries)
    assert nothing_new <= 8
    assert one <= 30
