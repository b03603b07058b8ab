"""The table of one matching: people, their arrays, the score of every pair, and who may not be paired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import NOT_ALLOWED, Pair, Places, Scores
from handslag.matching.criteria import Criteria
from handslag.matching.encode import Encoded, encode
from handslag.matching.people import Mentee, Mentor, Person
from handslag.matching.quality import CRITERIA, Marks
from handslag.matching.rules import excluded_pairs, open_rules

_ROWS_AT_ONCE = 256  # keeps the working arrays of the criteria small


@dataclass(frozen=True)
class Table:
    """Rows are mentees and columns mentors, each in the order of their ids."""

    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    rows: Encoded
    columns: Encoded
    criteria: Criteria
    score: Scores
    places: Places
    closed: frozenset[Pair]
    """Pairs that are excluded or forbidden, without saying which: the two must look alike."""


def table_of(
    mentors: Iterable[Mentor],
    mentees: Iterable[Mentee],
    criteria: Criteria,
    forbidden: Iterable[tuple[str, str]],
) -> Table:
    """Everything scored; a pair that breaks a hard rule or is closed gets a negative score."""
    mentor_list = sorted(mentors, key=lambda person: person.id)
    mentee_list = sorted(mentees, key=lambda person: person.id)
    rows, columns = encode(mentee_list, mentor_list, criteria)
    forbidden_pairs = numbered(forbidden, mentee_list, mentor_list, "forbidden")
    closed = frozenset([*excluded_pairs(mentee_list, mentor_list), *forbidden_pairs])
    score = _scores(rows, columns, criteria)
    for row, column in closed:
        score[row, column] = NOT_ALLOWED
    places = np.array([mentor.places for mentor in mentor_list], dtype=np.int64)
    return Table(mentee_list, mentor_list, rows, columns, criteria, score, places, closed)


def numbered(
    pairs: Iterable[tuple[str, str]], mentees: Sequence[Mentee], mentors: Sequence[Mentor], what: str
) -> list[Pair]:
    """Pairs of ids (mentee, mentor) as rows and columns; an id that nobody has raises ValueError."""
    row_of, column_of = _positions(mentees, "mentee"), _positions(mentors, "mentor")
    found = []
    for mentee, mentor in pairs:
        if mentee not in row_of or mentor not in column_of:
            raise ValueError(f"{what} pair ({mentee}, {mentor}): there is no such mentee or mentor here")
        found.append((row_of[mentee], column_of[mentor]))
    return found


def points(mentees: Encoded, mentors: Encoded, criteria: Criteria) -> dict[str, Marks]:
    """Marks times weight for each criterion; together they are the score, hard rules aside."""
    weights = asdict(criteria.weights)
    return {
        criterion: weights[criterion] * marks(mentees, mentors, criteria.rules) for criterion, marks in CRITERIA.items()
    }


def score_of(mentees: Encoded, mentors: Encoded, criteria: Criteria) -> NDArray[np.int64]:
    """The score of pairs, hard rules aside. A criterion without weight is not computed."""
    weights, score = asdict(criteria.weights), np.int64(0)
    for criterion, marks in CRITERIA.items():
        if weights[criterion]:
            score = score + weights[criterion] * marks(mentees, mentors, criteria.rules)
    return np.asarray(score)


def _scores(rows: Encoded, columns: Encoded, criteria: Criteria) -> Scores:
    across = columns.columns()
    score = np.full((len(rows.ready), len(columns.ready)), NOT_ALLOWED, dtype=np.int64)
    for start in range(0, len(score), _ROWS_AT_ONCE):
        block = slice(start, start + _ROWS_AT_ONCE)
        down = rows.take(block).rows()
        allowed = np.logical_and.reduce(list(open_rules(down, across, criteria.rules).values()))
        score[block] = np.where(allowed, score_of(down, across, criteria), NOT_ALLOWED)
    return score


def _positions(people: Sequence[Person], role: str) -> Mapping[str, int]:
    position = {person.id: number for number, person in enumerate(people)}
    if len(position) < len(people):
        twice = next(a.id for a, b in pairwise(people) if a.id == b.id)
        raise ValueError(f"two {role}s have the id {twice!r}")
    return position
