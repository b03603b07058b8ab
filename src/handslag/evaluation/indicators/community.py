"""Indicator 8: pairs with a community activity."""

from handslag.supervision.periods import add_months

from ..facts import Facts, Id, Pair
from .figure import Count

MONTHS = 3


def is_due(facts: Facts, pair: Pair) -> bool:
    """A started pair of three months or more, or one that is closed."""
    return pair.ended_on is not None or add_months(pair.started_on, MONTHS) <= facts.on


def events(facts: Facts, pair: Pair, person: Id) -> set[Id]:
    """The events at which `person` was present during the life of `pair`."""
    ends = pair.ended_on
    return {
        a.gathering
        for a in facts.attendances_of[person]
        if a.kind == "event" and a.came and pair.started_on <= a.on and (ends is None or a.on < ends)
    }


def has_activity(facts: Facts, pair: Pair) -> bool:
    """A meeting that was a community activity, or an event at which both were present while they were a pair."""
    if any(entry.met and entry.activity in facts.community for entry in facts.entries_of[pair.id]):
        return True
    return bool(events(facts, pair, pair.mentor) & events(facts, pair, pair.mentee))


def count(facts: Facts) -> Count:
    """Pairs that are due; of these, those with an activity together."""
    due = [pair for pair in facts.pairs if is_due(facts, pair)]
    reached = sum(has_activity(facts, pair) for pair in due)
    return Count(reached, len(due), len(facts.pairs) - len(due))
