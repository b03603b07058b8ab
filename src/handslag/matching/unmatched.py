"""Why a mentee got no mentor, and which rules would have to give way: a single one, else the fewest together.

Private exclusions are closed pairs like any that the team forbids. No rule whose relaxing is proposed touches them, and
the reasons are worked out as if no pair were closed: they are the same with an exclusion as without.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import Scores
from handslag.matching.codes import LEVELS, NOT_SAID
from handslag.matching.people import Mentee, Mentor
from handslag.matching.reach import reachable
from handslag.matching.rules import OPEN_RULES, Allowed, open_rules
from handslag.matching.table import Table

NO_FREE_MENTOR_FITS = "no_free_mentor_fits"
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


class _Row(NamedTuple):
    """What is asked about an unmatched mentee: arrays with a number or a flag for each mentor."""

    mentee: Mentee
    score: Scores
    """Hard rules aside."""
    kept: dict[str, Allowed]
    """Which of the open rules the pair would keep."""
    may_open: Allowed
    """Whom relaxing an open rule may bring: all who are not closed in any way."""
    level: NDArray[np.int8]
    """The best lower level among the languages of both, as a position in LEVELS; 0 where they share none."""


def explained_unmatched(
    table: Table, mentor_of: NDArray[np.int64], pinned: frozenset[int], tell: Callable[[str], None] = lambda _: None
) -> tuple[Unmatched, ...]:
    """Every unmatched mentee with the reasons, in the order of their ids. pinned: rows that may not move. tell: called
    with a few words as it goes on."""
    rows = np.flatnonzero(mentor_of < 0)
    if not len(rows):
        return ()
    within_reach = reachable(table, mentor_of, pinned)
    explained = []
    for row in _rows(table, rows):
        explained.append(
            Unmatched(row.mentee.id, _reasons(table.places > 0, row), _relaxations(table.mentors, row, within_reach))
        )
        tell(f"looking at who has no mentor: {len(explained)} of {len(rows)}")
    return tuple(explained)


def _rows(table: Table, rows: NDArray[np.int64]) -> Iterator[_Row]:
    levels = _levels_by_language(table.mentors)
    silent = np.zeros(len(table.mentors), np.int8)
    for row, score in zip(rows.tolist(), table.scores_without_rules(rows), strict=True):
        encoded, mentee = table.rows.take(np.array([row])), table.mentees[row]
        kept = open_rules(encoded, table.columns, table.criteria.rules)
        both = [np.minimum(levels[code], _level(said)) for code, said in mentee.languages.items() if code in levels]
        yield _Row(mentee, score, kept, table.may_open(row), np.maximum.reduce([silent, *both]))


def _levels_by_language(mentors: Sequence[Mentor]) -> dict[str, NDArray[np.int8]]:
    levels: dict[str, NDArray[np.int8]] = {}
    for column, mentor in enumerate(mentors):
        for code, level in mentor.languages.items():
            levels.setdefault(code, np.zeros(len(mentors), np.int8))[column] = _level(level)
    return levels


def _level(said: str | None) -> np.int8:
    return np.int8(LEVELS.index(said) if said and said != NOT_SAID else len(LEVELS) - 1)


def _reasons(has_places: Allowed, row: _Row) -> tuple[str, ...]:
    if not row.mentee.ready:
        return ("not_ready",)
    if not has_places.any():
        return ("no_mentor",)
    reasons = tuple(_NO_MENTOR_KEEPS[rule] for rule in OPEN_RULES if not (row.kept[rule] & has_places).any())
    # Whether all who fit are taken or some are closed is not told apart: that would tell of a private exclusion.
    return reasons or (NO_FREE_MENTOR_FITS,)


def _relaxations(mentors: Sequence[Mentor], row: _Row, within_reach: Allowed) -> tuple[Relaxation, ...]:
    broken = {"places": ~within_reach} | {rule: ~row.kept[rule] for rule in OPEN_RULES}
    many = np.add.reduce(list(broken.values()), dtype=np.int8)
    single = row.may_open & (many == 1)
    found = [
        _relaxation(mentors, row, rule, opened) for rule, breaks in broken.items() if (opened := single & breaks).any()
    ]
    return tuple(found) or _together(mentors, row, broken, many)


def _together(
    mentors: Sequence[Mentor], row: _Row, broken: dict[str, Allowed], many: NDArray[np.int8]
) -> tuple[Relaxation, ...]:
    """The fewest rules that do it together, with the best mentor for whom so few do; none where all are closed."""
    fewest = row.may_open & (many == many.min(where=row.may_open, initial=len(broken)))
    if not fewest.any():
        return ()
    best = _best(row, fewest)
    rule, *also = (rule for rule, columns in broken.items() if columns[best])
    to = None if row.kept["language"][best] else LEVELS[row.level[best]]
    return (Relaxation(rule, mentors[best].id, to, int(row.score[best]), tuple(also)),)


def _relaxation(mentors: Sequence[Mentor], row: _Row, rule: str, opened: Allowed) -> Relaxation:
    """With the best of these mentors; for languages with one who makes the smallest step down do."""
    if rule == "language":
        opened = opened & (row.level == row.level.max(where=opened, initial=0))
    best = _best(row, opened)
    to = LEVELS[row.level[best]] if rule == "language" else None
    return Relaxation(rule, mentors[best].id, to, int(row.score[best]))


def _best(row: _Row, columns: Allowed) -> int:
    """The column with the highest score; the first id where several are equal."""
    return int(np.argmax(np.where(columns, row.score, -1)))
