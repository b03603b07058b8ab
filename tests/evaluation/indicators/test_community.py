"""Activities in the community: who is in the population, what counts, who is not due yet. No database."""

from datetime import date

import pytest

from handslag.evaluation.facts import Attendance, Entry, Facts
from handslag.evaluation.indicators import community

from .made import day, met, n_of_total, pair


def test_a_pair_is_due_for_a_community_activity_after_three_months_or_when_it_has_ended():
    assert n_of_total(community.count(Facts(date(2026, 4, 9), (pair(),)))) == (0, 0, 1)
    assert n_of_total(community.count(Facts(date(2026, 4, 10), (pair(),)))) == (0, 1, 0)
    assert n_of_total(community.count(Facts(day(20), (pair(end=20),)))) == (0, 1, 0)


@pytest.mark.parametrize("activity", ["community_event", "sport", "culture", "volunteering"])
def test_a_community_activity_at_a_meeting_counts(activity):
    assert community.count(Facts(day(120), (pair(),), (met(5, activity=activity),))).numerator == 1
    planned = Entry("p", day(5), day(5), met=False, activity=activity)
    assert community.count(Facts(day(120), (pair(),), (planned,))).numerator == 0


def test_an_event_counts_when_both_were_present_as_a_pair():
    def at_event(*who, on=5, came=True):
        rows = tuple(Attendance(person, "g", "event", day(on), came=came) for person in who)
        return community.count(Facts(day(120), (pair(end=100),), attendances=rows)).numerator

    assert at_event("m", "e") == 1
    assert at_event("m") == 0
    assert at_event("m", "e", came=False) == 0
    assert at_event("m", "e", on=-1) == 0
    assert at_event("m", "e", on=100) == 0
