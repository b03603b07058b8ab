"""The most pairs, and why there cannot be more.

Augmenting paths found by breadth first search, many in one phase: no column is looked at twice in a phase (Pothen
and Fan 1990, after Hopcroft and Karp 1973). A search that finds nothing, and met nothing of another search of its
phase, has reached a closed set: all its columns are full, of its own rows. No later path can pass through it (Kuhn
1955), so it is dead from then on. The rows outside the dead sets and the columns inside them are Koenig's cover.
"""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, Flags, Links, Pairs, Whole, link, unlink


@compiled
def take_best_spare_places(pairs: Pairs, links: Links) -> None:
    """A first matching: each unmatched row in turn takes the best spare place it is allowed."""
    for i in np.flatnonzero(links.mentor_of == NOBODY):
        best = NOBODY
        for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
            j = pairs.column[e]
            if links.load[j] < pairs.capacity[j] and (best == NOBODY or pairs.score[e] > pairs.score[best]):
                best = e
        if best != NOBODY and pairs.score[best] >= 0:
            link(links, i, pairs.column[best], best)


@compiled
def drop_below(pairs: Pairs, links: Links, threshold: Whole) -> None:
    for i in range(len(links.mentor_of)):
        if links.pair_of[i] != NOBODY and pairs.score[links.pair_of[i]] < threshold:
            unlink(links, i)


@compiled
def grow(pairs: Pairs, links: Links, threshold: Whole, may_fail: Whole, dead_row: Flags, dead_column: Flags) -> Whole:
    """Match more rows by pairs of at least `threshold`; stop when more than `may_fail` rows are proved unmatchable.

    Returns how many were. The dead sets are filled in; all linked pairs must be at or above the threshold.
    """
    rows, columns = len(links.mentor_of), len(pairs.capacity)
    dead_column[:] = False
    stamp, from_row, from_pair = np.zeros((3, columns), np.int64)
    queue = np.empty(columns, np.int64)
    for i in range(rows):  # first, so that whoever has no pair at all is never in the cover
        dead_row[i] = pairs.row_start[i] == pairs.row_start[i + 1]
    waiting = np.flatnonzero((links.mentor_of == NOBODY) & ~dead_row)
    search, failed = 0, dead_row.sum()
    while len(waiting) and failed <= may_fail:
        phase, again = search + 1, 0
        for start in waiting:
            search += 1
            end, reached, met_another = _search(
                pairs, links, threshold, start, phase, search, stamp, from_row, from_pair, queue, dead_column
            )
            if end != NOBODY:
                _augment(links, start, end, from_row, from_pair)
            elif met_another:
                waiting[again] = start
                again += 1
            else:
                failed += 1
                dead_row[start] = True
                _bury(links, queue[:reached], dead_row, dead_column)
                if failed > may_fail:
                    break
        waiting = waiting[:again]
    return failed


@compiled
def _bury(links: Links, reached: Any, dead_row: Flags, dead_column: Flags) -> None:
    for j in reached:
        dead_column[j] = True
        i = links.first[j]
        while i != NOBODY:
            dead_row[i] = True
            i = links.after[i]


@compiled
def _search(
    pairs: Pairs,
    links: Links,
    threshold: Whole,
    start: Whole,
    phase: Whole,
    search: Whole,
    stamp: Any,
    from_row: Any,
    from_pair: Any,
    queue: Any,
    dead_column: Any,
) -> Any:
    """(The spare column that ends a path, or NOBODY; how many columns were reached; whether another search was met.)"""
    i, head, reached, met_another = start, 0, 0, False
    while True:
        for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
            j = pairs.column[e]
            if pairs.score[e] < threshold or dead_column[j] or stamp[j] == search:
                continue
            if stamp[j] >= phase:
                met_another = True
                continue
            stamp[j], from_row[j], from_pair[j] = search, i, e
            if links.load[j] < pairs.capacity[j]:
                return j, reached, met_another
            queue[reached] = j
            reached += 1
        i = links.after[i] if i != start else NOBODY
        while i == NOBODY:
            if head == reached:
                return NOBODY, reached, met_another
            i = links.first[queue[head]]
            head += 1


@compiled
def _augment(links: Links, start: Whole, end: Whole, from_row: Any, from_pair: Any) -> None:
    j = end
    while True:
        i = from_row[j]
        earlier = links.mentor_of[i]
        if earlier != NOBODY:
            unlink(links, i)
        link(links, i, j, from_pair[j])
        if i == start:
            return
        j = earlier
