"""What comes out for everybody with one mentee paired with this mentor, or that one: exact, for every mentor at once.

One row of what `costs.py` works out for all pairs, from one solve and one search: the chains that end where the mentee
is now. As what is told is the outcome and not a difference, it can be held against any set of pairs, the best or not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.chains import NEVER, Chains, shortest_to, widest_to
from handslag.matching.nearest import Nearest

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNKNOWN = -1


@dataclass(frozen=True)
class Outcomes:
    """The best whole set of pairs in which the mentee has this mentor, a number for each mentor.

    possible: who may be, and has a place beside the pins. matched: how many mentees have a mentor. floor: the worst
    score. total: of all scores. kept: how many pairs at hand stay at most, pins aside. UNKNOWN: for who is not
    possible, and what is another question (see `costs.py`): the floor under `total`, or with one match fewer; total and
    kept under `leximin`, and under `floor` with one match fewer or another floor.
    """

    possible: Flags
    matched: Numbers
    floor: Numbers
    total: Numbers
    kept: Numbers


def outcomes(best: Nearest, row: int) -> Outcomes:
    """row: a mentee who is not pinned; in `best` she is as free as everybody to have anybody."""
    question, chains = best.question, Chains(best.question, best.mentor_of)
    rows = np.flatnonzero(best.mentor_of >= 0)
    worst = int(question.score[rows, best.mentor_of[rows]].min()) if len(rows) else 0
    floor = _floors(chains, row, worst)
    fewer = (floor < 0).astype(np.int64)
    total, kept = _totals(best, chains, row, worst, fewer)
    possible, by_total = chains.possible[row], question.fairness == "total"
    settled = possible & (by_total | (floor == worst)) & (best.priced is not None)
    return Outcomes(
        possible,
        matched=np.where(possible, len(rows) - fewer, UNKNOWN),
        floor=np.where(possible & (not by_total), floor, UNKNOWN),
        total=np.where(settled, total, UNKNOWN),
        kept=np.where(settled, kept, UNKNOWN),
    )


def _floors(chains: Chains, row: int, worst: int) -> Numbers:
    """The highest floor while as many are matched; -1 where fewer are."""
    back = widest_to(chains.widths(worst), int(chains.place[row]))
    return np.where(chains.possible[row], np.minimum(chains.score[row], back[: chains.mentors]), -1)


def _totals(best: Nearest, chains: Chains, row: int, worst: int, fewer: Numbers) -> tuple[Numbers, Numbers]:
    """The highest total, and with that the most pairs kept, where these are no other question."""
    if best.priced is None:
        return fewer, fewer
    worth, times, duals = best.priced.worth, best.priced.times, best.priced.duals
    slack = chains.slack(worth, duals, 0 if best.question.fairness == "total" else worst * times)
    back = shortest_to(chains.lengths(slack, duals), int(chains.place[row]))
    loss = np.minimum(slack[row] + back[: chains.mentors], NEVER)
    rows = np.flatnonzero(chains.free)
    now = int(worth[rows, chains.mentor_of[rows]].sum())
    total, kept = np.divmod(now + duals.bonus * fewer - loss, times)
    return total + sum(int(best.question.score[pin]) for pin in best.question.pinned), kept
