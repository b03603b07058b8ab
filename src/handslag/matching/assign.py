"""Choosing the best whole set of pairs from a table of scores.

Plain scipy for now (docs/decisions/0003-matching-solver-for-now.md); the contract is the one that stays.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

Scores = NDArray[np.int64]
Places = NDArray[np.int64]
Pair = tuple[int, int]

UNMATCHED = -1
NOT_ALLOWED = -1
FAIRNESS = ("floor", "total")
_EXACT_IN_FLOAT = 2**53


class ImpossiblePin(ValueError):
    """A pair was pinned that may not meet, or that its mentor has no place for."""


class ScoresTooLarge(ValueError):
    """Scores so large that the solver could no longer tell two results apart."""


@dataclass(frozen=True)
class Assignment:
    """The chosen pairs: `mentor_of[i]` is the mentor's column for the mentee in row i, or -1."""

    mentor_of: NDArray[np.int64]
    total: int
    matched: int


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
    fairness: `floor` makes the worst pair as good as it can be before the total counts; `total` does not.
        A pinned pair is a pair like any other here: where it is the worst, it sets the floor.
    pinned, forbidden: (mentee row, mentor column). A pin holds even where it costs somebody else a match.

    Raises ImpossiblePin, ScoresTooLarge, or ValueError and TypeError for input of another kind.
    """
    if fairness not in FAIRNESS:
        later = " comes later; until then choose" if fairness == "leximin" else " is not known; choose"
        raise ValueError(f"fairness {fairness!r}{later} one of: {', '.join(FAIRNESS)}")
    allowed_score, places = _checked(score, capacity)
    for mentee, mentor in _pairs(forbidden, allowed_score.shape, "forbidden"):
        allowed_score[mentee, mentor] = NOT_ALLOWED
    pins = _checked_pins(_pairs(pinned, allowed_score.shape, "pinned"), allowed_score, places)

    mentor_of = np.full(allowed_score.shape[0], UNMATCHED, dtype=np.int64)
    pinned_worst = None
    for mentee, mentor in pins:
        mentor_of[mentee] = mentor
        places[mentor] -= 1
        pair_score = int(allowed_score[mentee, mentor])
        pinned_worst = pair_score if pinned_worst is None else min(pinned_worst, pair_score)

    open_rows = np.flatnonzero(mentor_of == UNMATCHED)
    open_score, column_mentor = _one_column_per_place(allowed_score[open_rows], places)
    if fairness == "floor":
        floor = _highest_floor(open_score)
        if pinned_worst is not None:
            floor = min(floor, pinned_worst)
        open_score[open_score < floor] = NOT_ALLOWED
    rows, columns = _most_pairs_then_highest_total(open_score)
    mentor_of[open_rows[rows]] = column_mentor[columns]

    matched_rows = np.flatnonzero(mentor_of != UNMATCHED)
    total = int(allowed_score[matched_rows, mentor_of[matched_rows]].sum())
    return Assignment(mentor_of=mentor_of, total=total, matched=len(matched_rows))


def _checked(score: ArrayLike, capacity: ArrayLike) -> tuple[Scores, Places]:
    """Own copies of the input, of the right kind and shape and small enough to be solved exactly."""
    given_score, given_capacity = np.asarray(score), np.asarray(capacity)
    for name, given in (("score", given_score), ("capacity", given_capacity)):
        if given.size and not np.issubdtype(given.dtype, np.signedinteger):
            raise TypeError(f"{name} must hold signed integers, not {given.dtype}")
    if given_score.ndim != 2:
        raise ValueError(f"score must have the shape (mentees, mentors), not {given_score.shape}")
    if given_capacity.shape != given_score.shape[1:]:
        raise ValueError(
            f"capacity must have one number per mentor, shape {given_score.shape[1:]}, not {given_capacity.shape}"
        )
    if given_capacity.size and given_capacity.min() < 0:
        raise ValueError("capacity may not be negative")
    best = max(0, int(given_score.max())) if given_score.size else 0
    if _largest_step(best, given_score.shape[0]) >= _EXACT_IN_FLOAT:
        raise ScoresTooLarge(
            f"a score of {best} among {given_score.shape[0]} mentees is too large to be matched exactly; "
            "use smaller numbers"
        )
    return given_score.astype(np.int64), given_capacity.astype(np.int64)


def _pairs(pairs: Iterable[Pair], shape: tuple[int, ...], name: str) -> list[Pair]:
    """The pairs, each once and in order; an index outside the table is an error, -1 too."""
    unique = sorted({(index(mentee), index(mentor)) for mentee, mentor in pairs})
    for mentee, mentor in unique:
        if not (0 <= mentee < shape[0] and 0 <= mentor < shape[1]):
            raise ValueError(f"{name} pair ({mentee}, {mentor}) lies outside the score table {shape}")
    return unique


def _checked_pins(pins: list[Pair], score: Scores, places: Places) -> list[Pair]:
    mentors_pinned = Counter(mentee for mentee, _ in pins)
    for mentee, mentor in pins:
        if mentors_pinned[mentee] > 1:
            raise ImpossiblePin(f"mentee {mentee} is pinned to more than one mentor")
        if score[mentee, mentor] < 0:
            raise ImpossiblePin(f"mentee {mentee} is pinned to mentor {mentor}, but the two may not be paired")
    used = np.bincount([mentor for _, mentor in pins], minlength=len(places))
    for mentor in np.flatnonzero(used > places).tolist():
        raise ImpossiblePin(f"mentor {mentor} has {used[mentor]} pinned mentees and a capacity of {places[mentor]}")
    return pins


def _one_column_per_place(score: Scores, places: Places) -> tuple[Scores, NDArray[np.int64]]:
    """The table with a column for every place that could be used, and the mentor behind each column."""
    useful = np.minimum(places, (score >= 0).sum(axis=0))
    column_mentor = np.repeat(np.arange(len(places), dtype=np.int64), useful)
    return score[:, column_mentor], column_mentor


def _highest_floor(score: Scores) -> int:
    """The highest worst score that a matching of the most pairs can have (one-to-one table).

    Fewer pairs can be made as the threshold rises, so the last threshold that still allows the most is found
    by halving. Only scores that occur can be the answer.
    """
    most = _most_pairs(score, 0)
    if most == 0:
        return 0
    # Each of `most` mentees needs a pair at or above the floor, so no floor lies above the best score of the
    # mentee who comes last among the `most` easiest to please.
    ceiling = np.sort(score.max(axis=1))[len(score) - most]
    candidates = np.unique(score[(score >= 0) & (score <= ceiling)])
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _most_pairs(score, int(candidates[middle])) == most:
            low = middle
        else:
            high = middle - 1
    return int(candidates[low])


def _most_pairs(score: Scores, threshold: int) -> int:
    """How many pairs can be made from scores at or above the threshold (Hopcroft and Karp)."""
    if score.size == 0:
        return 0
    return int((maximum_bipartite_matching(csr_matrix(score >= threshold)) >= 0).sum())


def _largest_step(best: int, mentees: int) -> int:
    """A bound on every number that `_most_pairs_then_highest_total` lets scipy meet (see there)."""
    return 8 * (best + 1) * (mentees + 1)


def _most_pairs_then_highest_total(score: Scores) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows and columns of the matching with the most pairs and, among those, the highest total.

    Every allowed pair is worth `bonus + score`, any other 0, and scipy finds the assignment of the highest
    worth; pairs that are not allowed are dropped from it. With bonus = best * mentees + 1 one pair more
    outweighs every score there is: all scores of a matching together are at most best * mentees. So most
    pairs come first.

    It is exact although scipy computes in float64. The costs handed over are whole numbers from 0 to
    C = bonus + best, and scipy's method (successive shortest paths with duals u of rows and v of columns)
    only adds, subtracts and compares them. Sums of whole numbers below 2**53 are exact, and none here exceeds
    3 C:
    - The table has at least as many columns as rows (scipy turns it otherwise), so before each step a column
      f is free. A free column has v = 0, so every row has u <= cost[., f] <= C; u starts at 0 and never
      falls. A used column has v = cost - u of its row, hence -C <= v <= 0.
    - The new row's way to f costs at most C, so no distance that is followed exceeds C, and a distance looked
      at is at most (distance followed) + cost - u - v <= C + C - 0 + C.
    - The last step moves u and v by at most C more: |u|, |v| <= 2 C.
    C <= (best + 1) * (mentees + 1), so `_largest_step` bounds 3 C with room to spare; `_checked` refuses the
    rest.
    """
    if score.size == 0:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    best = max(0, int(score.max()))
    bonus = best * score.shape[0] + 1
    worth = np.where(score >= 0, score + bonus, 0)
    rows, columns = linear_sum_assignment((bonus + best - worth).astype(np.float64))
    kept = score[rows, columns] >= 0
    return rows[kept], columns[kept]
