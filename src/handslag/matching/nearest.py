"""The best whole set of pairs that is nearest to one at hand: where others would be as good, who is paired stays so.

Each score is multiplied by more than there are mentees, and a pair at hand counts one more: no number of pairs kept
makes up for a point of the total, and among sets of the same total the one wins that keeps the most.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handslag.matching.assign import answered
from handslag.matching.lists import lists_of
from handslag.matching.question import UNMATCHED, Pair, Question, asked
from handslag.matching.solver.limits import ScoresTooLarge, bonus_for

Numbers = NDArray[np.int64]


def nearest(
    score: ArrayLike, capacity: ArrayLike, at_hand: ArrayLike, *, fairness: str = "floor", pinned: Iterable[Pair] = ()
) -> Numbers:
    """The mentor of each mentee, -1 for nobody: as good as what `assign` finds, in its order of importance, with as
    many pairs of `at_hand` (of the same form) as that allows.

    Under `leximin`, and with scores too large for the multiplication, any set that is as good. Raises as `assign`.
    """
    question = asked(score, capacity, fairness, pinned, ())
    try:
        mentor_of = _nearest(question, np.asarray(at_hand, dtype=np.int64)) if fairness != "leximin" else None
    except ScoresTooLarge:
        mentor_of = None
    if mentor_of is None:
        return answered(question).mentor_of
    for mentee, mentor in question.pinned:
        mentor_of[mentee] = mentor
    return mentor_of


def _nearest(question: Question, at_hand: Numbers) -> Numbers:
    times, places = len(at_hand) + 1, question.open_places
    highest = int(question.open_score.max(initial=0)) * times + 1
    bonus = bonus_for(highest, len(at_hand), int(np.minimum(places, len(at_hand)).sum()))
    scaled = question.open_score * times
    rows = np.flatnonzero(at_hand != UNMATCHED)
    rows = rows[scaled[rows, at_hand[rows]] >= 0]
    scaled[rows, at_hand[rows]] += 1
    lists = lists_of(scaled, places)
    most = lists.most_pairs()
    if question.fairness == "total":
        return lists.highest_total(bonus=bonus, start=most).mentor_of
    worst = question.pinned_worst
    floor = lists.highest_floor(most, at_most=None if worst is None else worst * times)
    whole = floor.floor // times * times  # of the scores themselves: that a pair stays makes it no better
    return lists.highest_total(bonus=bonus, floor=whole, start=floor).mentor_of
