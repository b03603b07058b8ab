"""Shortlists from a whole table: the best pairs of each row, before paying or after, and those that break a proof
found on the shortlists."""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import Flags, Numbers
from handslag.matching.spread import spread

NOTHING = -(2**62)  # less than any pair leaves
_BUCKETS = 512
_SAMPLE = 1024
_CHUNK = 16  # pairs that are passed over together where none of them is wanted
_spread = compiled(spread)


@compiled
def best_of_each(score: Any, capacity: Numbers, most: Any) -> Any:
    """Row starts, columns and scores of the best pairs of each row: about `most`, at most twice as many.

    Rows are cut at a bucket of scores, so that no row is sorted; the very best pair is always among them. Of more
    equals than are wanted each row takes others.
    """
    rows, columns = score.shape
    chunks = -(-columns // _CHUNK)
    row_start = np.zeros(rows + 1, np.int64)
    column, value = np.empty(rows * 2 * most, np.int32), np.empty(rows * 2 * most, np.int64)
    count = np.empty(_BUCKETS, np.int64)
    k = 0
    for i in range(rows):
        highest, bar = _bar(score[i], capacity, most, count)
        full, begin = k + 2 * most, _spread(i, chunks)
        for turn in range(begin, begin + chunks):
            first = turn % chunks * _CHUNK
            if _highest(score[i, first : first + _CHUNK]) < bar:
                continue
            for j in range(first, min(first + _CHUNK, columns)):
                if score[i, j] >= bar and capacity[j] > 0 and (k < full or score[i, j] == highest):
                    k -= k == full
                    column[k], value[k] = j, score[i, j]
                    k += 1
        row_start[i + 1] = k
        _ascending(column[row_start[i] : k], value[row_start[i] : k])
    return row_start, column[:k].copy(), value[:k].copy()


@compiled
def _ascending(column: Any, value: Any) -> None:
    """What was found from the middle on, and then from the beginning, in order."""
    for low in range(1, len(column)):
        if column[low] < column[low - 1]:
            column[:], value[:] = np.roll(column, -low), np.roll(value, -low)
            return


@compiled
def _bar(score: Any, capacity: Numbers, most: Any, count: Any) -> Any:
    """The highest score of a row, and one that about `most` pairs reach, or all; the second is judged by a sample."""
    highest = np.int64(-1)
    for j in range(len(score)):
        highest = max(highest, score[j] if capacity[j] > 0 else np.int64(-1))
    shift = _shift(highest)
    step = 1 + len(score) // _SAMPLE
    count[:] = 0
    for j in range(0, len(score), step):
        if score[j] >= 0 and capacity[j] > 0:
            count[score[j] >> shift] += step
    bar, reached = _BUCKETS, 0
    while bar > 0 and reached < most:
        bar -= 1
        reached += count[bar]
    return highest, bar << shift


@compiled
def _shift(highest: Any) -> Any:
    """How many bits to leave out so that all scores fall into the buckets: a division would take most of the time."""
    shift = np.int64(0)
    while highest >> shift >= _BUCKETS:
        shift += 1
    return shift


@compiled
def _highest(score: Any) -> Any:
    highest = np.int64(-1)
    for each in score:
        highest = max(highest, each)
    return highest


@compiled
def best_after_paying(score: Any, capacity: Numbers, price: Numbers, held: Numbers, most: Any) -> Any:
    """Row starts, columns and scores of the pairs of each row that leave it most (score less price): about `most`, at
    most twice as many and the one it holds. Last: the most that any other pair leaves each row, or nothing.
    """
    rows, columns = score.shape
    row_start = np.zeros(rows + 1, np.int64)
    column, value = np.empty(rows * (2 * most + 1), np.int32), np.empty(rows * (2 * most + 1), np.int64)
    others = np.full(rows, NOTHING, np.int64)
    left, count = np.empty(columns, np.int64), np.empty(_BUCKETS, np.int64)
    k = 0
    for i in range(rows):
        for j in range(columns):
            left[j] = score[i, j] - price[j] if score[i, j] >= 0 and capacity[j] > 0 else NOTHING
        bar, full = _bar_after_paying(left, _shift(_highest(score[i])), most, count), k + 2 * most
        for j in range(columns):
            if left[j] > NOTHING and (j == held[i] or (left[j] >= bar and k < full)):
                column[k], value[k] = j, score[i, j]
                k += 1
            else:
                others[i] = max(others[i], left[j])
        row_start[i + 1] = k
    return row_start, column[:k].copy(), value[:k].copy(), others


@compiled
def _bar_after_paying(left: Numbers, shift: Any, most: Any, count: Any) -> Any:
    """What at least `most` of the pairs leave. Prices may lie far apart, but what matters lies within a score of the
    best."""
    best = np.int64(NOTHING)
    for j in range(len(left)):
        best = max(best, left[j])
    count[:] = 0
    for j in range(len(left)):
        if left[j] > NOTHING:
            count[min((best - left[j]) >> shift, _BUCKETS - 1)] += 1
    bucket, reached = 0, count[0]
    while reached < most and bucket < _BUCKETS - 1:
        bucket += 1
        reached += count[bucket]
    return best - ((bucket + 1) << shift) + 1 if bucket < _BUCKETS - 1 else NOTHING + 1


@compiled
def with_pairs_above(
    listed: Any, score: Any, among: Flags, row_limit: Numbers, column_limit: Numbers, floor: Any, most: Any
) -> Any:
    """The lists, with up to `most` more pairs for each row in `among`: score >= floor, and above row_limit[i] +
    column_limit[j]. No pair of the lists lies above the limits: they come from a proof on the lists.
    """
    row_start, column, value = listed
    rows = len(score)
    new_start = np.zeros(rows + 1, np.int64)
    new_column = np.empty(len(column) + rows * most, np.int32)
    new_value = np.empty(len(column) + rows * most, np.int64)
    k = 0
    for i in range(rows):
        for e in range(row_start[i], row_start[i + 1]):
            new_column[k], new_value[k] = column[e], value[e]
            k += 1
        if among[i]:
            room = slice(k, k + most)
            begin = _spread(i, -(-score.shape[1] // _CHUNK))
            k += _above(begin, score[i], row_limit[i], column_limit, floor, new_column[room], new_value[room])
        new_start[i + 1] = k
    return new_start, new_column[:k].copy(), new_value[:k].copy()


@compiled
def _above(begin: Any, score: Any, row_limit: Any, column_limit: Numbers, floor: Any, column: Any, value: Any) -> Any:
    """The pairs of a row that are above the limits, as many as there is room for; how many these are. begin: the chunk
    that is looked at first."""
    k, chunks = 0, -(-len(score) // _CHUNK)
    for turn in range(begin, begin + chunks):
        first = turn % chunks * _CHUNK
        chunk, limit = score[first : first + _CHUNK], column_limit[first : first + _CHUNK]
        some = np.int64(0)
        for j in range(len(chunk)):
            some += np.int64((chunk[j] >= floor) & (chunk[j] > row_limit + limit[j]))
        if some > 0:
            for j in range(len(chunk)):
                if k < len(column) and chunk[j] >= floor and chunk[j] > row_limit + limit[j]:
                    column[k], value[k] = first + j, chunk[j]
                    k += 1
    return k
