"""Sets as 32-bit words, so that one `and` tells whether a mentee and a mentor have something in common.

Only what occurs on both sides can be in common, so the rest gets no bit; what occurs most comes first, so that
most people need only the first word. Two bits of each word say what silence means: see `Silence`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handslag.matching.scoring.compiled import compiled

Array = NDArray[Any]
Words = NDArray[np.uint32]

PAYLOAD_BITS = 30
_MENTEE_SILENT = np.uint32(1 << 30)
_MENTOR_SILENT = np.uint32(1 << 31)
_NO_BIT = np.uint32(0)
PAYLOAD = np.uint32((1 << PAYLOAD_BITS) - 1)


@dataclass(frozen=True)
class Silence:
    """Whether somebody who has told nothing counts as having something in common with everybody."""

    of_mentee: bool
    of_mentor: bool


def shared_words(mentees: Array, mentors: Array, silence: Silence) -> tuple[Words, Words]:
    """Bits of `encode`, shape (words of 64, people), as words of 32 of what both sides have: (words, people)."""
    return _shared_words(
        np.ascontiguousarray(mentees),
        np.ascontiguousarray(mentors),
        _MENTEE_SILENT if silence.of_mentee else _NO_BIT,
        _MENTOR_SILENT if silence.of_mentor else _NO_BIT,
    )


def no_bar(mentees: int, mentors: int) -> tuple[Words, Words]:
    """Words by which everybody has something in common with everybody."""
    return np.full((1, mentees), _MENTEE_SILENT, np.uint32), np.full((1, mentors), _MENTEE_SILENT, np.uint32)


@compiled
def _shared_words(mentees: Any, mentors: Any, mentee_silent: Any, mentor_silent: Any) -> Any:
    chosen = _chosen_bits(mentees, mentors)
    of_mentees = _in_words(mentees, chosen, mentee_silent, mentor_silent)
    return of_mentees, _in_words(mentors, chosen, mentor_silent, mentee_silent)


@compiled
def _chosen_bits(mentees: Any, mentors: Any) -> Any:
    """The bits that somebody on each side has; those that most mentees have come first."""
    count = np.zeros(64 * len(mentees), np.int64)
    for word in range(len(mentees)):
        offered = np.uint64(0)
        for bits in mentors[word]:
            offered |= bits
        for bits in mentees[word]:
            for bit in range(64):
                count[64 * word + bit] += ((bits & offered) >> np.uint64(bit)) & np.uint64(1)
    chosen = np.empty(np.count_nonzero(count), np.int64)
    for place in range(len(chosen)):
        chosen[place] = count.argmax()
        count[chosen[place]] = 0
    return chosen


@compiled
def _in_words(bits: Any, chosen: Any, if_silent: Any, always: Any) -> Any:
    """(words, people): the chosen bits, PAYLOAD_BITS to each of at least one word; with them what silence means."""
    words, people = max(1, -(-len(chosen) // PAYLOAD_BITS)), bits.shape[1]
    found = np.full((words, people), always, np.uint32)
    for place in range(len(chosen)):
        source, shift = bits[chosen[place] // 64], np.uint64(chosen[place] % 64)
        target, at = found[place // PAYLOAD_BITS], np.uint32(place % PAYLOAD_BITS)
        for person in range(people):
            target[person] |= np.uint32((source[person] >> shift) & np.uint64(1)) << at
    for person in range(people):
        if if_silent and not bits[:, person].any():
            found[:, person] |= if_silent
    return found
