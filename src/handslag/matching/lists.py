"""The solver's three questions about a whole table, asked on shortlists where the table is large.

Column generation, as in `generate.py`: whatever is proved on the lists is tested on all pairs of the table, pairs that
break the proof join the lists, and the question is asked again. So the answer is proved for the whole table.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.solver import sparse
from handslag.matching.solver.graph import pairs_of_table
from handslag.matching.solver.table import best_of_each, with_pairs_above

Numbers = NDArray[np.int64]

_ALL_AT_ONCE = 40_000  # pairs; fewer are listed whole
_LISTED = 40  # of each mentee to begin with
_ADDED = 12
_NEVER = np.int64(2**61)


@dataclass
class Lists:
    """score: negative where a pair is not open. places: of each mentor, beside the pins."""

    score: Numbers
    places: Numbers
    candidates: sparse.Candidates
    complete: bool

    def most_pairs(self) -> sparse.Matching:
        most = sparse.most_pairs(self.candidates, self.places)
        while self._add(*_uncovered(most.row_cover, most.column_cover, -1)):
            most = sparse.most_pairs(self.candidates, self.places, start=most.mentor_of)
        return most

    def highest_floor(self, most: sparse.Matching, *, at_most: int | None = None) -> sparse.Floor:
        while True:
            floor = sparse.highest_floor(self.candidates, self.places, most, at_most=at_most)
            if floor.row_cover is None or floor.column_cover is None:
                return floor
            if not self._add(*_uncovered(floor.row_cover, floor.column_cover, floor.floor)):
                return floor

    def highest_total(self, *, bonus: int, floor: int = 0, start: sparse.Matching | sparse.Floor) -> sparse.Priced:
        best = sparse.highest_total(self.candidates, self.places, bonus=bonus, floor=floor, start=start)
        while self._add(best.profit - bonus, best.price, floor):
            best = sparse.highest_total(self.candidates, self.places, bonus=bonus, floor=floor, start=best)
        return best

    def _add(self, row_limit: Numbers, column_limit: Numbers, floor: int = 0) -> bool:
        """List pairs above the limits; False if there is none."""
        if self.complete:
            return False
        before = self.candidates
        lists = before.row_start, before.column, before.score
        self.candidates = sparse.Candidates(
            *with_pairs_above(lists, self.score, self.places, row_limit, column_limit, floor, _ADDED)
        )
        return len(self.candidates.column) > len(before.column)


def lists_of(score: Numbers, places: Numbers) -> Lists:
    complete = score.size <= _ALL_AT_ONCE
    found = pairs_of_table(score, places) if complete else best_of_each(score, places, _LISTED)
    return Lists(score, places, sparse.Candidates(*found), complete)


def _uncovered(row_cover: sparse.Flags, column_cover: sparse.Flags, above: int) -> tuple[Numbers, Numbers]:
    """Limits over which only pairs with a score above `above` are that no cover holds."""
    return np.where(row_cover, _NEVER, above), np.where(column_cover, _NEVER, np.int64(0))
