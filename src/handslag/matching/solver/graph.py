"""What the algorithms work on: allowed pairs by row and by column, and who is linked to whom."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handslag.matching.solver.compiled import compiled

Numbers = NDArray[np.int64]
Indexes = NDArray[np.int32]
Flags = NDArray[np.bool_]

Whole = Any
"""A whole number of 64 bits, inside a kernel; what Python hands in becomes one."""

NOBODY = -1


class Pairs(NamedTuple):
    """The allowed pairs of row i are row_start[i] to row_start[i + 1]. A pair with a negative score is closed."""

    row_start: Numbers
    column: Indexes
    score: Numbers
    capacity: Numbers


class ByColumn(NamedTuple):
    """The same pairs by column: those of column j are start[j] to start[j + 1], each with its row and its number."""

    start: Numbers
    row: Indexes
    pair: Numbers


class Links(NamedTuple):
    """Who is matched: `pair_of[i]` is the number of row i's pair, or NOBODY; for each column its rows as a list."""

    mentor_of: Numbers
    pair_of: Numbers
    load: Numbers
    first: Numbers
    after: Numbers
    before: Numbers


def no_links(rows: Whole, columns: Whole) -> Links:
    nobody = np.full((4, rows), NOBODY, dtype=np.int64)
    return Links(
        mentor_of=nobody[0],
        pair_of=nobody[1],
        load=np.zeros(columns, dtype=np.int64),
        first=np.full(columns, NOBODY, dtype=np.int64),
        after=nobody[2],
        before=nobody[3],
    )


@compiled
def link(links: Links, row: Whole, column: Whole, pair: Whole) -> None:
    links.mentor_of[row] = column
    links.pair_of[row] = pair
    links.load[column] += 1
    head = links.first[column]
    links.after[row] = head
    links.before[row] = NOBODY
    if head != NOBODY:
        links.before[head] = row
    links.first[column] = row


@compiled
def unlink(links: Links, row: Whole) -> None:
    column = links.mentor_of[row]
    links.mentor_of[row] = NOBODY
    links.pair_of[row] = NOBODY
    links.load[column] -= 1
    earlier, later = links.before[row], links.after[row]
    if earlier == NOBODY:
        links.first[column] = later
    else:
        links.after[earlier] = later
    if later != NOBODY:
        links.before[later] = earlier


@compiled
def link_all(pairs: Pairs, links: Links, mentor_of: Any) -> None:
    """Link each row to the mentor it had, where the two still have an open pair."""
    for i in range(len(mentor_of)):
        if mentor_of[i] != NOBODY:
            for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
                if pairs.column[e] == mentor_of[i] and pairs.score[e] >= 0:
                    link(links, i, mentor_of[i], e)
                    break


@compiled
def copy_links(source: Links, target: Links) -> None:
    target.mentor_of[:] = source.mentor_of
    target.pair_of[:] = source.pair_of
    target.load[:] = source.load
    target.first[:] = source.first
    target.after[:] = source.after
    target.before[:] = source.before


@compiled
def pairs_of_table(score: Any, capacity: Any) -> Any:
    """Row starts, columns and scores of the allowed pairs of a table with mentors who have a place."""
    rows, columns = score.shape
    row_start = np.zeros(rows + 1, np.int64)
    for i in range(rows):
        count = 0
        for j in range(columns):
            count += (score[i, j] >= 0) & (capacity[j] > 0)
        row_start[i + 1] = row_start[i] + count
    column = np.empty(row_start[rows], np.int32)
    value = np.empty(row_start[rows], np.int64)
    k = 0
    for i in range(rows):
        for j in range(columns):
            if score[i, j] >= 0 and capacity[j] > 0:
                column[k] = j
                value[k] = score[i, j]
                k += 1
    return row_start, column, value


@compiled
def at_or_above(pairs: Pairs, floor: Whole) -> Any:
    """The pairs with a score of at least `floor`, in the same order."""
    rows = len(pairs.row_start) - 1
    row_start = np.zeros(rows + 1, np.int64)
    for i in range(rows):
        count = 0
        for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
            count += pairs.score[e] >= floor
        row_start[i + 1] = row_start[i] + count
    column = np.empty(row_start[rows], np.int32)
    value = np.empty(row_start[rows], np.int64)
    k = 0
    for e in range(len(pairs.score)):
        if pairs.score[e] >= floor:
            column[k] = pairs.column[e]
            value[k] = pairs.score[e]
            k += 1
    return row_start, column, value


@compiled
def _by_column(row_start: Any, column: Any, columns: Whole) -> Any:
    start = np.zeros(columns + 1, np.int64)
    for j in column:
        start[j + 1] += 1
    for j in range(columns):
        start[j + 1] += start[j]
    at = start[:-1].copy()
    row = np.empty(len(column), np.int32)
    pair = np.empty(len(column), np.int64)
    for i in range(len(row_start) - 1):
        for e in range(row_start[i], row_start[i + 1]):
            k = at[column[e]]
            at[column[e]] += 1
            row[k] = i
            pair[k] = e
    return start, row, pair


def by_column(pairs: Pairs) -> ByColumn:
    return ByColumn(*_by_column(pairs.row_start, pairs.column, len(pairs.capacity)))
