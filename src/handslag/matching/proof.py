"""Checking a certificate: adding and comparing whole numbers over all pairs, no more. No code of the solver.

Let the open pairs be the allowed pairs that are not forbidden, of mentees who are not pinned, with mentors who have
places left beside their pins; "places" are those left. An assignment is any choice of open pairs within them.

1. Most matched (Koenig 1931). A cover is a set of mentees and mentors such that each open pair has one of the two in
   it. Every pair of an assignment uses a covered mentee, or a place of a covered mentor: so no assignment has more
   pairs than the cover has mentees plus places. Here it has exactly as many as the chosen assignment.
2. Floor. The same, for the open pairs above the floor: their cover is one smaller. So whoever matches as many has a
   pair at the floor or below. (Where a pinned pair is the worst, every assignment has it: nothing to prove.)
3. Total (duality of linear programming; Egervary 1931, Kuhn 1955). Every pair is worth `bonus + score`. Where
   profit >= 0 and price >= 0 are such that profit[i] + price[j] >= bonus + score for each open pair at or above
   the floor, an assignment of such pairs is worth at most sum(profit) + sum(places * price). Here the chosen one is
   worth exactly that. The bonus exceeds its total: so none has more pairs, and none with as many a higher total.
4. Leximin. Level by level from the worst score up; see `leximin_proof.py`.

Each number of a certificate stands in an equation, so that none can be changed alone. Numbers are compared in 64 bits
after they were found to be small enough, and added up in integers of any length: nothing wraps.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from handslag.matching.certificate import Block, Certificate, Cover, Duals, Flags, Numbers, Pair
from handslag.matching.fingerprint import closed, of_block
from handslag.matching.kinds import lie_within, whole_numbers
from handslag.matching.leximin_proof import levels_hold

_LARGEST = 2**62


class Proof:
    """One pass over the table. A `False` anywhere ends it."""

    def __init__(self, certificate: Certificate, capacity: Numbers) -> None:
        self.certificate = certificate
        self.capacity = capacity
        self.places = capacity - np.bincount([j for _, j in certificate.pinned], minlength=len(capacity))
        self.is_open = np.ones(len(certificate.mentor_of), dtype=np.bool_)
        self.is_open[[i for i, _ in certificate.pinned]] = False
        self.chosen = np.empty(0, dtype=np.int64)
        """The scores of the chosen pairs, by row."""
        self.rows_seen = 0
        self.marks = 0

    def holds(self, blocks: Iterable[Block]) -> bool:
        seen = []
        for first, given in blocks:
            score = whole_numbers(given)
            if first != self.rows_seen or not self._block_holds(score, first):
                return False
            if self.certificate.fairness == "leximin":
                seen.append(score)
        if self.rows_seen != len(self.certificate.mentor_of) or not self._assignment_holds() or not self._sums_hold():
            return False
        return self._levels_hold(np.concatenate(seen)) if seen else not self.certificate.levels

    # ---- some rows ----

    def _block_holds(self, score: Numbers, first: int) -> bool:
        """The chosen pairs of these rows are allowed; covers and duals hold for all open pairs of them."""
        certificate = self.certificate
        self.rows_seen += len(score)
        if score.shape != (len(score), len(self.capacity)) or self.rows_seen > len(certificate.mentor_of):
            return False
        if score.max(initial=0) >= _LARGEST:
            return False
        forbidden = [(i - first, j) for i, j in certificate.forbidden if first <= i < self.rows_seen]
        mentor_of = certificate.mentor_of[first : self.rows_seen]
        rows = np.flatnonzero(mentor_of >= 0)
        chosen = score[rows, mentor_of[rows]]
        if (chosen < 0).any() or any(score[pair] < 0 or mentor_of[pair[0]] == pair[1] for pair in forbidden):
            return False
        self.chosen = np.append(self.chosen, chosen)
        self.marks += of_block(score, first)
        open_pairs = self._open_pairs(score, first, forbidden)
        return self._covers_hold(score, open_pairs, first) and self._prices_hold(score, open_pairs, first)

    def _open_pairs(self, score: Numbers, first: int, forbidden: Iterable[Pair]) -> Flags:
        open_pairs = score >= 0
        open_pairs[:, self.places <= 0] = False
        open_pairs[~self.is_open[first : first + len(score)]] = False
        for pair in forbidden:
            open_pairs[pair] = False
        return open_pairs

    def _covers_hold(self, score: Numbers, open_pairs: Flags, first: int) -> bool:
        """1 and 2: no open pair (above the floor) has neither its mentee nor its mentor in the cover."""
        for cover, floor in ((self.certificate.most, -1), (self.certificate.above_floor, self.certificate.floor)):
            if cover is not None:
                bare = ~cover.rows[first : first + len(score)]
                if (open_pairs[bare] & ~cover.columns & (score[bare] > floor)).any():
                    return False
        return True

    def _prices_hold(self, score: Numbers, open_pairs: Flags, first: int) -> bool:
        """3: profit and price make up for every open pair at or above the floor."""
        duals = self.certificate.duals
        if duals is None:
            return True
        if duals.bonus >= _LARGEST:
            return False
        counts = open_pairs if self.certificate.fairness == "total" else open_pairs & (score >= self.certificate.floor)
        left = score + duals.bonus
        left -= duals.price
        return not ((left > duals.profit[first : first + len(score), None]) & counts).any()

    # ---- the whole ----

    def _assignment_holds(self) -> bool:
        """Within the places, as pinned, for this very question; matched, total and floor as stated."""
        certificate, mentor_of = self.certificate, self.certificate.mentor_of
        used = np.bincount(mentor_of[mentor_of >= 0], minlength=len(self.capacity))
        asked = certificate.pinned, certificate.forbidden, certificate.fairness
        fingerprint = closed(self.marks, self.capacity, *asked, mentor_of)
        return bool(
            lie_within((*certificate.pinned, *certificate.forbidden), *self._shape())
            and int((~self.is_open).sum()) == len(certificate.pinned)  # no mentee is named twice
            and (mentor_of >= -1).all()
            and len(used) == len(self.capacity)
            and (used <= self.capacity).all()
            and all(mentor_of[i] == j for i, j in certificate.pinned)
            and certificate.fingerprint == fingerprint
            and certificate.matched == len(self.chosen)
            and certificate.total == sum(self.chosen.tolist())
            and certificate.floor == int(self.chosen.min(initial=_LARGEST) if len(self.chosen) else 0)
        )

    def _shape(self) -> tuple[int, int]:
        return len(self.is_open), len(self.capacity)

    def _sums_hold(self) -> bool:
        """All that this fairness needs is there and no more, and both sides of 1, 2 and 3 are equal."""
        certificate = self.certificate
        matched = certificate.matched - len(certificate.pinned)
        needs_floor = certificate.fairness == "floor" and matched > 0 and self._pinned_worst() != certificate.floor
        return (
            (certificate.most is None) == (certificate.fairness == "total")
            and (certificate.duals is None) == (certificate.fairness == "leximin")
            and (certificate.above_floor is not None or not needs_floor)
            and (certificate.fairness == "floor" or certificate.above_floor is None)
            and self._size_holds(certificate.most, matched)
            and self._size_holds(certificate.above_floor, matched - 1)
            and self._worth_holds(certificate.duals, matched)
        )

    def _size_holds(self, cover: Cover | None, size: int) -> bool:
        return cover is None or (cover.size(self.places) == size and self._fits(cover.rows, cover.columns))

    def _worth_holds(self, duals: Duals | None, matched: int) -> bool:
        """3: what the chosen pairs are worth is what all profits and prices come to (in numbers of any length)."""
        if duals is None:
            return True
        numbers = np.append(duals.profit, duals.price)
        if numbers.min(initial=0) < 0 or numbers.max(initial=0) >= _LARGEST:
            return False
        total = sum(self.chosen[self._open_chosen()].tolist())
        sold = np.flatnonzero(duals.price)
        paid = sum(duals.profit.tolist()) + sum(
            price * places for price, places in zip(duals.price[sold].tolist(), self.places[sold].tolist(), strict=True)
        )
        exceeds = duals.bonus > total if matched else duals.bonus == 1
        return paid == duals.bonus * matched + total and exceeds and self._fits(duals.profit, duals.price)

    def _fits(self, rows: Any, columns: Any) -> bool:
        """One number for each person, and none but 0 where it would count for nothing."""
        return (
            rows.shape == self.is_open.shape
            and columns.shape == self.places.shape
            and not rows[~self.is_open].any()
            and not columns[self.places <= 0].any()
        )

    def _open_chosen(self) -> Flags:
        """Of the chosen pairs, those that are not pinned."""
        return self.is_open[self.certificate.mentor_of >= 0]

    def _pinned_worst(self) -> int | None:
        return min(self.chosen[~self._open_chosen()].tolist(), default=None)

    def _levels_hold(self, score: Numbers) -> bool:
        certificate = self.certificate
        if certificate.most is None:
            return False
        open_pairs = self._open_pairs(score, 0, certificate.forbidden)
        mentor_of = np.where(self.is_open, certificate.mentor_of, -1)
        return levels_hold(certificate.levels, certificate.most, score, open_pairs, self.places, mentor_of)
