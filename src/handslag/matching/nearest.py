"""The best whole set of pairs that is nearest to one at hand: where others would be as good, who is paired stays so.

Each score is multiplied by more than there are mentees, and a pair at hand counts one more: no number of pairs kept
makes up for a point of the total, and among sets of the same total the one wins that keeps the most.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handslag.matching.assign import answered
from handslag.matching.certificate import Duals
from handslag.matching.question import UNMATCHED, Pair, Question, asked
from handslag.matching.solver.limits import ScoresTooLarge, bonus_for

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Priced:
    """worth: of each pair, its score `times` so many, and one more where it is at hand. duals: the proof for these."""

    worth: Numbers
    times: int
    duals: Duals


@dataclass(frozen=True)
class Nearest:
    """mentor_of: the mentor of each mentee, -1 for nobody. priced: None under `leximin`, and with scores too large for
    the multiplication; then it is any set that is as good."""

    question: Question
    mentor_of: Numbers
    priced: Priced | None


def nearest(
    score: ArrayLike, capacity: ArrayLike, at_hand: ArrayLike, *, fairness: str = "floor", pinned: Iterable[Pair] = ()
) -> Nearest:
    """As good as what `assign` finds, in its order of importance, with as many pairs of `at_hand` (of the form of
    `mentor_of`) as that allows. Raises as `assign`."""
    question = asked(score, capacity, fairness, pinned, ())
    if fairness != "leximin":
        try:
            return _nearest(question, np.asarray(at_hand, dtype=np.int64))
        except ScoresTooLarge:
            pass
    return Nearest(question, answered(question).mentor_of, None)


def _nearest(question: Question, at_hand: Numbers) -> Nearest:
    from handslag.matching.lists import lists_of

    times, places = len(at_hand) + 1, question.open_places
    highest = int(question.open_score.max(initial=0)) * times + 1
    bonus = bonus_for(highest, len(at_hand), int(np.minimum(places, len(at_hand)).sum()))
    worth = question.open_score * times
    rows = np.flatnonzero(at_hand != UNMATCHED)
    rows = rows[worth[rows, at_hand[rows]] >= 0]
    worth[rows, at_hand[rows]] += 1
    lists = lists_of(worth, places)
    most = lists.most_pairs()
    if question.fairness == "total":
        best = lists.highest_total(bonus=bonus, start=most)
    else:
        worst = question.pinned_worst
        floor = lists.highest_floor(most, at_most=None if worst is None else worst * times)
        whole = floor.floor // times * times  # of the scores themselves: that a pair stays makes it no better
        best = lists.highest_total(bonus=bonus, floor=whole, start=most)
    for mentee, mentor in question.pinned:
        best.mentor_of[mentee] = mentor
    return Nearest(question, best.mentor_of, Priced(worth, times, Duals(best.profit, best.price, bonus)))
