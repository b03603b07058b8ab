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
        while self._add_uncovered(most.row_cover, most.column_cover, above=-1):
            most = sparse.most_pairs(self.candidates, self.places, start=most.mentor_of)
        return most

    def highest_floor(self, most: sparse.Matching, *, at_most: int | None = None) -> sparse.Floor:
        while True:
            floor = sparse.highest_floor(self.candidates, self.places, most, at_most=at_most)
            if floor.row_cover is None or floor.column_cover is None:
                return floor
            if not self._add_uncovered(floor.row_cover, floor.column_cover, above=floor.floor):
                return floor

    def highest_total(self, *, bonus: int, floor: int = 0, start: sparse.Matching) -> sparse.Priced:
        best = sparse.highest_total(self.candidates, self.places, bonus=bonus, floor=floor, start=start)
        everybody = np.ones(len(self.score), np.bool_)
        anew: sparse.Matching | sparse.Priced = start
        while added := self._add(everybody, best.profit - bonus, best.price, floor):
            again = sparse.best_start(anew, best, added)
            best = anew = sparse.highest_total(self.candidates, self.places, bonus=bonus, floor=floor, start=again)
        return best

    def _add_uncovered(self, row_cover: sparse.Flags, column_cover: sparse.Flags, *, above: int) -> int:
        """List pairs with a score above `above` that no cover holds."""
        above_row, above_column = np.full(len(row_cover), above), np.where(column_cover, _NEVER, np.int64(0))
        return self._add(~row_cover, above_row, above_column)

    def _add(self, among: sparse.Flags, row_limit: Numbers, column_limit: Numbers, floor: int = 0) -> int:
        """List pairs of the rows in `among` above the limits; how many there were."""
        if self.complete or not among.any():
            return 0
        before = self.candidates
        lists, limit = (before.row_start, before.column, before.score), np.where(self.places > 0, column_limit, _NEVER)
        self.candidates = sparse.Candidates(
            *with_pairs_above(lists, self.score, among, row_limit, limit, floor, _ADDED)
        )
        return len(self.candidates.column) - len(before.column)


def lists_of(score: Numbers, places: Numbers) -> Lists:
    complete = score.size <= _ALL_AT_ONCE
    found = pairs_of_table(score, places) if complete else best_of_each(score, places, _LISTED)
    return Lists(score, places, sparse.Candidates(*found), complete)
