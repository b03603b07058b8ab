"""From people and criteria to a proposal: the best whole set of pairs, each with its reasons.

A proposal decides nothing; the team does. It is the same whatever order the people come in: ties go by id.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handslag.matching.assign import ImpossiblePin, Pair, assign
from handslag.matching.criteria import Criteria
from handslag.matching.explain import ProposedPair, explained_pairs
from handslag.matching.people import Mentee, Mentor
from handslag.matching.table import Table, numbered, table_of
from handslag.matching.unmatched import Unmatched, explained_unmatched


@dataclass(frozen=True)
class Proposal:
    """Pairs and unmatched mentees by the mentees' ids. `worst` is the lowest score of a pair."""

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    total: int
    worst: int | None
    highest_score: int
    """The score of a perfect pair under these weights."""

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
) -> Proposal:
    """The best whole set of pairs. Pinned and forbidden are pairs of ids (mentee, mentor).

    Raises ImpossiblePin where a pin breaks a hard rule (it does not say which one) or exceeds the mentor's
    places, and ValueError for an unknown code or id, or an id that two people share.
    """
    criteria = criteria or Criteria()
    table = table_of(mentors, mentees, criteria, forbidden)
    pins = sorted(set(numbered(pinned, table.mentees, table.mentors, "pinned")))
    _check_pins(table, pins)
    chosen = assign(table.score, table.places, fairness=criteria.fairness, pinned=pins)
    pairs = tuple(explained_pairs(table, chosen.mentor_of))
    return Proposal(
        pairs=pairs,
        unmatched=explained_unmatched(table, chosen.mentor_of, frozenset(row for row, _ in pins)),
        total=chosen.total,
        worst=min((pair.score for pair in pairs), default=None),
        highest_score=criteria.weights.highest_score,
    )


def _check_pins(table: Table, pins: list[Pair]) -> None:
    """The same refusals as in `assign`, naming people by id; that a pair is excluded stays private."""
    mentors_of_row, mentees_of_column = Counter(row for row, _ in pins), Counter(column for _, column in pins)
    for row, column in pins:
        mentee, mentor = table.mentees[row].id, table.mentors[column].id
        if table.score[row, column] < 0:
            raise ImpossiblePin(f"mentee {mentee} is pinned to mentor {mentor}, but the two may not be paired")
        if mentors_of_row[row] > 1:
            raise ImpossiblePin(f"mentee {mentee} is pinned to more than one mentor")
        if mentees_of_column[column] > table.places[column]:
            raise ImpossiblePin(f"mentor {mentor} has more pinned mentees than places")
