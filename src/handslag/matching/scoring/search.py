"""Looking through all pairs of a part without keeping them: the best for each mentee, and those that break a proof.

A block of mentees at a time is scored against all mentors of the part, so memory grows with the number of mentors
and not with the number of pairs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handslag.matching.criteria import FULL_MARKS, Criteria
from handslag.matching.encode import Encoded
from handslag.matching.scoring.compiled import compiled
from handslag.matching.scoring.kernel import STRIP, score_block
from handslag.matching.scoring.packed import Packed, pack
from handslag.matching.spread import spread

Numbers = NDArray[np.int64]
Scores = NDArray[np.int32]

BLOCK = 128  # mentees at a time
_CHUNK = 64  # pairs that are passed over together where none of them is wanted
_BUCKETS = 1024
_SAMPLE = 2048
_spread = compiled(spread)


class Work(NamedTuple):
    """Room for the numbers of one strip."""

    counts: NDArray[np.uint8]
    levels: NDArray[np.int16]
    hits: NDArray[np.uint32]
    score: NDArray[np.float32]


class Closed(NamedTuple):
    """Single pairs that are excluded or forbidden: the columns of row i lie at row_start[i] to row_start[i + 1]."""

    row_start: Numbers
    column: NDArray[np.int32]


class Found(NamedTuple):
    """Pairs of each mentee: those of row i lie at row_start[i] to row_start[i + 1]. They are most of what a large
    programme keeps in memory, so the scores are no longer than they need be."""

    row_start: Numbers
    column: NDArray[np.int32]
    score: Scores


@dataclass(frozen=True)
class Pairs:
    """All pairs of a part, scored when they are looked at. bars: whether a rule holds that few programmes need."""

    packed: Packed
    closed: Closed
    bars: bool

    @property
    def mentees(self) -> int:
        return len(self.packed.mentees.place)

    @property
    def mentors(self) -> int:
        return len(self.packed.mentors.place)

    def blocks(self, rows: Numbers) -> Iterator[tuple[Numbers, Scores]]:
        """The mentees `rows`, some at a time, with their scores by all mentors; the array is used again afterwards."""
        work = Work(
            np.zeros((4, STRIP), np.uint8),
            np.zeros(STRIP, np.int16),
            np.zeros((4, STRIP), np.uint32),
            np.zeros(STRIP, np.float32),
        )
        room = np.empty((min(BLOCK, len(rows)), self.mentors), np.int32)
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            score_block(some, *self.packed, self.closed, self.bars, work, room[: len(some)])
            yield some, room[: len(some)]


def pairs_to_score(mentees: Encoded, mentors: Encoded, criteria: Criteria, closed: Closed | None = None) -> Pairs:
    """Ready to be looked at; readiness and programme are not: see `parts.py`."""
    bars = criteria.rules.same_place or bool(mentees.bars.any() or mentors.bars.any())
    nothing = Closed(np.zeros(len(mentees.ready) + 1, np.int64), np.empty(0, np.int32))
    return Pairs(pack(mentees, mentors, criteria), closed or nothing, bars)


def closed_within(mentees: Numbers, mentors: Numbers, pairs: Iterable[tuple[int, int]] | Numbers) -> Closed:
    """Those of the pairs that lie among these people (ascending), counted among them."""
    given = np.array(sorted({(int(row), int(column)) for row, column in pairs}), dtype=np.int64).reshape(-1, 2)
    row, column = np.searchsorted(mentees, given[:, 0]), np.searchsorted(mentors, given[:, 1])
    here = (row < len(mentees)) & (column < len(mentors))
    here[here] = (mentees[row[here]] == given[here, 0]) & (mentors[column[here]] == given[here, 1])
    count = np.bincount(row[here], minlength=len(mentees))
    return Closed(np.concatenate([[0], np.cumsum(count)]), column[here].astype(np.int32))


def all_scores(pairs: Pairs) -> Scores:
    """Every pair: for parts small enough to be laid out whole."""
    out = np.empty((pairs.mentees, pairs.mentors), np.int32)
    for rows, score in pairs.blocks(np.arange(pairs.mentees)):
        out[rows] = score
    return out


def best_of_each(pairs: Pairs, most: int, *, apart: bool = True) -> Found:
    """The `most` best mentors of each mentee, columns ascending; of equals others for each mentee (`spread`), or, if
    they need not be `apart`, those with the lowest columns."""
    column, score = np.empty((2, pairs.mentees, most), np.int32)
    count = np.zeros(pairs.mentees, np.int64)
    highest = FULL_MARKS * int(pairs.packed.constants.weights.sum())
    for rows, block in pairs.blocks(np.arange(pairs.mentees)):
        here = slice(rows[0], rows[-1] + 1)
        _best_of_block(rows if apart else np.zeros_like(rows), block, highest, column[here], score[here], count[here])
    return _as_lists(column, score, count)


def pairs_above(
    pairs: Pairs, rows: Numbers, row_limit: Numbers, column_limit: Numbers, *, at_least: int, most: int
) -> Found:
    """Pairs of the mentees `rows` with score >= at_least and score > row_limit[i] + column_limit[j].

    Of each mentee at most `most`, those that are furthest above (of equals others for each mentee, as there may be
    many: `spread`). row_start counts through all mentees.
    """
    column, score = np.empty((2, len(rows), most), np.int32)
    found = np.zeros(len(rows), np.int64)
    done = 0
    for some, block in pairs.blocks(rows):
        here = slice(done, done + len(some))
        _above_in_block(some, block, row_limit[some], column_limit, at_least, column[here], score[here], found[here])
        done += len(some)
    count = np.zeros(pairs.mentees, np.int64)
    count[rows] = found
    return _as_lists(column, score, found)._replace(row_start=np.concatenate([[0], np.cumsum(count)]))


def joined(one: Found, other: Found) -> Found:
    """Both lists of each mentee as one, columns ascending. Those of `one` are so already, no pair stands in both."""
    row_start = one.row_start + other.row_start
    both = Found(row_start, np.empty(row_start[-1], np.int32), np.empty(row_start[-1], np.int32))
    _join(one, other, both)
    return both


def _as_lists(column: NDArray[np.int32], score: Scores, count: Numbers) -> Found:
    used = np.arange(column.shape[1]) < count[:, None]
    return Found(np.concatenate([[0], np.cumsum(count)]), column[used], score[used])


@compiled
def _join(one, other, both):  # type: ignore[no-untyped-def]
    for row in range(len(both.row_start) - 1):
        first, last, begin = one.row_start[row], one.row_start[row + 1], both.row_start[row]
        end = begin + last - first
        both.column[begin:end], both.score[begin:end] = one.column[first:last], one.score[first:last]
        for e in range(other.row_start[row], other.row_start[row + 1]):  # few, each put in its place
            at = end
            while at > begin and both.column[at - 1] > other.column[e]:
                both.column[at], both.score[at] = both.column[at - 1], both.score[at - 1]
                at -= 1
            both.column[at], both.score[at] = other.column[e], other.score[e]
            end += 1


@compiled
def _best_of_block(rows, block, highest, column, score, count):  # type: ignore[no-untyped-def]
    most, size = column.shape[1], block.shape[1]
    some_column, some_score = np.empty(size, np.int32), np.empty(size, np.int32)
    buckets = np.empty(_BUCKETS, np.int64)
    for i in range(block.shape[0]):
        bar = _likely_bar(block[i], most, highest, buckets)
        kept = _compact(block[i], bar, some_column, some_score)
        if kept < most and bar > 0:
            kept = _compact(block[i], 0, some_column, some_score)
        count[i] = _take_best(rows[i], some_column[:kept], some_score[:kept], column[i], score[i])


@compiled
def _likely_bar(line, most, highest, buckets):  # type: ignore[no-untyped-def]
    """A score that about twice as many as wanted reach, judged by a sample; 0 where all may as well be looked at."""
    if len(line) <= 8 * most:
        return 0
    buckets[:] = 0
    step, seen = 1 + len(line) // _SAMPLE, 0
    for j in range(0, len(line), step):
        seen += 1
        if line[j] >= 0:
            buckets[line[j] * (_BUCKETS - 1) // highest] += 1
    wanted, reached, bucket = 4 + 2 * most * seen // len(line), 0, _BUCKETS
    while bucket > 0 and reached < wanted:
        bucket -= 1
        reached += buckets[bucket]
    return bucket * highest // (_BUCKETS - 1)


@compiled
def _compact(line, bar, columns, scores):  # type: ignore[no-untyped-def]
    """The columns that reach the bar, in order; chunks in which none does are passed over at once."""
    kept = 0
    for first in range(0, len(line), _CHUNK):
        chunk = line[first : first + _CHUNK]
        highest = np.int32(-1)
        for j in range(len(chunk)):
            highest = max(highest, chunk[j])
        if highest >= bar:
            for j in range(len(chunk)):
                columns[kept], scores[kept] = first + j, chunk[j]
                kept += chunk[j] >= bar
    return kept


@compiled
def _take_best(row, columns, scores, to_column, to_score):  # type: ignore[no-untyped-def]
    most, taken = len(to_column), 0
    if len(columns) <= most:
        to_column[: len(columns)], to_score[: len(columns)] = columns, scores
        return len(columns)
    last = np.partition(scores, len(scores) - most)[len(scores) - most]
    spare, equals = most - (scores > last).sum(), (scores == last).sum()
    number = -_spread(row, equals)  # of the next equal one, counted from where this row begins
    for at in range(len(columns)):
        equal = scores[at] == last
        if scores[at] > last or (equal and number % equals < spare):
            to_column[taken], to_score[taken] = columns[at], scores[at]
            taken += 1
        number += equal
    return taken


@compiled
def _above_in_block(rows, block, row_limit, column_limit, at_least, column, score, count):  # type: ignore[no-untyped-def]
    above = np.empty(column.shape[1], np.int64)
    for i in range(block.shape[0]):
        count[i] = _line_above(
            _spread(rows[i], -(-block.shape[1] // _CHUNK)), block[i], row_limit[i], column_limit, at_least, above,
            column[i], score[i],
        )  # fmt: skip


@compiled
def _line_above(begin, line, row_limit, column_limit, at_least, above, to_column, to_score):  # type: ignore[no-untyped-def]
    """begin: the chunk that is looked at first."""
    kept, chunks = 0, -(-len(line) // _CHUNK)
    for turn in range(begin, begin + chunks):
        first = turn % chunks * _CHUNK
        chunk, limit = line[first : first + _CHUNK], column_limit[first : first + _CHUNK]
        some = 0
        for j in range(len(chunk)):
            some += np.int64((chunk[j] >= at_least) & (chunk[j] > row_limit + limit[j]))
        if some:
            for j in range(len(chunk)):
                by = chunk[j] - row_limit - limit[j]
                if by > 0 and chunk[j] >= at_least:
                    kept = _keep(first + j, chunk[j], by, kept, above, to_column, to_score)
    return kept


@compiled
def _keep(column, score, by, kept, above, to_column, to_score):  # type: ignore[no-untyped-def]
    """Add the pair, or put it in the place of the one that is least above."""
    at = kept
    if kept == len(above):
        at = np.argmin(above)
        if above[at] >= by:
            return kept
    above[at], to_column[at], to_score[at] = by, column, score
    return max(kept, at + 1)
