"""Mending a matching after an edit: only those are moved whom the edit touched, and whom they displace."""

import numpy as np

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import NOBODY, ByColumn, Numbers, Pairs, Whole, unlink
from handslag.matching.solver.paths import Room, State, fill_places, place_mentees, settle_row


@compiled
def repair(pairs: Pairs, by_column: ByColumn, state: State, room: Room, rows: Numbers) -> Whole:
    """rows: whose pairs were opened or closed; capacities may have changed too. Returns how many are matched."""
    for i in rows:
        settle_row(pairs, state, i)
    for j in range(len(state.price)):
        while state.links.load[j] > pairs.capacity[j]:
            unlink(state.links, state.links.first[j])
    if place_mentees(pairs, state, room):
        fill_places(pairs, by_column, state, room)
    return np.sum(state.links.mentor_of != NOBODY)
