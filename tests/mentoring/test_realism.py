"""Gentle doubts about a goal, by dates and words alone."""

from datetime import date, timedelta

import pytest

from handslag.mentoring.realism import doubts, rests_on_others

TODAY, ENDS = date(2026, 3, 2), date(2026, 12, 31)


def codes(**changed):
    values = {
        "text": "Find a room", "due_on": date(2026, 6, 1), "has_first_step": True, "made_on": TODAY, "today": TODAY,
        "ends_on": ENDS, "rules": {},
    }  # fmt: skip
    return [doubt.code for doubt in doubts(**{**values, **changed})]


def test_a_goal_that_fits_raises_no_doubt():
    assert codes() == []


@pytest.mark.parametrize(("due_on", "found"), [(date(2026, 12, 17), []), (date(2026, 12, 18), ["too_late"])])
def test_a_date_in_the_last_two_weeks_is_too_late(due_on, found):
    assert codes(due_on=due_on) == found


def test_the_rule_of_the_programme_counts():
    assert codes(due_on=date(2026, 12, 10), rules={"goal_days_before_end": 30}) == ["too_late"]


@pytest.mark.parametrize(("days", "found"), [(14, []), (15, ["no_first_step"])])
def test_a_first_step_is_asked_for_after_two_weeks(days, found):
    assert codes(has_first_step=False, today=TODAY + timedelta(days=days)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("Get a permit", True), ("Hand in the application for a permit", False), ("Få uppehållstillstånd", True),
     ("Ansöka om medborgarskap", False), ("Speak with my neighbours", False)],
)  # fmt: skip
def test_what_an_authority_decides_is_turned_into_an_own_act(text, found):
    assert rests_on_others(text) is found
