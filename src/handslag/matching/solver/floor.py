"""The highest worst score that as many pairs can have: halving over thresholds (Garfinkel 1971; Burkard,
Dell'Amico and Martello 2009, 6.2), each test starting from the matching of the last one that succeeded."""

from typing import Any

import numpy as np

from handslag.matching.solver.cardinality import drop_below, grow
from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, Flags, Links, Pairs, Whole, copy_links


@compiled
def worst_score(pairs: Pairs, links: Links) -> Whole:
    worst = np.int64(-1)
    for e in links.pair_of:
        if e != NOBODY and (worst < 0 or pairs.score[e] < worst):
            worst = pairs.score[e]
    return worst


@compiled
def ceiling(pairs: Pairs, matched: Whole) -> Whole:
    """`matched` rows need a pair at or above the floor: so it is at most the best score of the last of the rows that
    are easiest to please."""
    rows = len(pairs.row_start) - 1
    best = np.full(rows, -1, np.int64)
    for i in range(rows):
        for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
            best[i] = max(best[i], pairs.score[e])
    return np.sort(best)[rows - matched]


@compiled
def raise_floor(pairs: Pairs, links: Links, trial: Links, high: Whole, dead_row: Flags, dead_column: Flags) -> Any:
    """Turn a matching with the most pairs into one with the highest floor, at most `high`.

    Returns (floor, proved): proved where the dead sets were filled at floor + 1. `trial` is room to work in.
    """
    unmatched = np.sum(links.mentor_of == NOBODY)
    dead_row_then, dead_column_then = np.empty_like(dead_row), np.empty_like(dead_column)
    low, middle, proved = worst_score(pairs, links), high, False
    while low < high:
        copy_links(links, trial)
        drop_below(pairs, trial, middle)
        if grow(pairs, trial, middle, unmatched, dead_row_then, dead_column_then) <= unmatched:
            copy_links(trial, links)
            low = worst_score(pairs, links)
        else:
            high, proved = middle - 1, True
            dead_row[:] = dead_row_then
            dead_column[:] = dead_column_then
        middle = (low + high + 1) // 2
    return min(low, high), proved
