"""Which of the possible groups to have, and who is in which: the mixed-integer programme behind `gathering`.

For each option there is a yes or no, and for each of its mentees another one:

    most placed, then highest score, over all mentees in groups, such that
    every mentee is in one group at most            sum over options of in[i, o]  <= 1
    every mentor leads one at most                  sum over options of j of yes[o]  <= 1
    a group has its size, or is not there           least * yes[o] <= sum over mentees of in[i, o] <= most * yes[o]
    nobody is in a group that is not there          in[i, o] <= yes[o]
    two who are kept apart are in no group          in[i, o] + in[k, o] <= yes[o]

Two solves, so that no weight has to be large enough to put the first goal before the second. The third rule would be
enough without the fourth; with it the relaxation is tight, and HiGHS (Huangfu and Hall 2018) needs few branches for the
scores. The number of mentees is found faster without it.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Option:
    """A possible group: numbers of its mentors, of all mentees who may be in it, and what each would add."""

    mentors: tuple[int, ...]
    mentees: tuple[int, ...]
    scores: tuple[int, ...]


_MOST_MEMBERS = 20_000
Found = list[tuple[tuple[int, ...], tuple[int, ...]]]
Row = tuple[list[int], list[float], float, float]
"""One constraint: columns, their factors, lower and upper bound."""


def chosen(
    options: Sequence[Option], apart: Collection[tuple[int, int]], least: int, most: int, *,
    until: float | None = None,
) -> tuple[Found, bool]:  # fmt: skip
    """The groups (mentors, mentees), and whether no others are better. `apart`: mentees never in one group. `until`: an
    instant of `time.monotonic`; half of the time left is for the first solve, and what it leaves for the second."""
    if not options:
        return [], True
    kept = _few_enough(options, most)
    task = _Task(kept, apart, least, most)
    placed, first = task.solve(np.where(task.is_member, 1.0, 0.0), task.loose, _left(until, 0.5))
    people = float(np.rint(placed[task.is_member].sum()))
    if not people:
        return [], first
    answer, second = task.solve(task.score, [*task.loose, *task.tight, task.at_least(people)], _left(until))
    proved = first and second and len(kept) == len(options)
    return task.groups(answer if answer.any() else placed), proved


def _left(until: float | None, share: float = 1.0) -> float | None:
    """Seconds for a solve; never none at all, which HiGHS would take for no limit."""
    return None if until is None else max((until - time.monotonic()) * share, 0.1)


def _few_enough(options: Sequence[Option], most: int) -> list[Option]:
    """All of them or, of a number that would take hours, the best of each first mentor in turn."""
    if sum(len(option.mentees) for option in options) <= _MOST_MEMBERS:
        return list(options)
    ranks: list[tuple[int, int, int]] = []
    seen: dict[int, int] = {}
    worth = [sum(sorted(option.scores)[-most:]) for option in options]
    for number in sorted(range(len(options)), key=lambda number: (-worth[number], number)):
        mentor = options[number].mentors[0]
        seen[mentor] = seen.get(mentor, 0) + 1
        ranks.append((seen[mentor], mentor, number))
    in_turn = [number for _rank, _mentor, number in sorted(ranks)]
    members = accumulate(len(options[number].mentees) for number in in_turn)
    return [options[number] for number, so_far in zip(in_turn, members, strict=True) if so_far <= _MOST_MEMBERS]


class _Task:
    """Columns: the options in their order, then the members of the first option, of the second, and so on."""

    def __init__(self, options: Sequence[Option], apart: Collection[tuple[int, int]], least: int, most: int):
        self.options = options
        self.starts = list(accumulate((len(option.mentees) for option in options), initial=len(options)))
        self.is_member = np.arange(self.starts[-1]) >= len(options)
        self.score = np.concatenate([np.zeros(len(options)), *(np.array(o.scores, float) for o in options)])
        self.loose = [*self._once(), *self._sizes(least, most), *self._apart(apart)]
        self.tight = [
            ([number, member], [-1.0, 1.0], -np.inf, 0.0)
            for number in range(len(options))
            for member in self._members(number)
        ]

    def _members(self, number: int) -> list[int]:
        return list(range(self.starts[number], self.starts[number + 1]))

    def _once(self) -> Iterator[Row]:
        """Every mentee in one group, every mentor in one, at most."""
        of_mentee: dict[int, list[int]] = {}
        of_mentor: dict[int, list[int]] = {}
        for number, option in enumerate(self.options):
            for mentor in option.mentors:
                of_mentor.setdefault(mentor, []).append(number)
            for mentee, column in zip(option.mentees, self._members(number), strict=True):
                of_mentee.setdefault(mentee, []).append(column)
        for columns in (*of_mentee.values(), *of_mentor.values()):
            yield columns, [1.0] * len(columns), 0.0, 1.0

    def _sizes(self, least: int, most: int) -> Iterator[Row]:
        for number in range(len(self.options)):
            members = self._members(number)
            yield [number, *members], [-float(least), *[1.0] * len(members)], 0.0, np.inf
            yield [number, *members], [-float(most), *[1.0] * len(members)], -np.inf, 0.0

    def _apart(self, apart: Collection[tuple[int, int]]) -> Iterator[Row]:
        for number, option in enumerate(self.options):
            column = dict(zip(option.mentees, self._members(number), strict=True))
            for one, other in apart:
                if one in column and other in column:
                    yield [number, column[one], column[other]], [-1.0, 1.0, 1.0], -np.inf, 0.0

    def at_least(self, people: float) -> Row:
        members = np.flatnonzero(self.is_member).tolist()
        return members, [1.0] * len(members), people, np.inf

    def solve(
        self, worth: NDArray[np.float64], rows: Sequence[Row], seconds: float | None
    ) -> tuple[NDArray[np.float64], bool]:
        """The best answer for this worth of each column under `rows`, all noughts where none is found in time; and
        whether none is better."""
        from scipy.optimize import LinearConstraint, milp

        options: dict[str, Any] = {"mip_rel_gap": 0.0} | ({"time_limit": seconds} if seconds else {})
        low, high = np.array([row[2] for row in rows]), np.array([row[3] for row in rows])
        found = milp(
            -worth, integrality=np.ones(len(worth)), bounds=(0, 1),
            constraints=LinearConstraint(_matrix(rows, len(worth)), low, high), options=options,
        )  # fmt: skip
        return np.zeros(len(worth)) if found.x is None else np.rint(found.x), found.status == 0

    def groups(self, answer: NDArray[np.float64]) -> Found:
        return [
            (option.mentors, tuple(m for m, column in zip(option.mentees, self._members(number), strict=True)
                                   if answer[column]))
            for number, option in enumerate(self.options)
            if answer[number]
        ]  # fmt: skip


def _matrix(rows: Sequence[Row], columns: int) -> Any:
    from scipy.sparse import csr_array

    lengths = np.array([len(row[0]) for row in rows])
    factors = np.concatenate([np.array(row[1]) for row in rows])
    indices = np.concatenate([np.array(row[0]) for row in rows])
    return csr_array((factors, indices, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(rows), columns))
