"""The best whole set of pairs among more people than a table of all pairs has room for.

Column generation (Gilmore and Gomory 1961): each mentee starts with a few dozen candidates; the solver answers on
those lists and gives the numbers that prove its answer; the proof is tested on *all* pairs of the part, and the pairs
that break it join the lists. When none breaks it the answer is the best there is, and is proved.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import UNMATCHED, Pair
from handslag.matching.criteria import Criteria
from handslag.matching.encode import Encoded
from handslag.matching.parts import Part, parts_of
from handslag.matching.rules import barred, open_rules
from handslag.matching.scoring.search import (
    Closed,
    Found,
    Pairs,
    best_of_each,
    closed_within,
    joined,
    pairs_above,
    pairs_to_score,
)
from handslag.matching.solver.sparse import (
    Candidates,
    Matching,
    Numbers,
    Priced,
    best_start,
    bonus_for,
    highest_floor,
    highest_total,
    most_pairs,
)
from handslag.matching.table import score_of

CANDIDATES = 48  # to begin with, a mentee
ADDED = 16  # at most, a mentee and round
_NEVER = np.int64(1 << 60)


@dataclass(frozen=True)
class Choice:
    """The chosen pairs: `mentor_of[i]` is the mentor's number or -1. `proved`: over all pairs, by every level."""

    mentor_of: NDArray[np.int64]
    proved: bool


@dataclass(frozen=True)
class Task:
    """Everybody, encoded. closed: single pairs that may not be. pinned: pairs that hold, checked by the caller."""

    mentees: Encoded
    mentors: Encoded
    places: NDArray[np.int64]
    criteria: Criteria
    closed: Iterable[Pair] = ()
    pinned: Iterable[Pair] = ()
    candidates: int = CANDIDATES


@dataclass
class _PartTask:
    """One part being solved; numbers of people count within the part."""

    part: Part
    task: Task
    closed: Closed
    capacity: Numbers
    lists: Found
    highest: int
    most: Matching
    proved: bool = True

    @property
    def candidates(self) -> Candidates:
        return _candidates(self.lists)

    def add(self, row_limit: Numbers, column_limit: Numbers, *, among: NDArray[np.bool_], at_least: int = 0) -> Numbers:
        """Look at all pairs of the mentees in `among` and list those above the limits; how many of each mentee."""
        rows = np.flatnonzero(among)
        if len(rows) == 0:
            return np.zeros(len(among), np.int64)
        found = pairs_above(
            _pairs(self.part, self.task, self.closed), rows, row_limit, column_limit, at_least=at_least, most=ADDED
        )
        self.lists = joined(self.lists, found)
        return np.diff(found.row_start)


def choose(task: Task, *, tell: Callable[[str], None] = lambda _: None) -> Choice:
    """Most pairs, then the highest floor (if the criteria ask for one), then the highest total.

    Raises ValueError for `leximin`, whose levels nobody has proved yet without a table of all pairs.
    """
    if task.criteria.fairness == "leximin":
        raise ValueError("so many people cannot be matched by leximin; choose fairness floor or total")
    pinned = np.array(sorted(set(task.pinned)), dtype=np.int64).reshape(-1, 2)
    mentor_of = np.full(len(task.mentees.ready), UNMATCHED, dtype=np.int64)
    mentor_of[pinned[:, 0]] = pinned[:, 1]
    left = task.places - np.bincount(pinned[:, 1], minlength=len(task.places))
    parts = parts_of(task.mentees, task.mentors, left, task.criteria.rules, without=pinned[:, 0])
    begun = []
    for number, part in enumerate(parts, start=1):
        begun.append(_begun(part, task, left[part.mentors]))
        tell(f"part {number} of {len(parts)}: {begun[-1].most.matched} of {len(part.mentees)} can be matched")
    floor = _highest_floor(begun, _worst_pinned(task, pinned), tell) if task.criteria.fairness == "floor" else 0
    proved = all(one.proved for one in begun)
    for number, one in enumerate(begun, start=1):
        answer = _highest_total(one, floor)
        proved &= _adds_up(one, answer) and _keeps_rules(one, answer, floor)
        chosen = np.flatnonzero(answer.mentor_of >= 0)
        mentor_of[one.part.mentees[chosen]] = one.part.mentors[answer.mentor_of[chosen]]
        one.lists = _NOTHING
        tell(f"part {number} of {len(begun)}: {len(chosen)} pairs chosen")
    return Choice(mentor_of, proved)


def _begun(part: Part, task: Task, capacity: Numbers) -> _PartTask:
    """The part with its first lists, and as many pairs as can be made."""
    closed = closed_within(part.mentees, part.mentors, task.closed)
    lists = best_of_each(_pairs(part, task, closed), task.candidates)
    highest = int(lists.score.max(initial=0))
    one = _PartTask(part, task, closed, capacity, lists, highest, most_pairs(_candidates(lists), capacity))
    nobody = np.full(len(part.mentees), -1)
    while one.add(nobody, np.where(one.most.column_cover, _NEVER, 0), among=~one.most.row_cover).any():
        one.most = most_pairs(one.candidates, capacity, start=one.most.mentor_of)
    one.proved = _covered_by(one, one.most.row_cover, one.most.column_cover) == one.most.matched
    return one


def _highest_floor(begun: list[_PartTask], floor: int | None, tell: Callable[[str], None]) -> int:
    """The floor of the part that has the lowest, or of the worst pinned pair where that is lower."""
    for one in begun:
        if one.most.matched:
            floor = _floor_of(one, floor)
    tell(f"the worst pair has {floor or 0} points")
    return floor or 0


def _floor_of(one: _PartTask, at_most: int | None) -> int:
    """The part's highest floor, as far as it lies below the one that is reached already."""
    while True:
        found = highest_floor(one.candidates, one.capacity, one.most, at_most=at_most)
        if found.row_cover is None or found.column_cover is None:
            return found.floor
        limit = np.full(len(one.part.mentees), found.floor)
        if not one.add(limit, np.where(found.column_cover, _NEVER, 0), among=~found.row_cover).any():
            one.proved &= _covered_by(one, found.row_cover, found.column_cover) < one.most.matched
            return found.floor


def _highest_total(one: _PartTask, floor: int) -> Priced:
    """All pairs of those who got new ones are looked at again at once, all pairs of everybody when these have none."""
    bonus = bonus_for(one.highest, len(one.part.mentees), int(one.capacity.sum()))
    answer = highest_total(one.candidates, one.capacity, bonus=bonus, floor=floor, start=one.most)
    anew: Matching | Priced = one.most
    among = everybody = np.ones(len(one.part.mentees), bool)
    while True:
        new = one.add(answer.profit - bonus, answer.price, among=among, at_least=floor)
        if new.any():
            start = best_start(anew, answer, int(new.sum()))
            answer = anew = highest_total(one.candidates, one.capacity, bonus=bonus, floor=floor, start=start)
        elif among is everybody:
            return answer
        among = new > 0 if new.any() else everybody


def _adds_up(one: _PartTask, answer: Priced) -> bool:
    """Whether the worth of the pairs is exactly what profits and prices allow at most, with as many pairs as can be.

    That no pair of the part is worth more than profit and price together has been looked at just before.
    """
    matched = np.flatnonzero(answer.mentor_of >= 0)
    worth = sum(_scores_of(one, matched, answer.mentor_of[matched]).tolist()) + answer.bonus * len(matched)
    most = sum(answer.profit.tolist()) + sum((answer.price * one.capacity).tolist())
    used = np.bincount(answer.mentor_of[matched], minlength=len(one.capacity))
    fits = bool((used <= one.capacity).all() and (answer.profit >= 0).all() and (answer.price >= 0).all())
    return fits and worth == most and len(matched) == one.most.matched


def _keeps_rules(one: _PartTask, answer: Priced, floor: int) -> bool:
    """Whether every chosen pair keeps the hard rules, is neither barred nor closed, and is not below the floor."""
    rows = np.flatnonzero(answer.mentor_of >= 0)
    columns = answer.mentor_of[rows]
    mentees, mentors = one.task.mentees.take(one.part.mentees[rows]), one.task.mentors.take(one.part.mentors[columns])
    allowed = np.logical_and.reduce(list(open_rules(mentees, mentors, one.task.criteria.rules).values()))
    allowed = allowed & ~barred(mentees, mentors) & (_scores_of(one, rows, columns) >= floor)
    closed = one.closed
    return bool(allowed.all()) and not any(
        column in closed.column[closed.row_start[row] : closed.row_start[row + 1]]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if closed.row_start[row] < closed.row_start[row + 1]
    )


def _covered_by(one: _PartTask, rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> int:
    """More pairs than this cannot be made among pairs that all lie in these rows and columns."""
    return int(rows.sum() + one.capacity[columns].sum())


def _scores_of(one: _PartTask, rows: Numbers, columns: Numbers) -> Numbers:
    """The scores of these pairs, worked out once more in the readable way."""
    mentees = one.task.mentees.take(one.part.mentees[rows])
    return score_of(mentees, one.task.mentors.take(one.part.mentors[columns]), one.task.criteria)


def _worst_pinned(task: Task, pinned: Numbers) -> int | None:
    if len(pinned) == 0:
        return None
    return int(score_of(task.mentees.take(pinned[:, 0]), task.mentors.take(pinned[:, 1]), task.criteria).min())


def _pairs(part: Part, task: Task, closed: Closed) -> Pairs:
    """Packed anew for each look at all pairs, so that only one part takes up room at a time."""
    return pairs_to_score(task.mentees.take(part.mentees), task.mentors.take(part.mentors), task.criteria, closed)


def _candidates(lists: Found) -> Candidates:
    """As the solver wants them, whose scores are long; so for one part at a time."""
    return Candidates(lists.row_start, lists.column, lists.score.astype(np.int64))


_NOTHING = Found(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))
