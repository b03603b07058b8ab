"""Authorities involved: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Authority, Facts
from handslag.evaluation.indicators import authorities

from .made import day, n_of_total


def test_each_country_needs_an_authority():
    facts = Facts(day(0), authorities=(Authority("SE", "supporter"), Authority("SE", "beneficiary")))
    assert n_of_total(authorities.count(Facts(day(0), countries=("SE",)))) == (0, 1, 0)
    both = Facts(day(0), authorities=facts.authorities, countries=("SE", "DK"))
    assert n_of_total(authorities.count(both)) == (1, 2, 0)
