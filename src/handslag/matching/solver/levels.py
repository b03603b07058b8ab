"""Climbing the levels of leximin: one score after the other, from the worst up.

The paths know worth, profit and price, all >= 0. That someone *must* be matched (or full) is written as a worth and a
profit (or price) of `MUST` for each such side of a pair; the duals of a level are what lies on top of it.
"""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, ByColumn, Flags, Links, Numbers, Pairs, Whole, unlink
from handslag.matching.solver.paths import Room, State, fill_places, place_mentee

MUST = 2**40
CLOSED = -1
_AT_LEAST = 32  # levels between two clearings


@compiled
def solve_levels(
    work: Pairs,
    columns: ByColumn,
    state: State,
    room: Room,
    score: Numbers,
    order: Numbers,
    level: Whole,
    row_must: Flags,
    column_must: Flags,
) -> Any:
    """Levels above `level`, as far as the list of pairs is worth keeping: the last one; whether it is the end; their
    scores, where the duals of each end, and rows, profits, columns and prices one after another."""
    after = np.searchsorted(score[order], level, side="right")
    ended = False
    levels, ends = np.empty(len(row_must), np.int64), np.zeros((2, len(row_must) + 1), np.int64)
    row_duals, column_duals = np.empty((2, 1024), np.int64), np.empty((2, 1024), np.int64)
    count = 0
    while count < _AT_LEAST or 2 * after < len(order):
        above = next_level(state.links.pair_of, score, level)
        if above < 0:
            ended = True
            break
        level = above
        passed = after
        while score[order[after]] < level:
            after += 1
        level_pairs = after
        while after < len(order) and score[order[after]] == level:
            after += 1
        rows, profits, mentors, prices = solve_level(
            work, columns, state, room, score, order, passed, level_pairs, after, row_must, column_must
        )
        if len(rows) + len(mentors) == 0:  # the score can be avoided altogether
            continue
        row_duals = _with(row_duals, ends[0, count], rows, profits)
        column_duals = _with(column_duals, ends[1, count], mentors, prices)
        ends[0, count + 1], ends[1, count + 1] = ends[0, count] + len(rows), ends[1, count] + len(mentors)
        levels[count] = level
        count += 1
    return (
        level,
        ended,
        levels[:count].copy(),
        ends[0, 1 : count + 1].copy(),
        ends[1, 1 : count + 1].copy(),
        row_duals[0],
        row_duals[1],
        column_duals[0],
        column_duals[1],
    )


@compiled
def open_only(work: Pairs, score: Numbers) -> Any:
    """Row starts, columns, worths and scores of the pairs that are not closed."""
    row_start = np.zeros_like(work.row_start)
    kept = work.score != CLOSED
    for i in range(len(row_start) - 1):
        row_start[i + 1] = row_start[i] + np.sum(kept[work.row_start[i] : work.row_start[i + 1]])
    return row_start, work.column[kept], work.score[kept], score[kept]


@compiled
def _with(found: Any, used: Whole, who: Numbers, dual: Numbers) -> Any:
    """`found` with two more lines of duals behind the first `used`, in more room where it needs it."""
    if used + len(who) > found.shape[1]:
        wider = np.empty((2, 2 * (used + len(who))), np.int64)
        wider[:, :used] = found[:, :used]
        found = wider
    found[0, used : used + len(who)] = who
    found[1, used : used + len(who)] = dual
    return found


@compiled
def next_level(pair_of: Numbers, score: Numbers, level: Whole) -> Whole:
    """The worst score above `level` that is in use, or -1."""
    worst = np.int64(-1)
    for e in pair_of:
        if e != NOBODY and score[e] > level and (worst < 0 or score[e] < worst):
            worst = score[e]
    return worst


@compiled
def solve_level(
    work: Pairs,
    columns: ByColumn,
    state: State,
    room: Room,
    score: Numbers,
    order: Numbers,
    passed: Whole,
    here: Whole,
    after: Whole,
    row_must: Flags,
    column_must: Flags,
) -> Any:
    """One level: order[passed:here] are the pairs passed over, order[here:after] those that cost 1."""
    links, profit, price = state.links, state.profit, state.price
    _open_level(work, links, score, order, passed, here, after)
    for i in range(len(profit)):
        if links.mentor_of[i] == NOBODY and profit[i] > 0:
            place_mentee(work, state, room, i)
    fill_places(work, columns, state, room)
    if not _in_use(links.pair_of, score, score[order[here]]):  # then the level needs no duals
        profit[:] = MUST * row_must
        price[:] = MUST * column_must
    rows = np.flatnonzero(profit != MUST * row_must)
    mentors = np.flatnonzero(price != MUST * column_must)
    row_duals = profit[rows] - MUST * row_must[rows]
    column_duals = price[mentors] - MUST * column_must[mentors]
    _close_what_is_not_tight(work, columns, state, order[here:after], rows, mentors)
    _nail_down(work, columns, state, rows, mentors, row_duals, column_duals, row_must, column_must)
    return rows, row_duals, mentors, column_duals


@compiled
def _open_level(
    work: Pairs, links: Links, score: Numbers, order: Numbers, passed: Whole, here: Whole, after: Whole
) -> None:
    """Close what was passed over; give each pair of the level its cost, and its row another try."""
    for e in order[passed:here]:
        work.score[e] = CLOSED
    for e in order[here:after]:
        if work.score[e] != CLOSED:
            work.score[e] -= 1
    for i in range(len(links.pair_of)):
        if links.pair_of[i] != NOBODY and score[links.pair_of[i]] == score[order[here]]:
            unlink(links, i)


@compiled
def _in_use(pair_of: Numbers, score: Numbers, level: Whole) -> bool:
    found = False
    for e in pair_of:
        found |= e != NOBODY and score[e] == level
    return found


@compiled
def _close_what_is_not_tight(
    work: Pairs, columns: ByColumn, state: State, level_pairs: Numbers, rows: Numbers, mentors: Numbers
) -> None:
    profit, price = state.profit, state.price
    for i in rows:
        for e in range(work.row_start[i], work.row_start[i + 1]):
            if profit[i] + price[work.column[e]] > work.score[e]:
                work.score[e] = CLOSED
    for j in mentors:
        for k in range(columns.start[j], columns.start[j + 1]):
            if profit[columns.row[k]] + price[j] > work.score[columns.pair[k]]:
                work.score[columns.pair[k]] = CLOSED
    for e in level_pairs:
        if work.score[e] != CLOSED:
            i = np.searchsorted(work.row_start, e, side="right") - 1
            work.score[e] = work.score[e] + 1 if profit[i] + price[work.column[e]] == work.score[e] else CLOSED


@compiled
def _nail_down(
    work: Pairs,
    columns: ByColumn,
    state: State,
    rows: Numbers,
    mentors: Numbers,
    row_duals: Numbers,
    column_duals: Numbers,
    row_must: Flags,
    column_must: Flags,
) -> None:
    """Whoever has a positive dual must be used from now on; then all duals start from nothing again."""
    for k in range(len(rows)):
        i = rows[k]
        if row_duals[k] > 0 and not row_must[i]:
            row_must[i] = True
            for e in range(work.row_start[i], work.row_start[i + 1]):
                if work.score[e] != CLOSED:
                    work.score[e] += MUST
        state.profit[i] = MUST * row_must[i]
    for k in range(len(mentors)):
        j = mentors[k]
        if column_duals[k] > 0 and not column_must[j]:
            column_must[j] = True
            for q in range(columns.start[j], columns.start[j + 1]):
                if work.score[columns.pair[q]] != CLOSED:
                    work.score[columns.pair[q]] += MUST
        state.price[j] = MUST * column_must[j]
