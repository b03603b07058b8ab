"""Which mentors could take one mentee more, if matched mentees moved on and all kept a mentor."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from handslag.matching.parts import parts_of
from handslag.matching.rules import Allowed
from handslag.matching.table import Table

if TYPE_CHECKING:
    from handslag.matching.scoring.search import Pairs

Numbers = NDArray[np.int64]
CanMove = Callable[[Numbers, Numbers], Allowed]

_NEVER = np.int64(1 << 40)


def reachable(table: Table, mentor_of: Numbers, pinned: frozenset[int]) -> Allowed:
    """Mentors with a place left, and those with a mentee who may move to one of these, and so on back.

    pinned: mentees who may not move.
    """
    matched = np.flatnonzero(mentor_of >= 0)
    reached = np.asarray(table.places > np.bincount(mentor_of[matched], minlength=len(table.places)))
    movable = matched[~np.isin(matched, sorted(pinned))]
    if table.is_whole:
        _spread(reached, mentor_of, movable, lambda rows, new: np.any(table.score[np.ix_(rows, new)] >= 0, axis=1))
        return np.asarray(reached)
    _spread_in_parts(table, reached, mentor_of, movable)
    return np.asarray(reached)


def _spread(reached: Allowed, mentor_of: Numbers, movable: Numbers, can_move: CanMove) -> None:
    """Breadth first, backwards from those reached. can_move: which of the mentees may go to one of the mentors."""
    new = np.flatnonzero(reached)
    while len(new) and len(movable):
        moves = can_move(movable, new)
        behind = np.unique(mentor_of[movable[moves]])
        new = behind[~reached[behind]]
        reached[new] = True
        movable = movable[~moves]


def _spread_in_parts(table: Table, reached: Allowed, mentor_of: Numbers, movable: Numbers) -> None:
    """The same without a table of all pairs, a part at a time."""
    from handslag.matching.scoring.search import closed_within, pairs_above, pairs_to_score

    for part in parts_of(table.rows, table.columns, table.places, table.criteria.rules):
        pairs = pairs_to_score(
            table.rows.take(part.mentees),
            table.columns.take(part.mentors),
            table.criteria,
            closed_within(part.mentees, part.mentors, table.closed),
        )
        here = reached[part.mentors]
        _spread(
            here,
            np.searchsorted(part.mentors, np.maximum(mentor_of[part.mentees], part.mentors[0])),
            np.searchsorted(part.mentees, np.intersect1d(part.mentees, movable)),
            partial(_can_move, pairs, pairs_above),
        )
        reached[part.mentors] = here


def _can_move(pairs: "Pairs", pairs_above: Callable[..., Any], rows: Numbers, new: Numbers) -> Allowed:
    limit = np.full(pairs.mentors, _NEVER)
    limit[new] = 0
    start, _, _ = pairs_above(pairs, rows, np.full(pairs.mentees, -1), limit, at_least=0, most=1)
    return np.asarray(np.diff(start)[rows] > 0)
