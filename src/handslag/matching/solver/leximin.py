"""Leximin: as few pairs as possible with the worst score, then with the next, and so on up.

Level by level as in lexicographic bottleneck assignment (Burkard and Rendl 1991; Sokkalingam and Aneja 1998): at each
level a pair with the score in question costs 1, any better one nothing, and the matching is repaired by the same
shortest paths with duals as for totals. What the duals prove is then nailed down: pairs that are not tight are closed,
and rows or columns with a positive dual must be used from then on. So the graph shrinks and most levels are tiny.

This module prepares the pairs that are left to decide and unpacks the duals; `levels.py` climbs the levels.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import Flags, Numbers, Pairs, by_column, link_all, no_links
from handslag.matching.solver.levels import CLOSED, MUST, open_only, solve_levels
from handslag.matching.solver.limits import bonus_for
from handslag.matching.solver.paths import State, room_for
from handslag.matching.solver.sparse import Candidates, Floor, Matching, highest_total

_STEPS = 100

LevelDuals = tuple[int, Numbers, Numbers, Numbers, Numbers]


def fairest(
    score: Numbers, capacity: Numbers, candidates: Candidates, most: Matching, floor: Floor
) -> tuple[Numbers, list[LevelDuals]]:
    """The leximin matching, and (score, rows, profits, columns, prices) of each level.

    score: of the whole table, negative where a pair is not open. candidates: at least the pairs of `floor`, from which
    it starts; the better they are, the fewer the steps. most and floor: proved for the whole table.
    """
    if most.matched == 0:
        return most.mentor_of, []
    start = highest_total(_bent(candidates, floor.floor), capacity, bonus=_bonus(most), start=most)
    row_start, column, value = _face(score, capacity, floor.floor, most.row_cover, most.column_cover)
    work = Pairs(row_start, column, np.full(len(value), MUST, np.int64), capacity)
    links = no_links(len(most.row_cover), len(capacity))
    link_all(work, links, start.mentor_of)
    state = State(links, MUST * most.row_cover.astype(np.int64), MUST * most.column_cover.astype(np.int64), 0)
    return _climb(work, state, value, most.row_cover.copy(), most.column_cover.copy())


def _climb(
    work: Pairs, state: State, score: Numbers, row_must: Flags, column_must: Flags
) -> tuple[Numbers, list[LevelDuals]]:
    """All levels. On the way up more and more pairs are closed; they are left behind when half have been passed."""
    room = room_for(len(row_must), len(column_must))
    found: list[LevelDuals] = []
    level, ended = -1, False
    while not ended:
        small = score.astype(np.uint16) if score.max() < 2**16 else score  # short numbers are sorted much faster
        order = np.argsort(small, kind="stable")
        level, ended, *duals = solve_levels(
            work, by_column(work), state, room, score, order, level, row_must, column_must
        )
        found.extend(_by_level(*duals))
        if not ended:
            row_start, column, worth, score = open_only(work, score)
            links = no_links(len(row_must), len(column_must))
            work = Pairs(row_start, column, worth, work.capacity)
            link_all(work, links, state.links.mentor_of)
            state = State(links, state.profit, state.price, 0)
    return state.links.mentor_of, found


def _bent(candidates: Candidates, floor: int) -> Candidates:
    """Scores that make a bad pair count much more than a good one: their highest total is nearly leximin already."""
    score = candidates.score
    missing = (score.max() - score) * _STEPS // max(1, int(score.max()) - floor)
    return Candidates(candidates.row_start, candidates.column, np.where(score < floor, CLOSED, _STEPS**4 - missing**4))


def _bonus(most: Matching) -> int:
    return bonus_for(_STEPS**4, len(most.mentor_of), len(most.mentor_of))


def _by_level(levels: Numbers, row_ends: Numbers, column_ends: Numbers, *duals: Numbers) -> Iterator[LevelDuals]:
    rows, profit, columns, price = duals
    row, column = 0, 0
    for score, next_row, next_column in zip(levels.tolist(), row_ends.tolist(), column_ends.tolist(), strict=True):
        yield score, rows[row:next_row], profit[row:next_row], columns[column:next_column], price[column:next_column]
        row, column = next_row, next_column


@compiled
def _face(score: Any, capacity: Any, floor: Any, row_cover: Any, column_cover: Any) -> Any:
    """The pairs at or above the floor that a matching with the most pairs can use: one side in the cover, not both."""
    rows, columns = score.shape
    row_start = np.zeros(rows + 1, np.int64)
    column, value = np.empty(score.size, np.int32), np.empty(score.size, np.int64)
    k = 0
    for i in range(rows):
        for j in range(columns):
            if score[i, j] >= floor and row_cover[i] != column_cover[j] and capacity[j] > 0:
                column[k], value[k] = j, score[i, j]
                k += 1
        row_start[i + 1] = k
    return row_start, column[:k].copy(), value[:k].copy()
