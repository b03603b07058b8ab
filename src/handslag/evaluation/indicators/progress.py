"""Indicator 3: mentees who move forward, from the formal steps of the plan."""

from ..facts import Facts, Pair, Step, first_start
from .figure import Count

AREAS = {"employment", "housing", "education", "language", "finances"}


def counts(step: Step) -> bool:
    """What the mentee only told counts when the mentor or staff have confirmed it."""
    return step.confirmed and step.area in AREAS


def count(facts: Facts) -> Count:
    """Started mentees with at least one formal step done after the (first) intake. A step twice is still one."""
    reached = {mentee for mentee, pairs in facts.mentees.items() if moved(facts, pairs)}
    return Count(len(reached), len(facts.mentees))


def moved(facts: Facts, pairs: list[Pair]) -> bool:
    """Whether a mentee with these pairs has done a formal step that counts."""
    intake = first_start(pairs)
    return any(counts(step) and step.on > intake for pair in pairs for step in facts.steps_of[pair.id])
