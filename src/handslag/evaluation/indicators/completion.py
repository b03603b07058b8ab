"""Indicator 1a: mentors who complete all units."""

from collections import defaultdict

from ..facts import Facts, Id
from .figure import Count


def units_of(facts: Facts) -> dict[Id, set[int]]:
    """Which units each person has taken or made up."""
    done: dict[Id, set[int]] = defaultdict(set)
    for attendance in facts.attendances:
        if attendance.unit is not None:
            done[attendance.person].add(attendance.unit)
    return done


def trained(facts: Facts) -> set[Id]:
    """The mentors who have taken as many units as the programme requires: in AMIR all five."""
    done = units_of(facts)
    return {person for person in accepted(facts) if len(done[person]) >= facts.units_required}


def accepted(facts: Facts) -> set[Id]:
    """The mentors accepted for training; one who left afterwards stays among them."""
    return {role.person for role in facts.roles if role.role == "mentor"}


def count(facts: Facts) -> Count:
    """All mentors accepted for training; of these, those with all units present or made up."""
    return Count(len(trained(facts)), len(accepted(facts)))
