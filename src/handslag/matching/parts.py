"""Parts of a matching that have nothing to do with each other: nobody in one may be paired with anybody in another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handslag.matching.criteria import Rules
from handslag.matching.encode import Encoded

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Mentees and mentors by their numbers, ascending. Only who is ready, and mentors with a place."""

    mentees: Indices
    mentors: Indices

    @property
    def pairs(self) -> int:
        return len(self.mentees) * len(self.mentors)


def parts_of(
    mentees: Encoded, mentors: Encoded, places: NDArray[np.int64], rules: Rules, *, without: Indices | None = None
) -> list[Part]:
    """One part a programme; where both must live in the same place, one a place, unless somebody's is unknown.

    Who is in no part has nobody to be paired with. without: mentees to leave out.
    """
    ready = mentees.ready.copy()
    if without is not None:
        ready[without] = False
    rows, columns = np.flatnonzero(ready), np.flatnonzero(mentors.ready & (places > 0))
    found = []
    for programme in np.intersect1d(mentees.programme[rows], mentors.programme[columns]):
        of_rows = rows[mentees.programme[rows] == programme]
        of_columns = columns[mentors.programme[columns] == programme]
        row_place, column_place = mentees.place[of_rows], mentors.place[of_columns]
        if not rules.same_place or (row_place < 0).any() or (column_place < 0).any():
            found.append(Part(of_rows, of_columns))
            continue
        for place in np.intersect1d(row_place, column_place):
            found.append(Part(of_rows[row_place == place], of_columns[column_place == place]))
    return found
