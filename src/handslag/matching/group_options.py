"""Which groups there could be: for each mentor, or two, the sets of mentees who share a language and a theme."""

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from handslag.matching.codes import LEVELS
from handslag.matching.criteria import Criteria
from handslag.matching.encode import Encoded, needed, offered, spoken
from handslag.matching.group_search import Option
from handslag.matching.people import Mentee, Mentor, Person
from handslag.matching.rules import Allowed, barred, excluded_by_id
from handslag.matching.table import Table

LEAST, MOST = 2, 8


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How many mentors every group has, and how few and how many mentees it may have."""

    mentors: int = 1
    least: int = LEAST
    most: int = MOST

    def __post_init__(self) -> None:
        if self.mentors not in (1, 2):
            raise ValueError(f"a group has one mentor or two, not {self.mentors!r}")
        if not LEAST <= self.least <= self.most <= MOST:
            raise ValueError(f"a group has {LEAST} to {MOST} mentees, not {self.least!r} to {self.most!r}")


def options(table: Table, sizes: Sizes, *, until: float | None = None) -> tuple[list[Option], bool]:
    """The possible groups, those of the best mentors first, and whether these are all: at `until`, an instant of
    `time.monotonic`, no others are looked for."""
    found: list[Option] = []
    for of_some in _by_leaders(table, sizes):
        found += of_some
        if until is not None and time.monotonic() >= until:
            return found, False
    return found, True


def _by_leaders(table: Table, sizes: Sizes) -> Iterator[list[Option]]:
    """For each mentor, or two, the largest sets of mentees that share a language and a theme with them.

    What a group is worth depends on its people alone. A set within another one of the same mentors can give nothing
    that the larger one does not, so it is left out.
    """
    allowed = table.score >= 0
    speaks, needs = _by_code(speech(table.mentees, table.criteria)), _by_code(needed(m) for m in table.mentees)
    spoken_by, offers = speech(table.mentors, table.criteria), [offered(mentor) for mentor in table.mentors]
    kept_apart = set(apart(table.mentors, table.columns))
    for leaders in _leaders(_best_first(table, sizes.most), sizes.mentors):
        if leaders in kept_apart:
            continue
        both = frozenset(np.flatnonzero(allowed[:, leaders].all(axis=1)).tolist())
        languages = set.intersection(*(set(spoken_by[column]) for column in leaders))
        themes = {theme for column in leaders for theme in offers[column]}
        sets = {both & speaks.get(code, set()) & needs.get(theme, set()) for code in languages for theme in themes}
        yield [
            Option(leaders, rows, tuple(table.score[np.ix_(rows, leaders)].sum(axis=1).tolist()))
            for rows in _largest(sets, sizes.least)
        ]


def _best_first(table: Table, most: int) -> list[int]:
    """Numbers of the mentors who can lead a group, by what they would be worth with the mentees who fit them best."""
    worth = np.sort(np.maximum(table.score, 0), axis=0)[-most:].sum(axis=0).tolist()
    able = [column for column, mentor in enumerate(table.mentors) if mentor.ready and mentor.places > 0]
    return sorted(able, key=lambda column: (-worth[column], column))


def _leaders(ranked: list[int], mentors: int) -> Iterator[tuple[int, ...]]:
    """Each mentor, or each two with the lower number first: two good ones before a very good and a poor one, so that
    many have been looked at early."""
    if mentors == 1:
        yield from ((column,) for column in ranked)
        return
    for ranks in range(1, 2 * len(ranked) - 2):
        for one in range(max(0, ranks - len(ranked) + 1), (ranks + 1) // 2):
            first, second = sorted((ranked[one], ranked[ranks - one]))
            yield first, second


def level(criteria: Criteria) -> str:
    """A group has to understand each other, also where the programme asks pairs for no common language."""
    return criteria.rules.shared_language_level or LEVELS[1]


def speech(people: Iterable[Person], criteria: Criteria) -> list[list[str]]:
    return [spoken(person, at_least=level(criteria)) for person in people]


def _by_code(codes: Iterable[Collection[str]]) -> dict[str, set[int]]:
    """For each code the numbers of those who have it."""
    found: dict[str, set[int]] = {}
    for number, of_one in enumerate(codes):
        for code in of_one:
            found.setdefault(code, set()).add(number)
    return found


def _largest(sets: Iterable[frozenset[int]], least: int) -> list[tuple[int, ...]]:
    """Those of `least` and more that lie within no other, in an order that is always the same."""
    large = sorted((one for one in sets if len(one) >= least), key=lambda one: (-len(one), sorted(one)))
    kept: list[frozenset[int]] = []
    for one in large:
        if not any(one <= other for other in kept):
            kept.append(one)
    return [tuple(sorted(one)) for one in kept]


def apart(people: Collection[Mentee] | Collection[Mentor], encoded: Encoded) -> list[tuple[int, int]]:
    """Numbers, the lower first, of any two of one side of whom one has excluded the other. Never to be shown."""
    listed: list[Person] = list(people)
    closed: Allowed = barred(encoded.rows(), encoded.columns())
    for one, other in excluded_by_id(listed, listed):
        closed[one, other] = True
    closed |= closed.T
    return [(int(a), int(b)) for a, b in np.argwhere(np.triu(closed, 1))]
