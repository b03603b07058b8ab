"""From people and criteria to a proposal: the best whole set of pairs, each with its reasons.

A proposal decides nothing; the team does. It is the same whatever order the people come in: ties go by id.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.assign import ImpossiblePin, Pair, assign
from handslag.matching.costs import Costs
from handslag.matching.costs import costs as costs_of
from handslag.matching.criteria import Criteria
from handslag.matching.explain import ProposedPair, explained_pairs
from handslag.matching.groups import Group, groups_of
from handslag.matching.people import Mentee, Mentor
from handslag.matching.table import WHOLE_UP_TO, Table, numbered, table_of
from handslag.matching.unmatched import Unmatched, explained_unmatched

EXPLAINING = "explaining the pairs"  # told when the pairs are chosen
_COSTS_UP_TO = 800  # mentors; the work grows with their cube
Answer = tuple[NDArray[np.int64], bool, Costs | None]


@dataclass(frozen=True)
class Proposal:
    """Pairs and unmatched mentees by the mentees' ids. `worst` is the lowest score of a pair."""

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    total: int
    worst: int | None
    highest_score: int
    """The score of a perfect pair under these weights."""
    optimal: bool
    """True only where it has been proved, over all pairs, that no other set of pairs is better."""
    groups: tuple[Group, ...]

    @property
    def matched(self) -> int:
        return len(self.pairs)


def propose(
    mentors: Iterable[Mentor],
    mentees: Iterable[Mentee],
    criteria: Criteria | None = None,
    *,
    pinned: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    whole_up_to: int = WHOLE_UP_TO,
    tell: Callable[[str], None] = lambda _: None,
) -> Proposal:
    """The best whole set of pairs. Pinned and forbidden are pairs of ids (mentee, mentor).

    With more possible pairs than `whole_up_to` they are never laid out all at once; the result is as good and as
    proved. tell: called with a few words as a long run goes on.

    Raises ImpossiblePin where a pin breaks a hard rule (it does not say which one) or exceeds the mentor's
    places, and ValueError for an unknown code or id, or an id that two people share.
    """
    criteria = criteria or Criteria()
    table = table_of(mentors, mentees, criteria, forbidden, whole_up_to=whole_up_to)
    pins = sorted(set(numbered(pinned, table.mentees, table.mentors, "pinned")))
    _check_pins(table, pins)
    mentor_of, optimal, costs = _from_whole_table(table, pins) if table.is_whole else _from_parts(table, pins, tell)
    tell(EXPLAINING)
    pairs = tuple(explained_pairs(table, mentor_of, costs))
    return Proposal(
        pairs=pairs,
        unmatched=explained_unmatched(table, mentor_of, frozenset(row for row, _ in pins), tell),
        total=sum(pair.score for pair in pairs),
        worst=min((pair.score for pair in pairs), default=None),
        highest_score=criteria.weights.highest_score,
        optimal=optimal,
        groups=groups_of(table.mentees, {pair.mentee: pair.score for pair in pairs}),
    )


def _from_whole_table(table: Table, pins: list[Pair]) -> Answer:
    chosen = assign(table.score, table.places, fairness=table.criteria.fairness, pinned=pins)
    proved = chosen.certificate.verify(table.score, table.places)
    few = len(table.mentors) <= _COSTS_UP_TO
    return chosen.mentor_of, proved, costs_of(table.score, table.places, chosen.certificate) if few else None


def _from_parts(table: Table, pins: list[Pair], tell: Callable[[str], None]) -> Answer:
    from handslag.matching.generate import Task, choose

    task = Task(table.rows, table.columns, table.places, table.criteria, table.closed, pins)
    choice = choose(task, tell=tell)
    return choice.mentor_of, choice.proved, None


def _check_pins(table: Table, pins: list[Pair]) -> None:
    """The same refusals as in `assign`, naming people by id; that a pair is excluded stays private."""
    mentors_of_row, mentees_of_column = Counter(row for row, _ in pins), Counter(column for _, column in pins)
    for row, column in pins:
        mentee, mentor = table.mentees[row].id, table.mentors[column].id
        if table.scores_of_row(row)[column] < 0:
            raise ImpossiblePin(f"mentee {mentee} is pinned to mentor {mentor}, but the two may not be paired")
        if mentors_of_row[row] > 1:
            raise ImpossiblePin(f"mentee {mentee} is pinned to more than one mentor")
        if mentees_of_column[column] > table.places[column]:
            raise ImpossiblePin(f"mentor {mentor} has more pinned mentees than places")
