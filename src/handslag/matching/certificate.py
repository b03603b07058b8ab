"""Why no other assignment is better: numbers that anybody can check in one pass, without trusting the solver.

What a certificate holds is here; why that is a proof stands in `proof.py`, which does the checking.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pair = tuple[int, int]
Block = tuple[int, Numbers]
FAIRNESS = ("floor", "leximin", "total")


@dataclass(frozen=True)
class Cover:
    """Mentees and mentors, as flags."""

    rows: Flags
    columns: Flags

    def size(self, places: Numbers) -> int:
        """A mentor counts as often as they have places."""
        return int(self.rows.sum()) + sum(places[self.columns].tolist())  # as large as places may be


@dataclass(frozen=True)
class Duals:
    """profit: of each mentee. price: of a place with each mentor. bonus: what a pair is worth beside its score."""

    profit: Numbers
    price: Numbers
    bonus: int


@dataclass(frozen=True)
class Level:
    """Duals of one level of leximin; those of mentees and mentors not named are 0."""

    score: int
    rows: Numbers
    profit: Numbers
    columns: Numbers
    price: Numbers


@dataclass(frozen=True)
class Certificate:
    """An assignment and the proof that it is the best for `fairness`, under the pins and forbidden pairs named.

    most is None for `total` (the duals prove both); above_floor where a pin is the worst pair or nobody is matched.
    floor: the worst score. fingerprint: of all that was asked and answered, see `fingerprint.py`.
    """

    fairness: str
    mentor_of: Numbers
    pinned: tuple[Pair, ...]
    forbidden: tuple[Pair, ...]
    matched: int
    total: int
    floor: int
    fingerprint: int
    most: Cover | None = None
    above_floor: Cover | None = None
    duals: Duals | None = None
    levels: tuple[Level, ...] = ()

    def verify(self, score: ArrayLike, capacity: ArrayLike) -> bool:
        """True only if the assignment keeps every rule and is proved the best for these scores and places."""
        return self.verify_blocks([(0, np.asarray(score))], capacity)

    def verify_blocks(self, blocks: Iterable[Block], capacity: ArrayLike) -> bool:
        """The same for a table too large to hold: blocks of rows (first row, scores), each row once and in order.

        Scores and places are signed integers of any length up to 64 bits; others prove nothing.
        """
        from handslag.matching.kinds import has_right_kinds, whole_numbers
        from handslag.matching.proof import Proof

        try:
            return has_right_kinds(self) and Proof(self, whole_numbers(capacity)).holds(blocks)
        except (IndexError, ValueError, TypeError, AttributeError, OverflowError):  # numbers that do not fit together
            return False
