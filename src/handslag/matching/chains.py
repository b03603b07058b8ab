"""The chains of moves that a changed pair sets off, from mentor to mentor. `costs.py` says what they are good for.

Nodes are the mentors by number, and after them what is outside: nobody's place, and places to spare.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from handslag.matching.certificate import Duals
from handslag.matching.question import UNMATCHED, Question

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = 2**60


class Chains:
    """mentor_of: an answer to the question, as good as any. Pins and those whom they bind move nowhere."""

    def __init__(self, question: Question, mentor_of: Numbers) -> None:
        self.score = question.open_score
        self.mentors = self.score.shape[1]
        self.mentor_of = mentor_of.copy()
        self.mentor_of[[mentee for mentee, _ in question.pinned]] = UNMATCHED
        self.has_places: Flags = question.open_places > 0
        self.possible: Flags = (self.score >= 0) & self.has_places
        self.free: Flags = self.mentor_of != UNMATCHED
        load = np.bincount(self.mentor_of[self.free], minlength=self.mentors)
        self.spare, self.taken = np.flatnonzero(load < question.open_places), np.flatnonzero(load > 0)

    @cached_property
    def place(self) -> Numbers:
        """The node where each mentee is now."""
        return np.where(self.free, self.mentor_of, self.mentors)

    def slack(self, worth: Numbers, duals: Duals, floor: int) -> Numbers:
        """What each pair loses against what its two have. worth: what `duals` are for; NEVER below the floor, and where
        a pair is not open."""
        usable = self.possible & (worth >= floor)
        return np.where(usable, duals.profit[:, None] + duals.price - duals.bonus - worth, NEVER)

    def lengths(self, slack: Numbers, duals: Duals) -> Numbers:
        """What a move from node to node costs at least. All that is outside is one node."""
        outside = self.mentors
        length = np.full((outside + 1, outside + 1), NEVER, dtype=np.int64)
        nodes, length_to_mentors = self._of_places(np.minimum, slack)
        length[nodes, :outside] = length_to_mentors
        length[nodes, outside] = self._of_places(np.minimum, duals.profit)[1]
        length[self.spare, outside] = 0
        length[outside, self.taken] = np.minimum(length[outside, self.taken], duals.price[self.taken])
        np.fill_diagonal(length, 0)
        return length

    def widths(self, floor: int) -> Numbers:
        """The best score of a move from node to node, up to the floor; -1 where there is none.

        Outside is two nodes here: who is unmatched, and places that are spare. A chain between them would change how
        many are matched.
        """
        unmatched, spare = self.mentors, self.mentors + 1
        width = np.full((spare + 1, spare + 1), -1, dtype=np.int64)
        nodes, best = self._of_places(np.maximum, self.score)
        width[nodes, :unmatched] = np.where(self.has_places, np.clip(best, -1, floor), -1)
        width[nodes, unmatched] = floor
        width[self.spare, spare] = floor
        width[spare, self.taken] = floor
        np.fill_diagonal(width, floor)
        return width

    def _of_places(self, least_or_most: np.ufunc, of_row: Numbers) -> tuple[Numbers, Numbers]:
        """The nodes where mentees are, and what is least (or most) among the rows of each."""
        order = np.argsort(self.place, kind="stable")
        nodes, starts = np.unique(self.place[order], return_index=True)
        return nodes, least_or_most.reduceat(of_row[order], starts, axis=0) if len(order) else of_row


def shortest_to(length: Numbers, target: int) -> Numbers:
    """The least total length of a chain from each node to `target`; NEVER where there is none.

    In rounds, each only over the nodes that came nearer in the last one (Bellman 1958): few are needed, as chains are
    short.
    """
    distance = length[:, target]
    nearer = np.flatnonzero(distance < NEVER)
    while len(nearer):
        found = np.minimum(distance, (length[:, nearer] + distance[nearer]).min(axis=1))
        nearer = np.flatnonzero(found < distance)
        distance = found
    return distance


def widest_to(width: Numbers, target: int) -> Numbers:
    """The greatest least width along a chain from each node to `target`; -1 where there is none. In the same rounds."""
    reach = width[:, target]
    wider = np.flatnonzero(reach >= 0)
    while len(wider):
        found = np.maximum(reach, np.minimum(width[:, wider], reach[wider]).max(axis=1))
        wider = np.flatnonzero(found > reach)
        reach = found
    return reach
