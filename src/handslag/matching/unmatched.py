"""Why a mentee got no mentor, and which rules would have to give way: a single one, else the fewest together.

Private exclusions are closed pairs like any that the team forbids: no reason names them, and no rule whose
relaxing is proposed touches them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import LEVELS, NOT_SAID
from handslag.matching.people import Person
from handslag.matching.reach import reachable
from handslag.matching.rules import OPEN_RULES, Allowed, open_rules
from handslag.matching.table import Table, score_of

_NO_MENTOR_KEEPS = {
    "ready": "no_mentor_ready",
    "format": "no_common_format",
    "place": "no_mentor_in_place",
    "language": "no_shared_language",
    "gender": "required_gender",
    "programme": "no_mentor_in_programme",
}


@dataclass(frozen=True)
class Relaxation:
    """A rule whose relaxing would give the mentee a mentor and take none from anybody else; where no single one does,
    the smallest set of rules that does so together: `rule` and those in `also`.

    rule: `places` (one place more with this mentor), or an open rule. to: for `language` the level that would
    do. mentor: the best mentor that it would bring within reach, and score what the pair would have; the pair may
    still come out otherwise.
    """

    rule: str
    mentor: str
    to: str | None = None
    score: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """A mentee without a mentor: reasons as codes, and relaxations, the easiest first."""

    mentee: str
    reasons: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]


def explained_unmatched(table: Table, mentor_of: NDArray[np.int64], pinned: frozenset[int]) -> tuple[Unmatched, ...]:
    """Every unmatched mentee with the reasons, in the order of their ids. pinned: rows that may not move."""
    rows = np.flatnonzero(mentor_of < 0).tolist()
    if not rows:
        return ()
    within_reach = reachable(table, mentor_of, pinned)
    explained = []
    for row in rows:
        mentee = table.rows.take(np.array([row]))
        kept = open_rules(mentee, table.columns, table.criteria.rules)
        may_meet = table.scores_of_row(row) >= 0
        explained.append(
            Unmatched(
                table.mentees[row].id,
                _reasons(table, row, kept, may_meet),
                _relaxations(table, row, kept, may_meet & ~within_reach, within_reach),
            )
        )
    return tuple(explained)


def _reasons(table: Table, row: int, kept: dict[str, Allowed], may_meet: Allowed) -> tuple[str, ...]:
    has_places = table.places > 0
    if not table.mentees[row].ready:
        return ("not_ready",)
    if not has_places.any():
        return ("no_mentor",)
    if (may_meet & has_places).any():
        return ("no_place_left",)
    reasons = tuple(_NO_MENTOR_KEEPS[rule] for rule in OPEN_RULES if not (kept[rule] & has_places).any())
    return reasons or ("no_mentor_fits",)


def _relaxations(
    table: Table, row: int, kept: dict[str, Allowed], full: Allowed, within_reach: Allowed
) -> tuple[Relaxation, ...]:
    """full: the mentors with whom one place more would do."""
    may_open = table.may_open(row)
    found = []
    if full.any():
        found.append(_relaxation(table, row, "places", full))
    for rule in OPEN_RULES:
        others = [kept[other] for other in OPEN_RULES if other != rule]
        opened = np.logical_and.reduce([*others, ~kept[rule], may_open, within_reach])
        if opened.any():
            found.append(_relaxation(table, row, rule, opened))
    return tuple(found) or _together(table, row, kept, may_open, within_reach)


def _together(
    table: Table, row: int, kept: dict[str, Allowed], may_open: Allowed, within_reach: Allowed
) -> tuple[Relaxation, ...]:
    """The fewest rules that do it together, with the best mentor for whom so few do; none where all are closed."""
    broken = {"places": ~within_reach} | {rule: ~kept[rule] for rule in OPEN_RULES}
    many = np.add.reduce(list(broken.values()), dtype=np.int64)
    fewest = may_open & (many == many.min(where=may_open, initial=len(broken)))
    if not fewest.any():
        return ()
    best, score = _best(table, row, fewest)
    rule, *also = (rule for rule, columns in broken.items() if columns[best])
    to = None
    if not kept["language"][best]:
        to = LEVELS[_common_level(table.mentees[row], table.mentors[best])]
    return (Relaxation(rule, table.mentors[best].id, to, score, tuple(also)),)


def _relaxation(table: Table, row: int, rule: str, opened: Allowed) -> Relaxation:
    """With the best of these mentors; for languages with one who makes the smallest step down do."""
    to = None
    if rule == "language":
        columns = np.flatnonzero(opened)
        levels = np.array([_common_level(table.mentees[row], table.mentors[column]) for column in columns.tolist()])
        opened = np.zeros_like(opened)
        opened[columns[levels == levels.max()]] = True
        to = LEVELS[levels.max()]
    best, score = _best(table, row, opened)
    return Relaxation(rule, table.mentors[best].id, to, score)


def _common_level(one: Person, other: Person) -> int:
    """The best lower level among the languages of both, as a position in LEVELS; 0 where they share none."""
    both = set(one.languages) & set(other.languages)
    return max((min(_level(one, code), _level(other, code)) for code in both), default=0)


def _level(person: Person, language: str) -> int:
    level = person.languages[language]
    return LEVELS.index(level) if level and level != NOT_SAID else len(LEVELS) - 1


def _best(table: Table, row: int, columns: Allowed) -> tuple[int, int]:
    """The column with the highest score, rules aside, and that score; the first id where several are equal."""
    candidates = np.flatnonzero(columns)
    mentee = table.rows.take(np.full(len(candidates), row))
    score = score_of(mentee, table.columns.take(candidates), table.criteria)
    best = int(np.argmax(score))
    return int(candidates[best]), int(score[best])
