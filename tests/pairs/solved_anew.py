"""What the board shows, held against everything solved anew by another solver than ours."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from handslag.pairs.decided import PairOfIds
from handslag.pairs.score_table import Scores
from tests.matching.oracles import best_by_scipy


class Best(NamedTuple):
    """weakest: of all pairs, 0 where there is none. kept: how many pairs at hand stay at most, pins aside."""

    matched: int
    weakest: int
    total: int
    kept: int


def best_of_all(scores: Scores, pins: Collection[PairOfIds], at_hand: Mapping[str, str] | None = None) -> Best:
    """The best set of pairs with these pins in it: the most, then (not under `total`) the best weakest, then the total.
    Under `leximin` the total says nothing."""
    table, places = scores.score.copy(), scores.places.copy()
    pinned = [(scores.row_of[mentee], scores.column_of[mentor]) for mentee, mentor in pins]
    known = [int(table[pair]) for pair in pinned]
    for row, column in pinned:
        table[row], places[column] = -1, places[column] - 1
    most, _total = best_by_scipy(table, places)
    levels = [level for level in {*table[table >= 0].tolist(), *known} if level <= min(known, default=level)]
    reached = [level for level in levels if best_by_scipy(np.where(table >= level, table, -1), places)[0] == most]
    floor = 0 if scores.fairness == "total" else max(reached, default=0)
    times = len(table) + 1  # so that no number of pairs kept makes up for a point
    worth = table * times
    for mentee, mentor in (at_hand or {}).items():
        worth[scores.row_of[mentee], scores.column_of[mentor]] += 1
    total, kept = divmod(best_by_scipy(np.where((table >= 0) & (table >= floor), worth, -1), places)[1], times)
    worst = min([*known, *([floor] if most else [])], default=0)
    return Best(most + len(pins), worst, total + sum(known), kept)
