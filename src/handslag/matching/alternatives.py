"""Other mentors for a mentee: the best by score, and whether they still have a place."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.costs import Costs
from handslag.matching.parts import parts_of
from handslag.matching.table import Table

HOW_MANY = 3

Ranked = tuple[tuple[int, int], ...]
"""(column, score), the best first; ties by id."""


@dataclass(frozen=True)
class WholeCost:
    """What a pair, were it pinned, would cost everybody together; what decides first stands first (see `costs.py`)."""

    fewer_matched: int
    lower_worst: int
    lower_total: int


@dataclass(frozen=True)
class Alternative:
    """Another mentor who may be paired with this mentee; `free` if a place is left after the proposal.

    cost: None where it was not worked out: the mentee is pinned, or the programme is large.
    """

    mentor: str
    score: int
    free: bool
    cost: WholeCost | None = None


def alternatives(
    table: Table, mentor_of: NDArray[np.int64], costs: Costs | None = None
) -> Callable[[int], tuple[Alternative, ...]]:
    """A function from a mentee's row to the mentors next to the chosen one. Who may not meet is never among them."""
    chosen = mentor_of[mentor_of >= 0]
    free = table.places > np.bincount(chosen, minlength=len(table.places))
    best = _best_in_row(table) if table.is_whole else _best_in_parts(table)

    def of(row: int) -> tuple[Alternative, ...]:
        others = [(column, score) for column, score in best(row) if column != mentor_of[row]]
        return tuple(
            Alternative(table.mentors[column].id, score, bool(free[column]), _cost(costs, row, column))
            for column, score in others[:HOW_MANY]
        )

    return of


def _cost(costs: Costs | None, row: int, column: int) -> WholeCost | None:
    if costs is None or not costs.possible[row, column]:
        return None
    forced = costs.forced
    return WholeCost(*(int(part[row, column]) for part in (forced.fewer, forced.lower_floor, forced.lower_total)))


def _best_in_row(table: Table) -> Callable[[int], Ranked]:
    has_places = table.places > 0

    def best(row: int) -> Ranked:
        score = table.score[row]
        possible = np.flatnonzero((score >= 0) & has_places)
        first = possible[np.argsort(-score[possible], kind="stable")][: HOW_MANY + 1]
        return tuple(zip(first.tolist(), score[first].tolist(), strict=True))

    return best


def _best_in_parts(table: Table) -> Callable[[int], Ranked]:
    """The same from one look at all pairs, a part at a time."""
    from handslag.matching.scoring.search import best_of_each, closed_within, pairs_to_score

    columns = np.full((len(table.mentees), HOW_MANY + 1), -1, np.int32)
    scores = np.zeros_like(columns)
    for part in parts_of(table.rows, table.columns, table.places, table.criteria.rules):
        closed = closed_within(part.mentees, part.mentors, table.closed)
        pairs = pairs_to_score(table.rows.take(part.mentees), table.columns.take(part.mentors), table.criteria, closed)
        start, column, score = best_of_each(pairs, HOW_MANY + 1, apart=False)
        row = np.repeat(np.arange(len(part.mentees)), np.diff(start))
        order = np.lexsort((column, -score, row))
        place = np.arange(len(row)) - start[row]
        columns[part.mentees[row], place] = part.mentors[column[order]]
        scores[part.mentees[row], place] = score[order]

    def best(row: int) -> Ranked:
        listed = columns[row] >= 0
        return tuple(zip(columns[row, listed].tolist(), scores[row, listed].tolist(), strict=True))

    return best
