"""Mentees who move forward: who is in the population, what counts, who is not due yet. No database."""

import pytest

from handslag.evaluation.facts import Facts, Step
from handslag.evaluation.indicators import progress

from .made import day, n_of_total, pair


@pytest.mark.parametrize(
    ("step", "reached"),
    [
        (Step("p", day(1), "job_application", "employment"), 1),
        (Step("p", day(1), "language_enrolment", "language"), 1),
        (Step("p", day(1), "registered_doctor", "health"), 0),
        (Step("p", day(0), "job_application", "employment"), 0),  # not after the intake
        (Step("p", day(1), "job_application", "employment", confirmed=False), 0),
    ],
)
def test_a_confirmed_step_in_four_areas_after_the_intake_is_progress(step, reached):
    assert n_of_total(progress.count(Facts(day(5), (pair(),), steps=(step, step)))) == (reached, 1, 0)


def test_a_mentee_whose_mentor_was_replaced_is_one_mentee_with_the_steps_of_both_pairs():
    pairs = (pair("p", "a", end=40), pair("q", "b", start=60))
    facts = Facts(day(80), pairs, steps=(Step("p", day(20), "lease_signed", "housing"),))
    assert n_of_total(progress.count(facts)) == (1, 1, 0)
