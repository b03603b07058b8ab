"""Civic orientation or the same guidance: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Answer, Attendance, Facts, Step
from handslag.evaluation.indicators import orientation

from .made import day, met, n_of_total, pair


def test_four_rights_talks_over_two_pairs_are_guidance_like_a_course():
    pairs = (pair("p", "a", end=40), pair("q", "b", start=60))
    talks = (
        met(10, rights_talk=True, themes=frozenset({"health", "housing"})),
        met(70, "q", rights_talk=True, themes=frozenset({"employment"})),
        met(75, "q", themes=frozenset({"finances"})),
    )
    assert orientation.count(Facts(day(80), pairs, talks)).numerator == 0
    fourth = met(77, "q", rights_talk=True, themes=frozenset({"finances", "language"}))
    assert n_of_total(orientation.count(Facts(day(80), pairs, (*talks, fourth)))) == (1, 1, 0)


def test_orientation_counts_and_a_course_taken_before_counts_here_only():
    came = Facts(day(9), (pair(),), attendances=(Attendance("e", "g", "orientation", day(5)),))
    assert n_of_total(orientation.count(came)) == (1, 1, 0)
    shown = Facts(day(9), (pair(),), steps=(Step("p", day(5), "orientation_done", "rights"),))
    assert n_of_total(orientation.count(shown)) == (1, 1, 0)
    before = Answer("e", "mentee_interview", day(-30), {"orientation_done": "whole"})
    count = orientation.count(Facts(day(9), (pair(),), answers=(before,)))
    assert n_of_total(count) == (1, 1, 0)
    assert "0 of 1" in count.notes[0]


def test_coming_to_an_event_is_no_orientation():
    facts = Facts(day(9), (pair(),), attendances=(Attendance("e", "g", "event", day(5)),))
    assert n_of_total(orientation.count(facts)) == (0, 1, 0)
