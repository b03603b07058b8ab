"""The theorem and the check of leximin: as few pairs as possible with the worst score, then with the next, and so on.

What the cover proved leaves a face: the open pairs with exactly one side in the cover. An assignment has the most pairs
if and only if it uses pairs of the face alone, and every covered mentee, and every place of a covered mentor ("must").

At each level, in ascending order of the scores that the chosen assignment has, a pair of the face costs 1 if it has
this score, and 0 if it has a higher one or that of a level before. Pairs whose score was passed over are taken out (the
chosen assignment has none, and none has fewer than none). Let profit be >= 0 except for mentees who must, price >= 0
except for mentors who must, and profit[i] + price[j] >= -cost for each pair of the face. Then

    -(cost of an assignment)  <=  sum(profit) + sum(places * price),

since the pairs of an assignment use each mentee and each place at most once, and exactly once where they must. The
chosen assignment meets this with equality. Another one meets it if and only if it uses only pairs with equality (they
are the next face) and all of whoever has a positive profit or price (they must from now on). So the next level compares
all and only those that are as good up to here; after the last one, nothing is better.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handslag.matching.certificate import Cover, Flags, Level, Numbers

_LARGEST = 2**61


def levels_hold(
    levels: Sequence[Level], cover: Cover, score: Numbers, open_pairs: Flags, places: Numbers, mentor_of: Numbers
) -> bool:
    """mentor_of: without pinned mentees."""
    rows = np.flatnonzero(mentor_of >= 0)
    chosen = score[rows, mentor_of[rows]]
    used, counts = np.unique(chosen, return_counts=True)
    if [level.score for level in levels] != used.tolist():
        return False
    face = _Face(score, open_pairs & (cover.rows[:, None] != cover.columns), cover, places)
    return all(face.narrow(level, cost) for level, cost in zip(levels, counts.tolist(), strict=True))


class _Face:
    """The pairs that are left, and who must be used."""

    def __init__(self, score: Numbers, pairs: Flags, cover: Cover, places: Numbers) -> None:
        self.score, self.pairs, self.places = score, pairs, places
        self.row_must, self.column_must = cover.rows.copy(), cover.columns.copy()
        flat = np.flatnonzero(pairs)
        self.by_score = flat[np.argsort(score.flat[flat], kind="stable")]
        self.sorted_scores = score.flat[self.by_score]
        self.passed = 0

    def narrow(self, level: Level, cost: int) -> bool:
        """Check one level, and go on to the face of those that are as good."""
        profit = _spread(level.rows, level.profit, len(self.row_must))
        price = _spread(level.columns, level.price, len(self.places))
        if profit is None or price is None or self._paid(level) != -cost:
            return False
        if (profit[~self.row_must] < 0).any() or (price[~self.column_must] < 0).any():
            return False
        first, last = np.searchsorted(self.sorted_scores, (level.score, level.score + 1))
        self.pairs.flat[self.by_score[self.passed : first]] = False
        self.passed = last
        if not self._keep_equal(level.rows, level.profit[:, None] + price, level.score):
            return False
        if not self._keep_equal((slice(None), level.columns), profit[:, None] + level.price, level.score):
            return False
        same = self.by_score[first:last]
        row, column = np.divmod(same, len(self.places))
        self.pairs.flat[same] &= profit[row] + price[column] == -1
        self.row_must |= profit > 0
        self.column_must |= price > 0
        return True

    def _paid(self, level: Level) -> int:
        """All profits and prices, in numbers of any length."""
        places = self.places[level.columns].tolist()
        return sum(level.profit.tolist()) + sum(
            price * there for price, there in zip(level.price.tolist(), places, strict=True)
        )

    def _keep_equal(self, part: Any, paid: Numbers, score: int) -> bool:
        """Everywhere else profit and price are 0: enough for any cost, and equal where it is 0."""
        left = paid + (self.score[part] == score)
        pairs = self.pairs[part]
        if (pairs & (left < 0)).any():
            return False
        self.pairs[part] = pairs & (left == 0)
        return True


def _spread(who: Numbers, dual: Numbers, count: int) -> NDArray[np.int64] | None:
    """The duals of all; None unless each is named once, with a dual that is not 0 and not so large that sums wrap."""
    if ((dual <= -_LARGEST) | (dual >= _LARGEST)).any():
        return None
    spread = np.zeros(count, dtype=np.int64)
    spread[who] = dual
    return spread if np.count_nonzero(spread) == len(who) == len(dual) and (who >= 0).all() else None
