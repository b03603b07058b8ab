"""Shortest and widest chains between all mentors at once (Floyd 1962, Warshall 1962), for `costs.py`."""

from typing import Any

import numpy as np

from handslag.matching.solver.compiled import compiled

NEVER = 2**60


@compiled
def shortest_chains(length: Any) -> None:
    """In place: the least total length of a chain from a to b; NEVER where there is none."""
    nodes = len(length)
    for k in range(nodes):
        onward = length[k]
        for a in range(nodes):
            to_k = length[a, k]
            if to_k < NEVER and a != k:
                row = length[a]
                for b in range(nodes):
                    row[b] = min(row[b], to_k + onward[b])
    for a in range(nodes):
        for b in range(nodes):
            length[a, b] = min(length[a, b], np.int64(NEVER))


@compiled
def widest_chains(width: Any) -> None:
    """In place: the greatest least width along a chain from a to b; -1 where there is none."""
    nodes = len(width)
    for k in range(nodes):
        onward = width[k]
        for a in range(nodes):
            to_k = width[a, k]
            if to_k >= 0 and a != k:
                row = width[a]
                for b in range(nodes):
                    row[b] = max(row[b], min(to_k, onward[b]))
