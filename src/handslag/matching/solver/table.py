"""Shortlists from a whole table: the best pairs of each row, and those that break a proof found on the shortlists."""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import Numbers

_BUCKETS = 256


@compiled
def best_of_each(score: Any, capacity: Numbers, most: Any) -> Any:
    """Row starts, columns and scores of the best pairs of each row: about `most`, at most twice as many.

    Rows are cut at a bucket of scores, so that no row is sorted; the very best pair is always among them.
    """
    rows, columns = score.shape
    row_start = np.zeros(rows + 1, np.int64)
    column, value = np.empty(rows * 2 * most, np.int32), np.empty(rows * 2 * most, np.int64)
    count = np.empty(_BUCKETS, np.int64)
    k = 0
    for i in range(rows):
        highest, bar = _bar(score[i], capacity, most, count)
        full = k + 2 * most
        for j in range(columns):
            if score[i, j] >= bar and capacity[j] > 0 and (k < full or score[i, j] == highest):
                k -= k == full
                column[k], value[k] = j, score[i, j]
                k += 1
        row_start[i + 1] = k
    return row_start, column[:k].copy(), value[:k].copy()


@compiled
def _bar(score: Any, capacity: Numbers, most: Any, count: Any) -> Any:
    """The highest score of a row, and one that at least `most` pairs reach, or all."""
    highest = np.int64(-1)
    for j in range(len(score)):
        if capacity[j] > 0:
            highest = max(highest, score[j])
    width = highest // _BUCKETS + 1
    count[:] = 0
    for j in range(len(score)):
        if score[j] >= 0 and capacity[j] > 0:
            count[score[j] // width] += 1
    bar, reached = _BUCKETS, 0
    while bar > 0 and reached < most:
        bar -= 1
        reached += count[bar]
    return highest, bar * width


@compiled
def with_pairs_above(
    listed: Any, score: Any, capacity: Numbers, row_limit: Numbers, column_limit: Numbers, floor: Any, most: Any
) -> Any:
    """The lists, with up to `most` more pairs for each row: score >= floor and score > row_limit[i] + column_limit[j].

    No pair of the lists lies above the limits: they come from a proof on the lists.
    """
    row_start, column, value = listed
    rows, columns = score.shape
    new_start = np.zeros(rows + 1, np.int64)
    new_column = np.empty(len(column) + rows * most, np.int32)
    new_value = np.empty(len(column) + rows * most, np.int64)
    k = 0
    for i in range(rows):
        for e in range(row_start[i], row_start[i + 1]):
            new_column[k], new_value[k] = column[e], value[e]
            k += 1
        room = k + most
        for j in range(columns):
            if score[i, j] >= floor and score[i, j] > row_limit[i] + column_limit[j] and capacity[j] > 0 and k < room:
                new_column[k], new_value[k] = j, score[i, j]
                k += 1
        new_start[i + 1] = k
    return new_start, new_column[:k].copy(), new_value[:k].copy()
