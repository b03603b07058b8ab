"""The engine's scores of a round, kept sealed, and what is best under what the team has decided."""

import base64
import zlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import NOT_ALLOWED, UNMATCHED
from handslag.matching.criteria import Criteria
from handslag.matching.nearest import Nearest, nearest
from handslag.matching.outcomes import Outcomes, outcomes
from handslag.matching.table import table_of

from .decided import PairOfIds, State
from .models import MatchingRound, ScoreTable
from .people import People

Chosen = Mapping[str, str]  # mentee -> mentor


@dataclass(frozen=True)
class Scores:
    """The scores of every two people, by ids of memberships. Negative: the two may not be a pair."""

    mentees: list[str]
    mentors: list[str]
    places: NDArray[np.int64]
    score: NDArray[np.int64]
    fairness: str

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {mentee: row for row, mentee in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        return {mentor: column for column, mentor in enumerate(self.mentors)}

    @property
    def everybody(self) -> set[str]:
        return {*self.mentees, *self.mentors}

    def under(self, state: State, gone: Collection[str] = ()) -> "Scores":
        """The same with what `state` rules out: refused pairs, mentees left open, and people who are `gone`.

        An approved pair may be, whatever people told since, so that it can be taken back: it brings its own score, and
        its mentor has a place for it. Only the next suggestion and publishing ask whether it still fits.
        """
        score, rows, columns = self.score.copy(), self.row_of, self.column_of
        for mentee, mentor in state.refused:
            if mentee in rows and mentor in columns:
                score[rows[mentee], columns[mentor]] = NOT_ALLOWED
        score[[rows[mentee] for mentee in (*state.open, *gone) if mentee in rows], :] = NOT_ALLOWED
        score[:, [columns[mentor] for mentor in gone if mentor in columns]] = NOT_ALLOWED
        load = state.load
        taken = np.array([load[mentor] for mentor in self.mentors], dtype=np.int64)
        scores = replace(self, score=score, places=np.maximum(self.places, taken))
        return scores.with_own({(held.mentee, held.mentor): held.score or 0 for held in state.pinned.values()})

    def with_own(self, scores: Mapping[PairOfIds, int | None]) -> "Scores":
        """The same where these pairs have the scores with which they were made; None: as it is."""
        score, rows, columns = self.score.copy(), self.row_of, self.column_of
        for (mentee, mentor), own in scores.items():
            if mentee in rows and mentor in columns and own is not None:
                score[rows[mentee], columns[mentor]] = own
        return replace(self, score=score)

    def best(self, pins: Collection[PairOfIds], current: Chosen = MappingProxyType({})) -> dict[str, str]:
        """The best whole set of pairs with these pairs in it; of several, one that keeps the most of the `current`
        pairs. Raises ImpossiblePin."""
        mentor_of = self._nearest(pins, current).mentor_of
        return {self.mentees[row]: self.mentors[mentor_of[row]] for row in np.flatnonzero(mentor_of >= 0).tolist()}

    def outcomes(self, mentee: str, pins: Collection[PairOfIds], current: Chosen) -> Outcomes:
        """What comes out for everybody with each mentor for this mentee, who is in no pin. Raises ImpossiblePin."""
        return outcomes(self._nearest(pins, current), self.row_of[mentee])

    def _nearest(self, pins: Collection[PairOfIds], current: Chosen) -> Nearest:
        rows, columns = self.row_of, self.column_of
        pinned = [(rows[mentee], columns[mentor]) for mentee, mentor in pins]
        at_hand = np.full(len(self.mentees), UNMATCHED)
        for mentee, mentor in current.items():
            if mentee in rows and mentor in columns:
                at_hand[rows[mentee]] = columns[mentor]
        return nearest(self.score, self.places, at_hand, fairness=self.fairness, pinned=pinned)

    def of(self, chosen: Mapping[str, str]) -> dict[str, int]:
        """The score of each chosen pair, by mentee."""
        rows, columns = self.row_of, self.column_of
        return {mentee: int(self.score[rows[mentee], columns[mentor]]) for mentee, mentor in chosen.items()}

    def is_possible(self, chosen: Mapping[str, str], pins: Collection[PairOfIds]) -> bool:
        """Whether these pairs may be: all of them allowed, the pins among them, nobody with more than their places."""
        rows, columns = self.row_of, self.column_of
        if not (chosen.keys() <= rows.keys() and set(chosen.values()) <= columns.keys()):
            return False
        load = Counter(chosen.values())
        return (
            all(chosen.get(mentee) == mentor for mentee, mentor in pins)
            and all(score >= 0 for score in self.of(chosen).values())
            and all(count <= self.places[columns[mentor]] for mentor, count in load.items())
        )

    def allows(self, mentee: str, mentor: str) -> bool:
        """Whether these two were scored and may be a pair."""
        rows, columns = self.row_of, self.column_of
        return mentee in rows and mentor in columns and bool(self.score[rows[mentee], columns[mentor]] >= 0)

    def value(self, chosen: Mapping[str, str]) -> tuple[int, list[int], int]:
        """How good a whole set of pairs is: how many, the weakest of them as far as they count, all together."""
        scores = sorted(self.of(chosen).values())
        weakest = {"floor": scores[:1], "leximin": scores}.get(self.fairness, [])
        return len(chosen), weakest, sum(scores)


def settled(scores: Scores, state: State, current: Chosen, gone: Collection[str] = ()) -> Chosen:
    """The best pairs under what was decided. As many of the `current` ones stay as that allows: nothing jumps about.

    `state`: with approved pairs of people who are there and scored, and of nobody else.
    """
    open_scores = scores.under(state, gone)
    best = open_scores.best(state.pins, current)
    if open_scores.is_possible(current, state.pins) and open_scores.value(current) == open_scores.value(best):
        return current
    return best


def scored(people: People, criteria: Criteria) -> Scores:
    """The scores of every two of `people`."""
    table = table_of(people.mentors.values(), people.mentees.values(), criteria, people.forbidden)
    return Scores(
        [mentee.id for mentee in table.mentees], [mentor.id for mentor in table.mentors], table.places, table.score,
        criteria.fairness,
    )  # fmt: skip


def keep(matching_round: MatchingRound, scores: Scores) -> Scores:
    """Keep these scores with the round, in the place of what was there before; gives them back."""
    forget(matching_round)
    ScoreTable.objects.create(
        organisation_id=matching_round.organisation_id, round=matching_round, mentees=scores.mentees,
        mentors=scores.mentors, places=scores.places.tolist(), scores=_packed(scores.score), fairness=scores.fairness,
    )  # fmt: skip
    return scores


def kept(matching_round: MatchingRound) -> Scores | None:
    """The scores kept with the round; None where there are none (any more)."""
    row = ScoreTable.objects.of(matching_round.organisation_id).filter(round=matching_round).first()
    if row is None:
        return None
    shape = len(row.mentees), len(row.mentors)
    places = np.array(row.places, dtype=np.int64)
    return Scores(row.mentees, row.mentors, places, _unpacked(row.scores, shape), row.fairness)


def forget(matching_round: MatchingRound) -> None:
    """Remove what was kept: the round is published, or what people told has changed."""
    ScoreTable.objects.of(matching_round.organisation_id).filter(round=matching_round).delete()


def forget_open(organisation: UUID, programme: UUID | None) -> None:
    """Forget what is kept with the open rounds of a programme: the next act at the board scores everybody anew."""
    if programme is not None:
        ScoreTable.objects.of(organisation).filter(round__programme=programme, round__published_at=None).delete()


def _packed(score: NDArray[np.int64]) -> str:
    return base64.b64encode(zlib.compress(score.astype("<i4").tobytes(), 1)).decode()


def _unpacked(text: str, shape: tuple[int, int]) -> NDArray[np.int64]:
    raw = zlib.decompress(base64.b64decode(text)) if text else b""
    return np.frombuffer(raw, dtype="<i4").reshape(shape).astype(np.int64)
