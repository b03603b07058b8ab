"""The hard rules: who may not be paired, whatever the scores say.

The open rules have names and may be spoken of. Private exclusions have none: whoever reads a proposal sees an
excluded pair exactly as one that the team has forbidden.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import said
from handslag.matching.criteria import Rules
from handslag.matching.encode import Encoded, in_common
from handslag.matching.people import Person

Allowed = NDArray[np.bool_]

# From the rule that is easiest to relax to the one that is hardest: the order in which relaxing is proposed.
OPEN_RULES = ("ready", "format", "place", "language", "gender", "programme")


def open_rules(mentees: Encoded, mentors: Encoded, rules: Rules) -> dict[str, Allowed]:
    """For each open rule, whether the pair keeps it (arrays laid across each other or side by side)."""
    every = np.ones(np.broadcast_shapes(mentees.ready.shape, mentors.ready.shape), dtype=bool)
    kept = {
        "ready": mentees.ready & mentors.ready,
        "format": _not_apart(mentees.formats, mentors.formats) if rules.same_format else every,
        "place": _same_place(mentees, mentors) if rules.same_place else every,
        "language": in_common(mentees.fluent, mentors.fluent) > 0 if rules.shared_language_level else every,
        "gender": _required(mentees, mentors) & _required(mentors, mentees),
        "programme": mentees.programme == mentors.programme,
    }
    return {rule: kept[rule] & every for rule in OPEN_RULES}


def _not_apart(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Allowed:
    """Something in common, or one of the two has not told."""
    either_silent = ~(one.any(axis=0) & other.any(axis=0))
    return either_silent | (in_common(one, other) > 0)


def _same_place(mentees: Encoded, mentors: Encoded) -> Allowed:
    return (mentees.place == mentors.place) | (mentees.place < 0) | (mentors.place < 0)


def _required(asking: Encoded, asked: Encoded) -> Allowed:
    """A required gender must be known to be met: for the sake of safety silence is not enough here."""
    return ~asking.gender_strict | (asking.wants_gender == 0) | ((asking.wants_gender & asked.gender) != 0)


def barred(mentees: Encoded, mentors: Encoded) -> Allowed:
    """Private exclusions of a country, of either side. Never to be shown."""
    return np.asarray((in_common(mentees.bars, mentors.origin) > 0) | (in_common(mentees.origin, mentors.bars) > 0))


def excluded_by_id(mentees: Sequence[Person], mentors: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """(mentee row, mentor column) of every private exclusion of a person, of either side. Never to be shown."""
    for row, column in _excluded_by(mentees, mentors):
        yield row, column
    for column, row in _excluded_by(mentors, mentees):
        yield row, column


def _excluded_by(asking: Sequence[Person], others: Sequence[Person]) -> Iterator[tuple[int, int]]:
    found = defaultdict[str, list[int]](list)
    for position, person in enumerate(others):
        found[person.id.strip().casefold()].append(position)
    for position, person in enumerate(asking):
        for value in said(person.exclude):
            for other in found.get(value.strip().casefold(), ()):
                yield position, other
