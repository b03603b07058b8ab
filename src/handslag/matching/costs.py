"""What it would cost the whole to force a pair, or to give up one that was chosen: exact, for every pair at once.

To force (i, j), mentee i leaves the mentor they have, takes a place with j, and whoever had it takes another, and so
on: a chain of moves that ends at the place i left, or outside (a spare place, nobody's place). What a chain costs
is the sum of the slacks of its moves under the duals of the certificate, so the cheapest chains between all mentors
(shortest paths of every pair of nodes) give the cost of all pairs together. The worst score along a chain works the
same way with widest paths. `outcomes.py` asks the same for one mentee.

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

from handslag.matching.certificate import Certificate
from handslag.matching.chains import NEVER, Chains
from handslag.matching.question import asked

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Parts = tuple[Numbers, Numbers, Numbers]  # fewer, lower_floor, lower_total


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
    question = asked(score, capacity, certificate.fairness, certificate.pinned, certificate.forbidden)
    chains = Chains(question, certificate.mentor_of)
    if certificate.fairness == "total":
        both = [_split(chains, certificate, cost) for cost in _cheapest(chains, certificate, 0)]
    else:
        lower: tuple[Numbers | int, ...] = (0, 0)
        if certificate.fairness == "floor":
            lower = _cheapest(chains, certificate, certificate.floor)
        both = [
            _in_order(certificate.floor, *one) for one in zip(_widest(chains, certificate.floor), lower, strict=True)
        ]
    forced, given_up = both
    return Costs(chains.possible, _where(chains.possible, forced), chains.free, _where(chains.free, given_up))


def _where(known: Flags, parts: Parts) -> Cost:
    return Cost(*(np.where(known, part, 0) for part in parts))


def _split(chains: Chains, certificate: Certificate, cost: Numbers) -> Parts:
    """A cost in worth as fewer matched and a lower total: all totals lie within one bonus of each other."""
    assert certificate.duals is not None
    rows = np.flatnonzero(chains.free)
    bonus, total = certificate.duals.bonus, int(chains.score[rows, chains.mentor_of[rows]].sum())
    fewer = -((total - cost) // bonus)
    return fewer, 0 * fewer, cost - fewer * bonus


def _in_order(at_hand: int, floor: Numbers, lower_total: Numbers | int) -> Parts:
    """floor: -1 where fewer are matched. What comes after the first that is not 0 is 0."""
    fewer = (floor < 0).astype(np.int64)
    down = np.where(fewer > 0, 0, at_hand - floor)
    return fewer, down, np.where((fewer > 0) | (down > 0), 0, lower_total)


def _cheapest(chains: Chains, certificate: Certificate, floor: int) -> tuple[Numbers, Numbers]:
    """What forcing each pair, and giving up each chosen one, costs in worth; only pairs from the floor up move."""
    from handslag.matching.solver.exchange import shortest_chains

    duals = certificate.duals
    assert duals is not None
    slack = chains.slack(chains.score, duals, floor)
    length = chains.lengths(slack, duals)
    shortest_chains(length)
    back = length[:, chains.place].T
    forced = np.minimum(slack + back[:, : chains.mentors], NEVER)
    other = forced.copy()
    own = np.flatnonzero(chains.free)
    other[own, chains.mentor_of[own]] = NEVER
    forced[own, chains.mentor_of[own]] = 0
    return forced, np.minimum(other.min(axis=1, initial=NEVER), duals.profit + back[:, chains.mentors])


def _widest(chains: Chains, floor: int) -> tuple[Numbers, Numbers]:
    """The highest floor with each pair forced or given up while as many are matched; -1 where fewer are."""
    from handslag.matching.solver.exchange import widest_chains

    width = chains.widths(floor)
    widest_chains(width)
    back = width[:, chains.place].T
    forced = np.where(chains.possible, np.minimum(chains.score, back[:, : chains.mentors]), -1)
    other = forced.copy()
    own = np.flatnonzero(chains.free)
    other[own, chains.mentor_of[own]] = -1
    forced[own, chains.mentor_of[own]] = floor
    return forced, np.maximum(other.max(axis=1, initial=-1), back[:, chains.mentors])
