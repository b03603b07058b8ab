"""What `assign` is asked, checked: scores, places, pins and forbidden pairs."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from handslag.matching.certificate import FAIRNESS

Scores = NDArray[np.int64]
Places = NDArray[np.int64]
Pair = tuple[int, int]

UNMATCHED = -1
NOT_ALLOWED = -1


class ImpossiblePin(ValueError):
    """A pair was pinned that may not meet, or that its mentor has no place for."""


@dataclass(frozen=True)
class Question:
    """`score` as given. `open_score` and `open_places` are what is left to decide: without forbidden pairs, pinned rows
    and the places that pins take. The two score tables may be the same array: `open_score` is never written to."""

    score: Scores
    capacity: Places
    fairness: str
    pinned: tuple[Pair, ...]
    forbidden: tuple[Pair, ...]
    """Only those that would be allowed otherwise."""

    @cached_property
    def open_score(self) -> Scores:
        if not (self.pinned or self.forbidden):
            return self.score
        table = self.score.copy()
        for pair in self.forbidden:
            table[pair] = NOT_ALLOWED
        table[[mentee for mentee, _ in self.pinned]] = NOT_ALLOWED
        return table

    @cached_property
    def open_places(self) -> Places:
        places = self.capacity.copy()
        for _, mentor in self.pinned:
            places[mentor] -= 1
        return places

    @property
    def pinned_worst(self) -> int | None:
        return min((int(self.score[pair]) for pair in self.pinned), default=None)


def asked(
    score: ArrayLike, capacity: ArrayLike, fairness: str, pinned: Iterable[Pair], forbidden: Iterable[Pair]
) -> Question:
    """Raises ImpossiblePin, and ValueError or TypeError for input of another kind."""
    if fairness not in FAIRNESS:
        raise ValueError(f"fairness {fairness!r} is not known; choose one of: {', '.join(FAIRNESS)}")
    table, places = _checked(score, capacity)
    bans = [pair for pair in checked_pairs(forbidden, table.shape, "forbidden") if table[pair] >= 0]
    banned = set(bans)
    pins = checked_pairs(pinned, table.shape, "pinned")
    check_pins(pins, lambda pair: bool(table[pair] >= 0) and pair not in banned, places)
    return Question(table, places, fairness, tuple(pins), tuple(bans))


def _checked(score: ArrayLike, capacity: ArrayLike) -> tuple[Scores, Places]:
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
    return np.ascontiguousarray(given_score, dtype=np.int64), np.ascontiguousarray(given_capacity, dtype=np.int64)


def checked_pairs(pairs: Iterable[Pair], shape: tuple[int, ...], name: str) -> list[Pair]:
    """The pairs, each once and in order; an index outside the table is an error, -1 too."""
    unique = sorted({(index(mentee), index(mentor)) for mentee, mentor in pairs})
    for mentee, mentor in unique:
        if not (0 <= mentee < shape[0] and 0 <= mentor < shape[1]):
            raise ValueError(f"{name} pair ({mentee}, {mentor}) lies outside the score table {shape}")
    return unique


def check_pins(pins: Iterable[Pair], may_meet: Callable[[Pair], bool], places: Places) -> None:
    """Raises ImpossiblePin."""
    mentors_pinned = Counter(mentee for mentee, _ in pins)
    for mentee, mentor in pins:
        if mentors_pinned[mentee] > 1:
            raise ImpossiblePin(f"mentee {mentee} is pinned to more than one mentor")
        if not may_meet((mentee, mentor)):
            raise ImpossiblePin(f"mentee {mentee} is pinned to mentor {mentor}, but the two may not be paired")
    for mentor, used in sorted(Counter(mentor for _, mentor in pins).items()):
        if used > places[mentor]:
            raise ImpossiblePin(f"mentor {mentor} has {used} pinned mentees and a capacity of {places[mentor]}")
