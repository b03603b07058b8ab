"""Prices to begin with, by auction (Bertsekas 1981): whoever is outbid bids anew, until nobody is left or bids run out.

Mentees bid a small step more than a place is worth to them, as bidders for whom several places are worth the same would
stand still otherwise (Bertsekas 1988). So some pay too much in the end; they give up their place again, and are
left to the shortest paths (`paths.py`), which have a short way to go from there. Where mentees are more than places,
places bid for mentees (forward and reverse auction, Bertsekas and Castanon 1992), without such a step. Who bids is read
from the dead sets of `cardinality.py`: dead rows compete for too few places, all others can be matched.
"""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, ByColumn, Flags, Links, Numbers, Pairs, Whole, link, unlink

_BIDS_EACH = 20  # measured: beyond that, shortest paths are faster
_STEPS = 1024  # from nothing to the highest score; measured: a quarter or four times as many are no better


@compiled
def mentees_bid(
    pairs: Pairs, links: Links, profit: Numbers, price: Numbers, bonus: Whole, dead_row: Flags, dead_column: Flags
) -> None:
    """Rows that are not dead bid for places of columns that are not dead; all of these start unlinked at price 0.

    Each place has a price of its own; a column's price is that of its cheapest place.
    """
    rows, columns = len(profit), len(price)
    first_place = np.zeros(columns + 1, np.int64)
    for j in range(columns):
        first_place[j + 1] = first_place[j] + pairs.capacity[j]
    place_price = np.zeros(first_place[columns], np.int64)
    holder = np.empty(first_place[columns], np.int64)
    taken = np.zeros(columns, np.int64)
    queue = np.flatnonzero(~dead_row)
    head, waiting = 0, len(queue)
    bids = _BIDS_EACH * len(queue)
    step = 1 + _highest(pairs.score) // _STEPS
    pair_of = np.full(rows, NOBODY, np.int64)
    while waiting > 0 and bids > 0:
        i = queue[head]
        head = (head + 1) % len(queue)
        waiting -= 1
        bids -= 1
        best, second, pair = _two_best(pairs, price, bonus, dead_column, i)
        if pair == NOBODY:
            continue
        j = pairs.column[pair]
        if taken[j] < pairs.capacity[j]:
            place = first_place[j] + taken[j]
            taken[j] += 1
        else:
            place = first_place[j] + np.argmin(place_price[first_place[j] : first_place[j + 1]])
            outbid = holder[place]
            pair_of[outbid] = NOBODY
            queue[(head + waiting) % len(queue)] = outbid
            waiting += 1
        holder[place] = i
        pair_of[i] = pair
        place_price[place] += best - second + step
        if taken[j] == pairs.capacity[j]:
            price[j] = np.min(place_price[first_place[j] : first_place[j + 1]])
    for i in np.flatnonzero(~dead_row):
        profit[i], own = _two_best(pairs, price, bonus, dead_column, i)[0], pair_of[i]
        if own != NOBODY and bonus + pairs.score[own] - price[pairs.column[own]] == profit[i]:
            link(links, i, pairs.column[own], own)


@compiled
def _highest(score: Numbers) -> Whole:
    highest = np.int64(0)
    for each in score:
        highest = max(highest, each)
    return highest


@compiled
def _two_best(pairs: Pairs, price: Numbers, bonus: Whole, dead_column: Flags, i: Whole) -> Any:
    """What the best and the second best column leave row i after paying (0 is staying out), and the best one's pair."""
    best, second, pair = np.int64(0), np.int64(0), np.int64(NOBODY)
    for e in range(pairs.row_start[i], pairs.row_start[i + 1]):
        left = bonus + pairs.score[e] - price[pairs.column[e]]
        if left > second and pairs.score[e] >= 0 and not dead_column[pairs.column[e]]:
            if left > best:
                best, second, pair = left, best, np.int64(e)
            else:
                second = left
    return best, second, pair


@compiled
def places_bid(
    pairs: Pairs, by_column: ByColumn, links: Links, profit: Numbers, price: Numbers, bonus: Whole, dead_column: Flags
) -> None:
    """Dead columns lower their prices until mentees come, from prices too high for any."""
    highest = _highest(pairs.score)
    for j in range(len(price)):
        if dead_column[j]:
            price[j] = bonus + highest
    queue = np.empty(len(price), np.int64)
    head, waiting = 0, 0
    bids: Whole = np.int64(0)
    for bidder in np.flatnonzero(dead_column):
        queue[waiting] = bidder
        waiting += 1
        bids += _BIDS_EACH * pairs.capacity[bidder]
    while waiting > 0:
        j = queue[head]
        head = (head + 1) % len(queue)
        waiting -= 1
        while links.load[j] < pairs.capacity[j] and price[j] > 0:
            bids -= 1
            if bids < 0:
                return
            took, left_column = _lower_price(pairs, by_column, links, profit, price, bonus, j)
            if not took:
                break
            if left_column != NOBODY and links.load[left_column] == pairs.capacity[left_column] - 1:
                queue[(head + waiting) % len(queue)] = left_column
                waiting += 1


@compiled
def _lower_price(
    pairs: Pairs, by_column: ByColumn, links: Links, profit: Numbers, price: Numbers, bonus: Whole, j: int
) -> Any:
    """Column j takes the mentee who pays most, at what the next one would pay; (taken or settled?, column left)."""
    best, second, pair, who = np.int64(0), np.int64(0), NOBODY, NOBODY
    for k in range(by_column.start[j], by_column.start[j + 1]):
        i, e = by_column.row[k], by_column.pair[k]
        pays = bonus + pairs.score[e] - profit[i]
        if pays > second and pairs.score[e] >= 0 and links.mentor_of[i] != j:
            if pays > best:
                best, second, pair, who = pays, best, e, i
            else:
                second = pays
    if who != NOBODY and best == second and links.mentor_of[who] != NOBODY:
        return False, NOBODY
    i = links.first[j]
    while i != NOBODY:
        profit[i] += price[j] - second
        i = links.after[i]
    price[j] = second
    if who == NOBODY:
        return True, NOBODY
    left_column = links.mentor_of[who]
    if left_column != NOBODY:
        unlink(links, who)
    profit[who] += best - second
    link(links, who, j, pair)
    return True, left_column
