"""A heap of numbered items by distance, whose items can move up: 4 children a node (Johnson 1975)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handslag.matching.solver.compiled import compiled
from handslag.matching.solver.graph import Whole


class Heap(NamedTuple):
    """`size[0]` items. `place[item]` is where it stands, and means something only for an item inside."""

    size: NDArray[np.int64]
    item: NDArray[np.int64]
    distance: NDArray[np.int64]
    place: NDArray[np.int64]


def heap_for(items: Whole) -> Heap:
    table = np.zeros((3, items + 1), dtype=np.int64)
    return Heap(np.zeros(1, dtype=np.int64), table[0], table[1], table[2])


@compiled
def push(heap: Heap, item: Whole, distance: Whole, inside: bool) -> None:
    """Put an item in, or (inside) give it a distance shorter than before."""
    if inside:
        k = heap.place[item]
    else:
        k = heap.size[0]
        heap.size[0] += 1
    while k > 0:
        parent = (k - 1) >> 2
        if heap.distance[parent] <= distance:
            break
        heap.distance[k] = heap.distance[parent]
        heap.item[k] = heap.item[parent]
        heap.place[heap.item[k]] = k
        k = parent
    heap.distance[k] = distance
    heap.item[k] = item
    heap.place[item] = k


@compiled
def pop(heap: Heap) -> Any:
    """The nearest item, taken out."""
    nearest = heap.item[0]
    heap.size[0] -= 1
    size = heap.size[0]
    distance, item = heap.distance[size], heap.item[size]
    k = 0
    while 4 * k + 1 < size:
        best = 4 * k + 1
        for child in range(best + 1, min(best + 4, size)):
            if heap.distance[child] < heap.distance[best]:
                best = child
        if heap.distance[best] >= distance:
            break
        heap.distance[k] = heap.distance[best]
        heap.item[k] = heap.item[best]
        heap.place[heap.item[k]] = k
        k = best
    heap.distance[k] = distance
    heap.item[k] = item
    heap.place[item] = k
    return nearest
