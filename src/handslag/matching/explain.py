"""Why two people are proposed to each other, and what to look at twice: codes and numbers, no sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.alternatives import Alternative, alternatives
from handslag.matching.assign import NOT_ALLOWED
from handslag.matching.codes import FORMATS
from handslag.matching.costs import Costs
from handslag.matching.criteria import FULL_MARKS
from handslag.matching.encode import Array, Encoded, in_common
from handslag.matching.quality import (
    age_wish,
    availability,
    closeness,
    gender_wish,
    needs,
    temperament,
)
from handslag.matching.ranks import ranks
from handslag.matching.table import Table, points

_IN_PERSON = np.uint64(1 << FORMATS.index("in_person"))
_HALF = FULL_MARKS // 2

Wish = Callable[[Encoded, Encoded], tuple[Array, Array]]


@dataclass(frozen=True)
class ProposedPair:
    """Two people, by id, and why: points per criterion add up to the score; cautions are codes.

    mentor_rank: where the mentor stands among all whom the mentee could get, 1 the best; mentee_rank the same for the
    mentor. None where there are too many people to lay out all pairs.
    """

    mentee: str
    mentor: str
    score: int
    contributions: dict[str, int]
    cautions: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    mentor_rank: int | None = None
    mentee_rank: int | None = None


def explained_pairs(table: Table, mentor_of: NDArray[np.int64], costs: Costs | None = None) -> Iterator[ProposedPair]:
    """The proposed pairs with their reasons, in the order of the mentees."""
    rows = np.flatnonzero(mentor_of >= 0)
    columns = mentor_of[rows]
    mentees, mentors = table.rows.take(rows), table.columns.take(columns)
    of_criterion = points(mentees, mentors, table.criteria)
    of_caution = _cautions(mentees, mentors, table)
    other_mentors = alternatives(table, mentor_of, costs)
    of_mentor, of_mentee = None, None
    if table.is_whole:  # a mentor without a place is nobody whom the mentee could get
        of_mentor, of_mentee = ranks(np.where(table.places > 0, table.score, NOT_ALLOWED), rows, columns)
    for number, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        yield ProposedPair(
            mentee=table.mentees[row].id,
            mentor=table.mentors[column].id,
            score=sum(int(values[number]) for values in of_criterion.values()),
            contributions={criterion: int(values[number]) for criterion, values in of_criterion.items()},
            cautions=tuple(code for code, holds in of_caution.items() if holds[number]),
            alternatives=other_mentors(row),
            mentor_rank=None if of_mentor is None else int(of_mentor[number]),
            mentee_rank=None if of_mentee is None else int(of_mentee[number]),
        )


def _cautions(mentees: Encoded, mentors: Encoded, table: Table) -> dict[str, NDArray[np.bool_]]:
    """For each caution whether it holds, pair by pair. What is not told is a caution, never a loss."""
    rules = table.criteria.rules
    time_unknown = ~mentees.availability.any(axis=0) | ~mentors.availability.any(axis=0)
    format_known = mentees.formats.any(axis=0) & mentors.formats.any(axis=0)
    in_person = ~(_only_online(mentees) | _only_online(mentors))
    return {
        "time_unknown": time_unknown,
        "no_common_time": ~time_unknown & (availability(mentees, mentors, rules) == 0),
        "no_common_format": format_known & (in_common(mentees.formats, mentors.formats) == 0),
        "far_apart": in_person & (closeness(mentees, mentors, rules) == 0),
        "few_needs_met": needs(mentees, mentors, rules) < _HALF,
        "gender_wish_mentee_not_met": _wish_missed(gender_wish, mentees, mentors),
        "gender_wish_mentor_not_met": _wish_missed(gender_wish, mentors, mentees),
        "age_wish_mentee_not_met": _wish_missed(age_wish, mentees, mentors),
        "age_wish_mentor_not_met": _wish_missed(age_wish, mentors, mentees),
        "very_different_temperament": temperament(mentees, mentors, rules) < _HALF,
    }


def _only_online(people: Encoded) -> NDArray[np.bool_]:
    return np.asarray(people.formats.any(axis=0) & ((people.formats[0] & _IN_PERSON) == 0))


def _wish_missed(wish: Wish, asking: Encoded, asked: Encoded) -> NDArray[np.bool_]:
    wished, met = wish(asking, asked)
    return wished & ~met
