"""Why a mentee got no mentor, and which single rule would have to give way.

Private exclusions are closed pairs like any that the team forbids: no reason names them, and no rule whose
relaxing is proposed touches them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import LEVELS, NOT_SAID
from handslag.matching.people import Person
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
    """One rule whose relaxing would give the mentee a mentor and take none from anybody else.

    rule: `places` (one place more with this mentor), or an open rule. to: for `language` the level that would
    do. mentor: the best mentor that it would bring within reach; the pair may still come out otherwise.
    """

    rule: str
    mentor: str
    to: str | None = None


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
    within_reach = _within_reach(table, mentor_of, pinned)
    explained = []
    for row in rows:
        mentee = table.rows.take(np.array([row]))
        kept = open_rules(mentee, table.columns, table.criteria.rules)
        explained.append(
            Unmatched(
                table.mentees[row].id,
                _reasons(table, row, kept),
                _relaxations(table, row, kept, within_reach),
            )
        )
    return tuple(explained)


def _reasons(table: Table, row: int, kept: dict[str, Allowed]) -> tuple[str, ...]:
    has_places = table.places > 0
    if not table.mentees[row].ready:
        return ("not_ready",)
    if not has_places.any():
        return ("no_mentor",)
    if ((table.score[row] >= 0) & has_places).any():
        return ("no_place_left",)
    reasons = tuple(_NO_MENTOR_KEEPS[rule] for rule in OPEN_RULES if not (kept[rule] & has_places).any())
    return reasons or ("no_mentor_fits",)


def _within_reach(table: Table, mentor_of: NDArray[np.int64], pinned: frozenset[int]) -> Allowed:
    """Mentors with a place, or who would have one if matched mentees moved on and all kept a mentor."""
    matched = np.flatnonzero(mentor_of >= 0)
    load = np.bincount(mentor_of[matched], minlength=len(table.places))
    reached = table.places > load
    movable = np.array([row for row in matched.tolist() if row not in pinned], dtype=np.int64)
    newly = reached.copy()
    while newly.any() and len(movable):
        can_move = (table.score[np.ix_(movable, np.flatnonzero(newly))] >= 0).any(axis=1)
        newly = np.zeros_like(reached)
        newly[mentor_of[movable[can_move]]] = True
        newly &= ~reached
        reached |= newly
        movable = movable[~can_move]
    return reached


def _relaxations(table: Table, row: int, kept: dict[str, Allowed], within_reach: Allowed) -> tuple[Relaxation, ...]:
    not_closed = np.array([(row, column) not in table.closed for column in range(len(table.mentors))])
    found = []
    full = (table.score[row] >= 0) & ~within_reach
    if full.any():
        found.append(Relaxation("places", table.mentors[_best(table, row, full)].id))
    for rule in OPEN_RULES:
        others = [kept[other] for other in OPEN_RULES if other != rule]
        opened = np.logical_and.reduce([*others, ~kept[rule], not_closed, within_reach])
        if not opened.any():
            continue
        if rule == "language":
            found.append(_language_relaxation(table, row, opened))
        else:
            found.append(Relaxation(rule, table.mentors[_best(table, row, opened)].id))
    return tuple(found)


def _language_relaxation(table: Table, row: int, opened: Allowed) -> Relaxation:
    """The smallest step down that helps: the highest level that the mentee has in common with anybody."""
    levels = [
        _common_level(table.mentees[row], table.mentors[column]) if is_open else -1
        for column, is_open in enumerate(opened.tolist())
    ]
    highest = max(levels)
    best = _best(table, row, opened & (np.array(levels) == highest))
    return Relaxation("language", table.mentors[best].id, to=LEVELS[highest])


def _common_level(one: Person, other: Person) -> int:
    """The best lower level among the languages of both, as a position in LEVELS; 0 where they share none."""
    both = set(one.languages) & set(other.languages)
    return max((min(_level(one, code), _level(other, code)) for code in both), default=0)


def _level(person: Person, language: str) -> int:
    level = person.languages[language]
    return LEVELS.index(level) if level and level != NOT_SAID else len(LEVELS) - 1


def _best(table: Table, row: int, columns: Allowed) -> int:
    """The column with the highest score, rules aside; the first id where several are equal."""
    candidates = np.flatnonzero(columns)
    mentee = table.rows.take(np.full(len(candidates), row))
    score = score_of(mentee, table.columns.take(candidates), table.criteria)
    return int(candidates[np.argmax(score)])
