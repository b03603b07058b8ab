"""The table of one matching: people, their arrays, and the score of every pair, worked out when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import NOT_ALLOWED, Pair, Places, Scores
from handslag.matching.criteria import Criteria
from handslag.matching.encode import Encoded, encode
from handslag.matching.people import Mentee, Mentor, Person
from handslag.matching.quality import CRITERIA, Marks
from handslag.matching.rules import Allowed, barred, excluded_by_id, open_rules

_READABLE_UP_TO = 10_000  # pairs; for more the compiled form is faster, though it takes a second to load
WHOLE_UP_TO = 9_000_000  # pairs; a larger table is never laid out


@dataclass(frozen=True)
class Table:
    """Rows are mentees and columns mentors, each in the order of their ids."""

    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    rows: Encoded
    columns: Encoded
    criteria: Criteria
    places: Places
    closed: frozenset[Pair]
    """Pairs that are excluded by id or forbidden, without saying which: the two must look alike."""
    is_whole: bool = True
    """Whether all pairs may be laid out at once."""

    @property
    def pairs(self) -> int:
        return len(self.mentees) * len(self.mentors)

    @cached_property
    def score(self) -> Scores:
        """Every pair; negative where a hard rule is broken or the pair is closed. For programmes that are not huge."""
        if self.pairs <= _READABLE_UP_TO:
            score = scores_across(self.rows, self.columns, self.criteria)
        else:
            score = _compiled_scores(self.rows, self.columns, self.criteria)
        for pair in self.closed:
            score[pair] = NOT_ALLOWED
        return score

    def scores_of_row(self, row: int) -> Scores:
        """One mentee with every mentor, as in `score`."""
        if self.is_whole:
            return self.score[row]
        score = scores_across(self.rows.take(slice(row, row + 1)), self.columns, self.criteria)[0]
        score[self.closed_to(row)] = NOT_ALLOWED
        return score

    def scores_without_rules(self, rows: NDArray[np.int64]) -> Iterator[Scores]:
        """One mentee of `rows` after the other with every mentor, hard rules aside. Each is good until the next."""
        mentees = self.rows.take(rows)
        if self.pairs <= _READABLE_UP_TO:
            across = np.broadcast_to(
                score_of(mentees.rows(), self.columns.columns(), self.criteria), (len(rows), len(self.mentors))
            )
            yield from across
        else:
            from handslag.matching.scoring.search import pairs_to_score

            unruled = replace(self.criteria, rules=self.criteria.rules.without_any())
            pairs = pairs_to_score(mentees.without_rules(), self.columns.without_rules(), unruled)
            for _rows, block in pairs.blocks(np.arange(len(rows))):
                yield from block

    def closed_to(self, row: int) -> NDArray[np.int64]:
        """The mentors who are closed to this mentee by id, or forbidden."""
        return self._closed_columns.get(row, _NOBODY)

    def may_open(self, row: int) -> Allowed:
        """The mentors whom relaxing an open rule may bring to this mentee: all who are not closed in any way."""
        open_to = ~barred(self.rows.take(np.array([row])), self.columns)
        open_to[self.closed_to(row)] = False
        return open_to

    @cached_property
    def _closed_columns(self) -> Mapping[int, NDArray[np.int64]]:
        by_row: dict[int, list[int]] = {}
        for row, column in self.closed:
            by_row.setdefault(row, []).append(column)
        return {row: np.array(columns, dtype=np.int64) for row, columns in by_row.items()}


_NOBODY = np.empty(0, dtype=np.int64)


def table_of(
    mentors: Iterable[Mentor],
    mentees: Iterable[Mentee],
    criteria: Criteria,
    forbidden: Iterable[tuple[str, str]],
    *,
    whole_up_to: int = WHOLE_UP_TO,
) -> Table:
    """Everybody encoded. Raises ValueError for an unknown code or id, or an id that two people share."""
    mentor_list = sorted(mentors, key=lambda person: person.id)
    mentee_list = sorted(mentees, key=lambda person: person.id)
    rows, columns = encode(mentee_list, mentor_list, criteria)
    forbidden_pairs = numbered(forbidden, mentee_list, mentor_list, "forbidden")
    closed = frozenset([*excluded_by_id(mentee_list, mentor_list), *forbidden_pairs])
    places = np.array([mentor.places for mentor in mentor_list], dtype=np.int64)
    is_whole = len(mentee_list) * len(mentor_list) <= whole_up_to
    return Table(mentee_list, mentor_list, rows, columns, criteria, places, closed, is_whole)


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


def scores_across(rows: Encoded, columns: Encoded, criteria: Criteria) -> Scores:
    """Every mentee with every mentor, in the readable way: the form that the compiled one is held to."""
    down, across = rows.rows(), columns.columns()
    allowed = np.logical_and.reduce(list(open_rules(down, across, criteria.rules).values()))
    allowed &= ~barred(down, across)
    return np.where(allowed, score_of(down, across, criteria), NOT_ALLOWED)


def _compiled_scores(rows: Encoded, columns: Encoded, criteria: Criteria) -> Scores:
    from handslag.matching.scoring.search import all_scores, pairs_to_score

    score = all_scores(pairs_to_score(rows, columns, criteria)).astype(np.int64)
    score[~rows.ready] = NOT_ALLOWED
    score[:, ~columns.ready] = NOT_ALLOWED
    if len(np.union1d(rows.programme, columns.programme)) > 1:
        score[rows.programme[:, None] != columns.programme] = NOT_ALLOWED
    return score


def _positions(people: Sequence[Person], role: str) -> Mapping[str, int]:
    position = {person.id: number for number, person in enumerate(people)}
    if len(position) < len(people):
        twice = next(a.id for a, b in pairwise(people) if a.id == b.id)
        raise ValueError(f"two {role}s have the id {twice!r}")
    return position
