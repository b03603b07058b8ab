"""Individual guidance: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Facts
from handslag.evaluation.indicators import guidance

from .made import day, met, n_of_total, pair


def test_guidance_is_an_approved_plan_and_three_meetings_about_goals():
    three = tuple(met(n, goal=True, themes=frozenset({"housing"})) for n in (5, 6, 7))
    assert n_of_total(guidance.count(Facts(day(9), (pair(approved=4),), three))) == (1, 1, 0)
    assert "0 of 1" in guidance.count(Facts(day(9), (pair(approved=4),), three)).notes[0]
    assert guidance.count(Facts(day(9), (pair(),), three)).numerator == 0
    assert guidance.count(Facts(day(9), (pair(approved=4),), (*three[:2], met(8)))).numerator == 0
