"""Shortest augmenting paths with duals, for both sides (Tomizawa 1971; Edmonds and Karp 1972; the form for
assignment is that of Jonker and Volgenant 1987; capacities as in Burkard, Dell'Amico and Martello 2009, chapter 4).

What holds before and after each step, for every open pair (i, j):

    profit[i] + price[j] - bonus - score >= 0     "slack": what the pair loses against what both have now
    ... = 0 for linked pairs, profit >= 0, price >= 0.

What is still to do: unmatched rows with a profit, and spare places with a price. Each step mends one of them along a
path of least slack and makes none, so that at the end profit is 0 for all unmatched rows and price is 0 for all columns
with spare places: then linear programming duality says that no matching is worth more.
"""

from typing import Any, NamedTuple

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, ByColumn, Links, Numbers, Pairs, Whole, link, unlink
from handslag.matching.solver.heap import Heap, heap_for, pop, push


class State(NamedTuple):
    """A matching with its duals, kept between steps and between edits."""

    links: Links
    profit: Numbers
    price: Numbers
    bonus: int


class Room(NamedTuple):
    """Memory for one search: of columns or rows, where it came from, and what it passed (`stamp[...] == round[0]`)."""

    round: Numbers
    heap: Heap
    distance: Numbers
    from_row: Numbers
    from_pair: Numbers
    stamp: Numbers
    entry: Numbers
    entry_stamp: Numbers
    settled: Numbers
    settled_at: Numbers


def room_for(rows: Whole, columns: Whole) -> Room:
    most = max(rows, columns)
    table = np.zeros((8, most + 1), dtype=np.int64)
    return Room(np.zeros(1, dtype=np.int64), heap_for(most), *table)


@compiled
def place_mentee(pairs: Pairs, state: State, room: Room, start: Whole) -> None:
    """Match an unmatched row, or prove that the whole is better without it (or without another, who then gives way).

    Dijkstra over columns. A row on the way, reached at distance d, may give up at d + profit.
    """
    links, profit, price, _ = state
    heap = room.heap
    room.round[0] += 1
    heap.size[0] = 0
    settled: Whole = 0
    d: Whole = np.int64(0)
    i, shortest = start, profit[start]
    end_column: Whole = NOBODY
    end_row = start
    while i != NOBODY:
        if d + profit[i] < shortest:
            shortest, end_column, end_row = d + profit[i], NOBODY, i
        shortest, spare = _reach_columns(pairs, state, room, i, d, shortest)
        if spare != NOBODY:
            end_column = spare
        i = links.after[i] if i != start else NOBODY
        while i == NOBODY and heap.size[0] > 0 and heap.distance[0] < shortest:
            j = pop(heap)
            d = room.distance[j]
            room.settled[settled], room.settled_at[settled] = j, d
            settled += 1
            i = links.first[j]
    profit[start] -= shortest
    for k in range(settled):
        _raise_price(links, profit, price, room.settled[k], shortest - room.settled_at[k])
    if end_column == NOBODY and end_row != start:
        end_column = links.mentor_of[end_row]
        unlink(links, end_row)
    if end_column != NOBODY:
        _move_mentees(links, room, start, end_column)


@compiled
def _reach_columns(pairs: Pairs, state: State, room: Room, i: Whole, d: Whole, limit: Whole) -> Any:
    """From row i, reached at distance d, to its columns nearer than `limit`. A spare place is an end: a new limit."""
    links, profit, price, bonus = state
    now, owed, spare = room.round[0], d + profit[i] - bonus, NOBODY
    for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
        j = pairs.column[e]
        reach = owed + price[j] - pairs.score[e]
        if reach >= limit or pairs.score[e] < 0:
            continue
        inside = room.stamp[j] == now
        if inside and reach >= room.distance[j]:
            continue
        room.stamp[j], room.distance[j], room.from_row[j], room.from_pair[j] = now, reach, i, e
        if links.load[j] < pairs.capacity[j]:
            limit, spare = reach, j
        else:
            push(room.heap, j, reach, inside)
    return limit, spare


@compiled
def _move_mentees(links: Links, room: Room, start: Whole, column: Whole) -> None:
    """Along the path that was found, from its end back: each row takes the place that became free after it."""
    while True:
        i = room.from_row[column]
        left = links.mentor_of[i]
        if left != NOBODY:
            unlink(links, i)
        link(links, i, column, room.from_pair[column])
        if i == start:
            return
        column = left


@compiled
def _raise_price(links: Links, profit: Numbers, price: Numbers, j: Whole, by: Whole) -> None:
    price[j] += by
    i = links.first[j]
    while i != NOBODY:
        profit[i] -= by
        i = links.after[i]


@compiled
def fill_place(pairs: Pairs, by_column: ByColumn, state: State, room: Room, start: Whole) -> None:
    """Give a spare place of column `start` to a mentee, or lower its price to 0 (or that of another, left instead).

    The same search from the other side: Dijkstra over rows. A column on the way, reached at distance d, may keep the
    place that its mentee would leave, at d + price.
    """
    links, profit, price, _ = state
    room.round[0] += 1
    room.heap.size[0] = 0
    settled: Whole = 0
    d: Whole = np.int64(0)
    j, shortest, end_column = start, price[start] + 1, start
    end_row: Whole = NOBODY
    while j != NOBODY:
        room.entry_stamp[j] = room.round[0]
        room.settled[settled], room.settled_at[settled] = j, d
        settled += 1
        if d + price[j] < shortest:
            shortest, end_column, end_row = d + price[j], j, NOBODY
        shortest, unmatched = _reach_rows(pairs, by_column, state, room, j, d, shortest)
        if unmatched != NOBODY:
            end_row = unmatched
        j = _next_column(links, room, shortest)
        if j != NOBODY:
            d = room.distance[room.entry[j]]
    for k in range(settled):
        _raise_price(links, profit, price, room.settled[k], room.settled_at[k] - shortest)
    if end_row == NOBODY:
        if end_column == start:
            return
        end_row = room.entry[end_column]
    _fill_from(links, room, start, end_row)


@compiled
def _reach_rows(pairs: Pairs, by_column: ByColumn, state: State, room: Room, j: Whole, d: Whole, limit: Whole) -> Any:
    """From column j, reached at distance d, to its rows nearer than `limit`. One unmatched is an end: a new limit."""
    links, profit, price, bonus = state
    now, owed, unmatched = room.round[0], d + price[j] - bonus, NOBODY
    for k in range(by_column.start[j], by_column.start[j + 1]):
        i, e = by_column.row[k], by_column.pair[k]
        reach = owed + profit[i] - pairs.score[e]
        if reach >= limit or pairs.score[e] < 0:
            continue
        inside = room.stamp[i] == now
        if inside and reach >= room.distance[i]:
            continue
        mentor = links.mentor_of[i]
        if mentor == NOBODY:
            limit, unmatched = reach, i
        elif room.entry_stamp[mentor] == now:
            continue
        else:
            push(room.heap, i, reach, inside)
        room.stamp[i], room.distance[i], room.from_row[i], room.from_pair[i] = now, reach, j, e
    return limit, unmatched


@compiled
def _next_column(links: Links, room: Room, limit: Whole) -> Whole:
    """The column of the nearest row whose column was not reached yet."""
    while room.heap.size[0] > 0 and room.heap.distance[0] < limit:
        i = pop(room.heap)
        j = links.mentor_of[i]
        if room.entry_stamp[j] != room.round[0]:
            room.entry[j] = i
            return j
    return NOBODY


@compiled
def _fill_from(links: Links, room: Room, start: Whole, row: Whole) -> None:
    """Along the path that was found, from its end back: each column takes the row that the search reached it for."""
    while True:
        column = room.from_row[row]
        if links.mentor_of[row] != NOBODY:
            unlink(links, row)
        link(links, row, column, room.from_pair[row])
        if column == start:
            return
        row = room.entry[column]


@compiled
def settle_row(pairs: Pairs, state: State, i: Whole) -> None:
    """Make row i keep the rules again after its pairs changed: its profit may rise, and then it loses its pair."""
    links, profit, price, bonus = state
    best = np.int64(0)
    for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
        if pairs.score[e] >= 0:
            best = max(best, bonus + pairs.score[e] - price[pairs.column[e]])
    own = links.pair_of[i]
    if own != NOBODY and (pairs.score[own] < 0 or bonus + pairs.score[own] - price[pairs.column[own]] < best):
        unlink(links, i)
    profit[i] = best


@compiled
def settle_rows(pairs: Pairs, state: State) -> None:
    for i in range(len(state.profit)):
        settle_row(pairs, state, i)


@compiled
def place_mentees(pairs: Pairs, state: State, room: Room) -> bool:
    """Every unmatched row with a profit; says whether spare places with a price are left to fill."""
    for i in range(len(state.profit)):
        if state.links.mentor_of[i] == NOBODY and state.profit[i] > 0:
            place_mentee(pairs, state, room, i)
    left = False
    for j in range(len(state.price)):
        left |= state.links.load[j] < pairs.capacity[j] and state.price[j] > 0
    return left


@compiled
def fill_places(pairs: Pairs, by_column: ByColumn, state: State, room: Room) -> None:
    """Every spare place with a price. Afterwards nothing is left to do: the duals prove the matching the best."""
    for j in range(len(state.price)):
        while state.links.load[j] < pairs.capacity[j] and state.price[j] > 0:
            fill_place(pairs, by_column, state, room, j)
