"""The solver on lists of candidates: what `assign` uses for whole tables, and column generation for large programmes.

Three questions, each answered with the numbers that prove the answer *on the lists given*:

1. `most_pairs`: how many mentees can be matched, proved by a cover (Koenig).
2. `highest_floor`: how good the worst pair can be while as many are matched, proved by a smaller cover.
3. `highest_total`: the best matching, most pairs first, then total; proved by profits and prices.

Column generation (Gilmore and Gomory 1961; for assignment Barr, Glover and Klingman 1977) for programmes whose whole
table is too large: give each mentee a few dozen candidates, ask, test the proof on *all* allowed pairs, add the pairs
that break it to the lists, ask again with what was found as `start`, until no pair breaks it. Which pair breaks what:

    most_pairs     not (row_cover[i] or column_cover[j])
    highest_floor  score > floor and not (row_cover[i] or column_cover[j])
    highest_total  score >= floor and bonus + score > profit[i] + price[j]

A pinned mentee gets an empty list and the mentor one place less; a pinned pair that is the worst caps the floor.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.solver.auction import mentees_bid, places_bid
from handslag.matching.solver.cardinality import drop_below, grow, take_best_spare_places
from handslag.matching.solver.floor import ceiling, raise_floor
from handslag.matching.solver.graph import (
    NOBODY,
    Flags,
    Links,
    Numbers,
    Pairs,
    at_or_above,
    by_column,
    copy_links,
    link_all,
    no_links,
)
from handslag.matching.solver.limits import bonus_for
from handslag.matching.solver.paths import State, fill_places, place_mentees, room_for, settle_rows

__all__ = [
    "Candidates",
    "Floor",
    "Matching",
    "Priced",
    "best_start",
    "bonus_for",
    "highest_floor",
    "highest_total",
    "most_pairs",
]


_MENDED = 20  # measured: up to one new pair for so many rows


@dataclass(frozen=True)
class Candidates:
    """Allowed pairs by mentee: those of row i lie at row_start[i] to row_start[i + 1].

    row_start: int64, (mentees + 1,). column: int32 and score: int64, >= 0, (pairs,). No pair stands twice; the order
    within a row is free, but decides between equals (columns in ascending order: the lowest index wins).
    """

    row_start: Numbers
    column: NDArray[np.int32]
    score: Numbers


@dataclass(frozen=True)
class Matching:
    """`mentor_of`: int64, -1 unmatched. Every candidate has its row or its column in the cover, whose size (a column
    counts as often as it has places) is the number of pairs: so no matching has more."""

    mentor_of: Numbers
    row_cover: Flags
    column_cover: Flags

    @property
    def matched(self) -> int:
        return int((self.mentor_of != NOBODY).sum())


@dataclass(frozen=True)
class Floor:
    """The highest floor: `matching` uses only scores >= floor. The cover holds every candidate with a score above the
    floor and is smaller than the number of pairs: so nobody can match as many with a better worst pair.

    Where the floor was capped (`at_most`) and could be reached, there is no cover (both None): nothing to prove.
    """

    floor: int
    mentor_of: Numbers
    row_cover: Flags | None
    column_cover: Flags | None


@dataclass(frozen=True)
class Priced:
    """The highest total among the matchings with the most pairs, with duals:

    profit[i] >= 0, and 0 where i is unmatched; price[j] >= 0, and 0 where j has a spare place;
    profit[i] + price[j] >= bonus + score for every candidate at or above the floor, with equality for each pair.
    """

    mentor_of: Numbers
    profit: Numbers
    price: Numbers
    bonus: int


def most_pairs(candidates: Candidates, capacity: Numbers, *, start: Numbers | None = None) -> Matching:
    """A matching with the most pairs, by augmenting paths. start: a mentor_of to begin with."""
    pairs = _pairs(candidates, capacity)
    links = _links(pairs, start)
    take_best_spare_places(pairs, links)
    dead_row, dead_column = _flags(pairs)
    grow(pairs, links, 0, len(dead_row), dead_row, dead_column)
    return Matching(links.mentor_of, ~dead_row, dead_column)


def highest_floor(candidates: Candidates, capacity: Numbers, most: Matching, *, at_most: int | None = None) -> Floor:
    """The highest worst score of a matching with as many pairs as `most` (found on the same candidates)."""
    pairs = _pairs(candidates, capacity)
    if most.matched == 0:
        return Floor(0, most.mentor_of, None, None)
    links, trial = _links(pairs, most.mentor_of), _links(pairs, None)
    dead_row, dead_column = _flags(pairs)
    high = int(ceiling(pairs, most.matched))
    if at_most is not None:
        high = min(high, at_most)
    floor, proved = raise_floor(pairs, links, trial, high, dead_row, dead_column)
    if floor == at_most:
        return Floor(floor, links.mentor_of, None, None)
    if not proved:  # the floor reached the ceiling
        copy_links(links, trial)
        drop_below(pairs, trial, floor + 1)
        unmatched = len(links.mentor_of) - most.matched
        grow(pairs, trial, floor + 1, unmatched, dead_row, dead_column)
    return Floor(int(floor), links.mentor_of, ~dead_row, dead_column)


def highest_total(
    candidates: Candidates,
    capacity: Numbers,
    *,
    bonus: int,
    floor: int = 0,
    start: Matching | Priced,
) -> Priced:
    """Most pairs, then the highest total, among candidates with a score >= floor.

    start: a Matching with as many pairs as these candidates allow, whose cover tells who competes with whom; or a
    Priced of fewer candidates (same bonus, floor not lower), which is repaired, not thrown away.
    """
    pairs = _pairs(candidates, capacity)
    if floor > 0:
        row_start, column, score = at_or_above(pairs, floor)
        pairs = Pairs(row_start, column, score, pairs.capacity)
    if isinstance(start, Priced):
        state = State(_links(pairs, start.mentor_of), start.profit.copy(), start.price.copy(), bonus)
        settle_rows(pairs, state)
    else:
        state = _first_prices(pairs, start, bonus)
    room = room_for(len(state.profit), len(state.price))
    if place_mentees(pairs, state, room):
        fill_places(pairs, by_column(pairs), state, room)
    return Priced(state.links.mentor_of, state.profit, state.price, bonus)


def best_start(anew: Matching | Priced, best: Priced, added: int) -> Matching | Priced:
    """What `highest_total` had better start from after `added` pairs have joined the lists on which `best` was found:
    a few are mended, with many a new auction is quicker the first time, from `anew`; measured, from then on it is not
    (where many scores are nearly equal, many pairs join in each of several rounds): `anew` is the best so far then."""
    return best if _MENDED * added < len(best.profit) else anew


def _first_prices(pairs: Pairs, most: Matching, bonus: int) -> State:
    """Auctions on both sides of the cover of a matching with the most pairs; that matching itself is not kept."""
    rows, columns = len(most.row_cover), len(most.column_cover)
    state = State(_links(pairs, None), np.zeros(rows, np.int64), np.zeros(columns, np.int64), bonus)
    mentees_bid(pairs, state.links, state.profit, state.price, bonus, ~most.row_cover, most.column_cover)
    if most.column_cover.any():
        places_bid(pairs, by_column(pairs), state.links, state.profit, state.price, bonus, most.column_cover)
    return state


def _pairs(candidates: Candidates, capacity: Numbers) -> Pairs:
    """Places: no more than one for each candidate and one that stays spare. Who has none has only closed pairs."""
    capacity = np.minimum(capacity, len(candidates.row_start))
    score = candidates.score
    if not capacity.all():
        score = np.where(capacity[candidates.column] > 0, score, -1)
    if capacity.sum() > 4 * len(candidates.row_start):  # rare, and slow to count
        capacity = np.minimum(capacity, np.bincount(candidates.column, minlength=len(capacity)) + 1)
    return Pairs(candidates.row_start, candidates.column, score, capacity)


def _links(pairs: Pairs, mentor_of: Numbers | None) -> Links:
    links = no_links(len(pairs.row_start) - 1, len(pairs.capacity))
    if mentor_of is not None:
        link_all(pairs, links, mentor_of)
    return links


def _flags(pairs: Pairs) -> tuple[Flags, Flags]:
    return np.zeros(len(pairs.row_start) - 1, np.bool_), np.zeros(len(pairs.capacity), np.bool_)
