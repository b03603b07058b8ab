"""Mentors who complete all units: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Facts
from handslag.evaluation.indicators import completion

from .made import day, mentor, n_of_total, units


def test_a_mentor_who_left_after_acceptance_stays_in_the_population():
    facts = Facts(day(0), roles=(mentor("a"), mentor("b", until=day(-30))), attendances=units("a", range(1, 6)))
    assert n_of_total(completion.count(facts)) == (1, 2, 0)


def test_four_of_five_units_are_not_all_and_a_unit_taken_twice_is_one():
    facts = Facts(day(0), roles=(mentor(),), attendances=units("m", [1, 2, 3, 4, 4]))
    assert n_of_total(completion.count(facts)) == (0, 1, 0)


def test_a_person_who_came_back_as_a_mentor_is_one_mentor():
    facts = Facts(day(0), roles=(mentor("a", until=day(-30)), mentor("a")), attendances=units("a", range(1, 6)))
    assert n_of_total(completion.count(facts)) == (1, 1, 0)
