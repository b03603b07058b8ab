"""Pairs that meet: who is in the population, what counts, who is not due yet. No database."""

import pytest

from handslag.evaluation.facts import Entry, Facts
from handslag.evaluation.indicators import rhythm

from .made import day, met, n_of_total, pair

TWICE_EACH = tuple(met(n) for n in (1, 30, 31, 60, 61, 90))


def test_two_meetings_in_each_of_three_windows_are_enough():
    assert n_of_total(rhythm.count(Facts(day(91), (pair(),), TWICE_EACH))) == (1, 1, 0)


def test_day_ninety_itself_is_not_past():
    assert n_of_total(rhythm.count(Facts(day(90), (pair(),), TWICE_EACH))) == (0, 0, 1)


@pytest.mark.parametrize("missing", range(6))
def test_one_meeting_less_in_any_window_is_not_enough(missing):
    entries = tuple(entry for number, entry in enumerate(TWICE_EACH) if number != missing)
    more = (met(0), met(91), *entries)  # the intake's day and day 91 lie in no window
    assert n_of_total(rhythm.count(Facts(day(120), (pair(),), more))) == (0, 1, 0)


def test_a_pair_that_ended_before_day_ninety_is_due_at_once_and_not_reached():
    facts = Facts(day(50), (pair(end=40),), TWICE_EACH[:3])
    assert n_of_total(rhythm.count(facts)) == (0, 1, 0)
    assert "0 of 0" in rhythm.count(facts).notes[0]
    assert n_of_total(rhythm.count(Facts(day(91), (pair(end=89),), TWICE_EACH))) == (0, 1, 0)
    assert n_of_total(rhythm.count(Facts(day(91), (pair(end=90),), TWICE_EACH))) == (1, 1, 0)


def test_contact_by_chat_is_no_meeting():
    entries = (*TWICE_EACH[1:], Entry("p", day(1), day(1), met=False, contact=True))
    assert rhythm.count(Facts(day(91), (pair(),), entries)).numerator == 0


def test_an_agreed_pause_moves_what_comes_after_it():
    away = pair(pauses=[(20, 29)])  # ten days: the windows end on days 40, 70 and 100
    entries = tuple(met(n) for n in (1, 40, 41, 70, 71, 100))
    assert n_of_total(rhythm.count(Facts(day(100), (away,), entries))) == (0, 0, 1)
    assert n_of_total(rhythm.count(Facts(day(101), (away,), entries))) == (1, 1, 0)
    assert n_of_total(rhythm.count(Facts(day(101), (pair(),), entries))) == (0, 1, 0)


def test_a_pause_moves_by_thirty_days_at_most_and_one_before_day_ninety_only():
    long = pair(pauses=[(5, 20), (35, 84)])
    assert rhythm.last_days(long) == [day(60), day(90), day(120)]
    assert rhythm.last_days(pair(pauses=[(91, 100)])) == [day(30), day(60), day(90)]
    assert rhythm.last_days(pair(pauses=[(0, 1), (90, 90)])) == [day(31), day(61), day(92)]
    assert rhythm.last_days(pair(pauses=[(30, 30)])) == [day(31), day(61), day(91)]


def test_the_figure_says_for_how_many_pairs_an_agreed_pause_moved_the_quarter():
    late = pair("late", pauses=[(91, 100)])
    pairs = (pair(pauses=[(20, 29)]), late, pair("other"))
    assert rhythm.count(Facts(day(95), pairs)).notes[-1] == "An agreed pause moved the first quarter of 1 pair."
    assert rhythm.count(Facts(day(40), pairs)).notes == ("An agreed pause moved the first quarter of 1 pair.",)
    assert "pause" not in " ".join(rhythm.count(Facts(day(95), pairs[1:])).notes)


def test_who_meets_in_a_pause_has_met_and_who_ends_in_the_longer_quarter_has_ended_early():
    away = pair(pauses=[(20, 29)])
    assert rhythm.met_by_window(Facts(day(101), (away,), (met(25),)), away) == [1, 0, 0]
    assert rhythm.ended_early(pair(end=99, pauses=[(20, 29)]))
    assert not rhythm.ended_early(pair(end=100, pauses=[(20, 29)]))
