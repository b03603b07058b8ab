"""One number for a whole question and its answer: scores, places, pins, forbidden pairs, fairness and who got whom.

Sums with odd weights modulo 2**64: changing any one number changes the sum for certain, since an odd number times a
difference that is not 0 is not 0. It ties a certificate to its question and answer. It is no seal against someone who
computes it anew for another question, and need not be: the proof itself is what convinces.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_WHOLE = 2**64
_ODD = 0x9E3779B97F4A7C15
_AT_ONCE = 2**15  # scores, so that they stay in the nearer caches


def fingerprint(
    blocks: Iterable[tuple[int, Numbers]],
    capacity: Numbers,
    pinned: Iterable[tuple[int, int]],
    forbidden: Iterable[tuple[int, int]],
    fairness: str,
    mentor_of: Numbers,
) -> int:
    """blocks: (first row, scores), each row once; in as many blocks as you like."""
    parts = sum(of_block(score, first) for first, score in blocks)
    return closed(parts, capacity, pinned, forbidden, fairness, mentor_of)


def of_block(score: Numbers, first: int) -> int:
    """The part of some rows. Disallowed pairs count 0 and the others score + 1, times the weights of row and column."""
    rows, columns = score.shape
    of_rows, of_columns = _weights(first, rows), _weights(7, columns)
    marks, step = 0, max(1, _AT_ONCE // max(1, columns))
    for start in range(0, rows, step):
        some = score[start : start + step]
        some = some if some.min(initial=0) >= -1 else np.maximum(some, -1)
        of_block = some.view(np.uint64) @ of_columns + of_columns.sum()  # score + 1, multiplied out
        marks += int((of_block * of_rows[start : start + step]).sum())
    return marks


def closed(
    parts: int,
    capacity: Numbers,
    pinned: Iterable[tuple[int, int]],
    forbidden: Iterable[tuple[int, int]],
    fairness: str,
    mentor_of: Numbers,
) -> int:
    """The fingerprint, from the sum of the parts of all blocks."""
    places = int((capacity.astype(np.uint64) * _weights(11, len(capacity))).sum())
    answer = int((mentor_of.astype(np.uint64) * _weights(13, len(mentor_of))).sum())
    pairs = _of_pairs(pinned, 3) + _of_pairs(forbidden, 5)
    return (parts + pairs + answer + 4 * places + _ODD * len(capacity) + sum(fairness.encode())) % _WHOLE


@lru_cache(maxsize=4)  # an update asks for the same again and again
def _weights(first: int, count: int) -> NDArray[np.uint64]:
    """An odd number for each position, well spread, so that several changes do not make up for each other."""
    weight = np.arange(first + 1, first + count + 1, dtype=np.uint64) * np.uint64(_ODD)
    weight = (weight ^ (weight >> np.uint64(29))) * np.uint64(_ODD)
    weight = (weight ^ (weight >> np.uint64(32))) | np.uint64(1)
    weight.setflags(write=False)
    return weight


def _of_pairs(pairs: Iterable[tuple[int, int]], kind: int) -> int:
    # Of a pair outside the table (-1) too, as numbers wrap: that it stands for nothing is for the proof to say.
    odd = 2 * np.array(list(pairs), dtype=np.int64).astype(np.uint64).reshape(-1, 2) + 1
    marks = (odd[:, 0] * np.uint64(_ODD) ^ odd[:, 1]) * np.uint64(kind) * (2 * np.arange(len(odd), dtype=np.uint64) + 1)
    return int(marks.sum())
