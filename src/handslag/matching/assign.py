"""Choosing the best whole set of pairs from a table of scores, with a certificate that it is the best.

`assign` asks the solver its questions (`lists.py`, and below it `solver/sparse.py`) in the order of importance: the
most pairs, then what the chosen fairness asks for, then the highest total. Each answer comes with the numbers that
prove it; together they are the certificate (`certificate.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handslag.matching.certificate import Certificate, Cover, Duals, Level
from handslag.matching.fingerprint import closed, of_block
from handslag.matching.question import (
    FAIRNESS,
    NOT_ALLOWED,
    UNMATCHED,
    ImpossiblePin,
    Pair,
    Places,
    Question,
    Scores,
    asked,
)
from handslag.matching.solver.limits import ScoresTooLarge, bonus_for

if TYPE_CHECKING:
    from handslag.matching.lists import Lists
    from handslag.matching.solver.sparse import Matching

__all__ = [
    "FAIRNESS",
    "NOT_ALLOWED",
    "UNMATCHED",
    "Assignment",
    "ImpossiblePin",
    "Pair",
    "Places",
    "Scores",
    "ScoresTooLarge",
    "assign",
]


@dataclass(frozen=True)
class Assignment:
    """The chosen pairs: `mentor_of[i]` is the mentor's column for the mentee in row i, or -1."""

    mentor_of: NDArray[np.int64]
    total: int
    matched: int
    certificate: Certificate


def assign(
    score: ArrayLike,
    capacity: ArrayLike,
    *,
    fairness: str = "floor",
    pinned: Iterable[Pair] = (),
    forbidden: Iterable[Pair] = (),
) -> Assignment:
    """Match as many mentees as possible, then fairly, then for the highest total.

    score: integers, shape (mentees, mentors); a negative score means that the two may not be paired.
    capacity: integers >= 0, shape (mentors,): how many mentees each mentor has places for.
    fairness: `floor` makes the worst pair as good as it can be before the total counts; `leximin` then the next worst,
        and so on; `total` does neither. A pinned pair is a pair like any other here: where it is the worst, it sets the
        floor.
    pinned, forbidden: (mentee row, mentor column). A pin holds even where it costs somebody else a match.

    The same input gives the same pairs on every machine. Raises ImpossiblePin, ScoresTooLarge, or ValueError and
    TypeError for input of another kind.
    """
    return answered(asked(score, capacity, fairness, pinned, forbidden))


def answered(question: Question, marks: int | None = None) -> Assignment:
    """marks: of the score table (see `fingerprint.of_block`), where they are known already."""
    from handslag.matching.lists import lists_of

    marks = of_block(question.score, 0) if marks is None else marks
    places = question.open_places
    lists = lists_of(question.open_score, places)
    highest = int(lists.candidates.score.max(initial=0))
    bonus = bonus_for(highest, len(question.open_score), int(np.minimum(places, len(question.open_score)).sum()))

    most = lists.most_pairs()
    if question.fairness == "total":
        best = lists.highest_total(bonus=bonus, start=most)
        return assignment_of(question, marks, best.mentor_of, duals=Duals(best.profit, best.price, bonus))
    most_cover = Cover(most.row_cover, most.column_cover)
    if question.fairness == "leximin":
        return assignment_of(question, marks, *_fairest(question, lists, most), most=most_cover)
    floor = lists.highest_floor(most, at_most=question.pinned_worst)
    best = lists.highest_total(bonus=bonus, floor=floor.floor, start=most)
    above = None
    if floor.row_cover is not None and floor.column_cover is not None:
        above = Cover(floor.row_cover, floor.column_cover)
    duals = Duals(best.profit, best.price, bonus)
    return assignment_of(question, marks, best.mentor_of, most=most_cover, above_floor=above, duals=duals)


def _fairest(question: Question, lists: "Lists", most: "Matching") -> tuple[NDArray[np.int64], tuple[Level, ...]]:
    from handslag.matching.solver.leximin import fairest

    floor = lists.highest_floor(most)
    mentor_of, levels = fairest(question.open_score, question.open_places, lists.candidates, most, floor)
    return mentor_of, tuple(Level(*level) for level in levels)


def assignment_of(
    question: Question,
    marks: int,
    mentor_of: NDArray[np.int64],
    levels: tuple[Level, ...] = (),
    *,
    most: Cover | None = None,
    above_floor: Cover | None = None,
    duals: Duals | None = None,
    open_scores: NDArray[np.int64] | None = None,
) -> Assignment:
    """The pins put back, and everything that was proved in one certificate.

    open_scores: of the pairs that are not pinned, by row, where they are at hand: a large table takes long to look in.
    """
    pinned_scores = [int(question.score[pair]) for pair in question.pinned]
    if open_scores is None:
        rows = np.flatnonzero(mentor_of != UNMATCHED)
        open_scores = question.score[rows, mentor_of[rows]]
    for mentee, mentor in question.pinned:
        mentor_of[mentee] = mentor
    scores = np.append(open_scores, pinned_scores).astype(np.int64)
    total, matched = int(scores.sum()), len(scores)
    certificate = Certificate(
        fairness=question.fairness,
        mentor_of=mentor_of,
        pinned=question.pinned,
        forbidden=question.forbidden,
        matched=matched,
        total=total,
        floor=int(scores.min()) if matched else 0,
        fingerprint=closed(marks, question.capacity, question.pinned, question.forbidden, question.fairness, mentor_of),
        most=most,
        above_floor=above_floor,
        duals=duals,
        levels=levels,
    )
    return Assignment(mentor_of=mentor_of, total=total, matched=matched, certificate=certificate)
