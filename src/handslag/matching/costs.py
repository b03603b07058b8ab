"""What it would cost the whole to force a pair, or to give up one that was chosen: exact, for every pair at once.

To force (i, j), mentee i leaves the mentor they have, takes a place with j, and whoever had it takes another, and so
on: a chain of moves that ends at the place i left, or outside (a spare place, nobody's place). What a chain costs
is the sum of the slacks of its moves under the duals of the certificate, so the cheapest chains between all mentors
(shortest paths of every pair of nodes) give the cost of all pairs together. The worst score along a chain works the
same way with widest paths.

Costs are those of a new best assignment with the pair pinned (or forbidden), against the one at hand, in the order
that decides: fewer people matched; the worst pair weaker; the total lower.

- `total`: `fewer` and `lower_total` are exact. Where a match is lost the total of the others may rise: lower_total < 0.
- `floor`: the first of the three that is not 0 is exact and says what decides; those after it are not worked out and
  are 0. (With one match fewer or another floor the rest is another question: `assign` with the pair pinned tells.)
- `leximin`: as `floor`, without a total: 0, 0, 0 says that the most are matched and the worst pair is as good.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.certificate import Certificate, Duals

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NEVER = 2**60


@dataclass(frozen=True)
class Cost:
    """Arrays of one shape: (mentees, mentors) for forced pairs, (mentees,) for giving up the mentee's own pair."""

    fewer: Numbers
    lower_floor: Numbers
    lower_total: Numbers


@dataclass(frozen=True)
class Costs:
    """`possible`: pairs that may be forced: allowed, not forbidden, the mentee not pinned, a place beside the pins.
    `free`: mentees with a pair that is not pinned. Elsewhere the costs mean nothing and are 0."""

    possible: Flags
    forced: Cost
    free: Flags
    given_up: Cost


def costs(score: Numbers, capacity: Numbers, certificate: Certificate) -> Costs:
    """score, capacity: those that were matched; certificate: of the assignment found."""
    table = _Table(np.asarray(score), np.asarray(capacity), certificate)
    if certificate.fairness == "total":
        forced, given_up = table.cheapest(certificate.duals, 0)
        fewer, lower = table.split(forced)
        fewer_given_up, lower_given_up = table.split(given_up)
        return table.costs((fewer, 0 * fewer, lower), (fewer_given_up, 0 * fewer_given_up, lower_given_up))
    forced_floor, given_up_floor = table.widest()
    fewer, fewer_given_up = (forced_floor < 0).astype(np.int64), (given_up_floor < 0).astype(np.int64)
    down = np.where(fewer > 0, 0, certificate.floor - forced_floor)
    down_given_up = np.where(fewer_given_up > 0, 0, certificate.floor - given_up_floor)
    lower, lower_given_up = 0 * fewer, 0 * fewer_given_up
    if certificate.fairness == "floor":
        forced, given_up = table.cheapest(certificate.duals, certificate.floor)
        lower = np.where((fewer > 0) | (down > 0), 0, forced)
        lower_given_up = np.where((fewer_given_up > 0) | (down_given_up > 0), 0, given_up)
    return table.costs((fewer, down, lower), (fewer_given_up, down_given_up, lower_given_up))


class _Table:
    """The open pairs, who holds which place, and the chains between mentors."""

    def __init__(self, score: Numbers, capacity: Numbers, certificate: Certificate) -> None:
        self.score, self.certificate = score, certificate
        rows, self.mentors = score.shape
        self.places = capacity - np.bincount([j for _, j in certificate.pinned], minlength=self.mentors)
        is_open = np.ones(rows, dtype=np.bool_)
        is_open[[i for i, _ in certificate.pinned]] = False
        self.possible = (score >= 0) & is_open[:, None] & (self.places > 0)
        for pair in certificate.forbidden:
            self.possible[pair] = False
        self.mentor_of = np.where(is_open, certificate.mentor_of, -1)
        self.free = self.mentor_of >= 0
        self.is_open = is_open
        self.load = np.bincount(self.mentor_of[self.free], minlength=self.mentors)
        self.bonus_total = int(score[self.free, self.mentor_of[self.free]].sum())

    def costs(self, forced: tuple[Numbers, ...], given_up: tuple[Numbers, ...]) -> Costs:
        return Costs(
            self.possible,
            Cost(*(np.where(self.possible, part, 0) for part in forced)),
            self.free,
            Cost(*(np.where(self.free, part, 0) for part in given_up)),
        )

    def split(self, cost: Numbers) -> tuple[Numbers, Numbers]:
        """A cost in worth as (fewer matched, lower total): all totals lie within one bonus of each other."""
        assert self.certificate.duals is not None
        bonus = self.certificate.duals.bonus
        fewer = -((self.bonus_total - cost) // bonus)
        return fewer, cost - fewer * bonus

    def cheapest(self, duals: Duals | None, floor: int) -> tuple[Numbers, Numbers]:
        """What forcing each pair, and giving up each chosen one, costs in worth; only pairs from the floor up move."""
        from handslag.matching.solver.exchange import shortest_chains

        assert duals is not None
        outside = self.mentors
        usable = self.possible & (self.score >= floor)
        slack = np.where(usable, duals.profit[:, None] + duals.price - duals.bonus - self.score, _NEVER)
        length = np.full((self.mentors + 1, self.mentors + 1), _NEVER, dtype=np.int64)
        for mentor, rows in self._rows_by_place(outside):
            length[mentor, :outside] = slack[rows].min(axis=0)
            length[mentor, outside] = duals.profit[rows].min()
        length[:outside, outside][self.load < self.places] = 0
        taken = np.flatnonzero(self.load > 0)
        length[outside, taken] = np.minimum(length[outside, taken], duals.price[taken])
        np.fill_diagonal(length, 0)
        shortest_chains(length)
        back = length[:, self._place(outside)].T
        forced = np.minimum(slack + back[:, :outside], _NEVER)
        other = forced.copy()
        own = np.flatnonzero(self.free)
        other[own, self.mentor_of[own]] = _NEVER
        forced[own, self.mentor_of[own]] = 0
        given_up = np.minimum(other.min(axis=1, initial=_NEVER), duals.profit + back[:, outside])
        return forced, given_up

    def widest(self) -> tuple[Numbers, Numbers]:
        """The highest floor with each pair forced or given up while as many are matched; -1 where fewer are.

        Outside is two nodes here: who is unmatched, and places that are spare. A chain between them would change how
        many are matched.
        """
        from handslag.matching.solver.exchange import widest_chains

        floor, unmatched, spare = self.certificate.floor, self.mentors, self.mentors + 1
        score = np.where(self.possible, np.minimum(self.score, floor), -1)
        width = np.full((self.mentors + 2, self.mentors + 2), -1, dtype=np.int64)
        for mentor, rows in self._rows_by_place(unmatched):
            width[mentor, :unmatched] = score[rows].max(axis=0)
            width[mentor, unmatched] = floor
        width[:unmatched, spare][self.load < self.places] = floor
        width[spare, :unmatched][self.load > 0] = floor
        np.fill_diagonal(width, floor)
        widest_chains(width)
        back = width[:, self._place(unmatched)].T
        forced = np.minimum(score, back[:, :unmatched])
        other = forced.copy()
        own = np.flatnonzero(self.free)
        other[own, self.mentor_of[own]] = -1
        forced[own, self.mentor_of[own]] = floor
        given_up = np.maximum(other.max(axis=1, initial=-1), back[:, unmatched])
        return forced, given_up

    def _place(self, outside: int) -> Numbers:
        """Where each row is now."""
        return np.where(self.free, self.mentor_of, outside)

    def _rows_by_place(self, outside: int) -> list[tuple[int, Numbers]]:
        place = self._place(outside)
        rows = np.flatnonzero(self.is_open)
        rows = rows[np.argsort(place[rows], kind="stable")]
        where, starts = np.unique(place[rows], return_index=True)
        return list(zip(where.tolist(), np.split(rows, starts[1:]), strict=True)) if len(rows) else []
