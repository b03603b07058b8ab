"""What `updates.py` keeps between edits: pairs, matching, duals, and the covers that say what they prove."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from handslag.matching.certificate import Certificate, Cover, Duals
from handslag.matching.question import NOT_ALLOWED, Pair, Question

if TYPE_CHECKING:
    from handslag.matching.solver.graph import ByColumn, Pairs
    from handslag.matching.solver.paths import Room, State

Numbers = NDArray[np.int64]

_LISTED = 64  # pairs of each mentee at least
_NOTHING = -(2**62)  # less than any pair leaves


@dataclass
class Working:
    """In `pairs` are the pairs that leave their mentee most; of these only the open ones at or above the floor have a
    score, the others are closed. The covers may name who has no open pair (any more); sizes count only places that are
    left. known_columns: mentors who had a place when it was made; the pairs of others are not in it.

    first_price: when the pairs were chosen. others: what the best pair of each mentee that is not among them, but open,
    left at those prices (with the bonus): as long as profits lie above that by as much as any price has fallen, the
    duals hold for all pairs.
    """

    pairs: "Pairs"
    by_column: "ByColumn"
    state: "State"
    room: "Room"
    most: Cover | None
    above_floor: Cover | None
    floor: int
    known_columns: NDArray[np.bool_]
    first_price: Numbers
    others: Numbers

    def reopen(self, row: int, score: Numbers, *, may_be_new: bool) -> None:
        """Write the open pairs of a row: score by mentor, negative where closed. A row with new pairs that no cover
        knows is covered itself: whether that is still a proof shows in the size."""
        first, last = self.pairs.row_start[row : row + 2]
        columns = self.pairs.column[first:last]
        here = score[columns]
        self.pairs.score[first:last] = np.where(here >= self.floor, here, NOT_ALLOWED)
        others = np.where((score >= self.floor) & self.known_columns, score - self.first_price, _NOTHING)
        others[columns] = _NOTHING
        self.others[row] = others.max(initial=_NOTHING) + self.state.bonus
        score = np.where(self.known_columns, score, NOT_ALLOWED)
        for cover, above in ((self.most, NOT_ALLOWED), (self.above_floor, self.floor)):
            if cover is not None:
                bare = may_be_new and bool(((score > above) & ~cover.columns).any())
                cover.rows[row] = bare or (bool(cover.rows[row]) and bool((score >= 0).any()))

    def repaired(self, rows: list[int], places: Numbers) -> int:
        """Matching and duals made right again after `rows` or the places changed; how many are matched."""
        from handslag.matching.solver.repair import repair

        self.pairs.capacity[:] = places
        return int(repair(self.pairs, self.by_column, self.state, self.room, np.array(rows, dtype=np.int64)))

    def holds_for(self, open_scores: Callable[[int], Numbers]) -> bool:
        """Whether the duals hold for all pairs, not only for those at hand. open_scores: of a row, as for `reopen`."""
        state = self.state
        fallen = max(0, int((self.first_price - state.price).max(initial=0)))
        return not any(
            self._left_most(open_scores(row)) > state.profit[row]
            for row in np.flatnonzero(state.profit < self.others + fallen).tolist()
        )

    def _left_most(self, score: Numbers) -> int:
        """What the best open pair of a row leaves it now."""
        usable = (score >= self.floor) & self.known_columns
        return int((score - self.state.price)[usable].max(initial=_NOTHING)) + self.state.bonus

    def scores(self) -> Numbers:
        """Of the linked pairs, by row."""
        pair_of = self.state.links.pair_of
        return self.pairs.score[pair_of[pair_of >= 0]]

    def proves_floor(self, matched: int, pinned_worst: int | None) -> bool:
        """The sizes of the covers are what `proof.py` asks for."""
        places = self.pairs.capacity
        if matched == 0 or self.most is None or self.most.size(places) != matched:
            return False
        if self.above_floor is None:
            return pinned_worst == self.floor
        return self.above_floor.size(places) == matched - 1 and (pinned_worst is None or pinned_worst >= self.floor)

    def proof(self, open_places: Numbers) -> tuple[Duals, Cover | None, Cover | None]:
        """Copies, with nothing said about mentors without a place."""
        is_open = open_places > 0
        state = self.state
        duals = Duals(state.profit.copy(), np.where(is_open, state.price, 0), state.bonus)
        if not (state.links.mentor_of >= 0).any():
            duals = Duals(0 * duals.profit, 0 * duals.price, 1)
        most, above_floor = (
            cover and Cover(cover.rows.copy(), cover.columns & is_open) for cover in (self.most, self.above_floor)
        )
        return duals, most, above_floor


def working_from(question: Question, certificate: Certificate) -> Working | None:
    """From an answer with duals; None where there is nothing to keep."""
    duals = certificate.duals
    if duals is None or certificate.matched == len(question.pinned):
        return None
    mentor_of = certificate.mentor_of.copy()
    mentor_of[[mentee for mentee, _ in question.pinned]] = NOT_ALLOWED
    floor = certificate.floor if question.fairness == "floor" else 0
    covers = [
        cover and Cover(cover.rows.copy(), cover.columns.copy())
        for cover in (certificate.most, certificate.above_floor)
    ]
    return _working(question, mentor_of, Duals(duals.profit.copy(), duals.price.copy(), duals.bonus), floor, *covers)


def grown(working: Working, question: Question) -> Working:
    """The same for a larger table: those who came last have no pair, no profit and no price yet."""
    state = working.state
    rows, columns = question.score.shape
    new_rows, new_columns = rows - len(state.profit), columns - len(state.price)
    mentor_of = np.append(state.links.mentor_of, np.full(new_rows, NOT_ALLOWED))
    profit, price = np.append(state.profit, np.zeros(new_rows)), np.append(state.price, np.zeros(new_columns))
    covers = [
        cover
        and Cover(
            np.append(cover.rows, np.zeros(new_rows, np.bool_)),
            np.append(cover.columns, np.zeros(new_columns, np.bool_)),
        )
        for cover in (working.most, working.above_floor)
    ]
    duals = Duals(profit.astype(np.int64), price.astype(np.int64), state.bonus)
    return _working(question, mentor_of, duals, working.floor, *covers)


def _working(
    question: Question, mentor_of: Numbers, duals: Duals, floor: int, most: Cover | None, above_floor: Cover | None
) -> Working:
    from handslag.matching.solver.graph import Pairs, by_column, link_all, no_links
    from handslag.matching.solver.paths import State, room_for
    from handslag.matching.solver.table import best_after_paying

    places = question.open_places.copy()
    row_start, column, score, others = best_after_paying(question.score, places, duals.price, mentor_of, _LISTED)
    pairs = Pairs(row_start, column, score, places)
    links = no_links(len(duals.profit), len(duals.price))
    working = Working(
        pairs,
        by_column(pairs),
        State(links, duals.profit, duals.price, duals.bonus),
        room_for(len(duals.profit), len(duals.price)),
        most,
        above_floor,
        floor,
        places > 0,
        duals.price.copy(),
        others + duals.bonus,
    )
    pairs.score[pairs.score < floor] = NOT_ALLOWED
    for row in {mentee for mentee, _ in (*question.pinned, *question.forbidden)}:
        working.reopen(row, question.open_score[row], may_be_new=False)
    link_all(pairs, links, mentor_of)
    return working


def open_scores(score: Numbers, row: int, pinned: Mapping[int, int], forbidden: set[Pair]) -> Numbers:
    """The scores of a row with all that is closed at -1."""
    here = score[row].copy()
    if row in pinned:
        here[:] = NOT_ALLOWED
    for mentee, mentor in forbidden:
        if mentee == row:
            here[mentor] = NOT_ALLOWED
    return here
