"""Sets as 32-bit words, so that one `and` tells whether a mentee and a mentor have something in common.

Only what occurs on both sides can be in common, so the rest gets no bit; what occurs most comes first, so that
most people need only the first word. Two bits of each word say what silence means: see `Silence`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Words = NDArray[np.uint32]

PAYLOAD_BITS = 30
_MENTEE_SILENT = np.uint32(1 << 30)
_MENTOR_SILENT = np.uint32(1 << 31)
PAYLOAD = np.uint32((1 << PAYLOAD_BITS) - 1)


@dataclass(frozen=True)
class Silence:
    """Whether somebody who has told nothing counts as having something in common with everybody."""

    of_mentee: bool
    of_mentor: bool


def shared_words(mentees: Array, mentors: Array, silence: Silence) -> tuple[Words, Words]:
    """Bits of `encode`, shape (words of 64, people), as words of 32 of what both sides have: (words, people)."""
    in_mentees, in_mentors = _laid_out(mentees), _laid_out(mentors)
    count = in_mentees.sum(axis=0)
    shared = np.flatnonzero((count > 0) & in_mentors.any(axis=0))
    shared = shared[np.argsort(-count[shared], kind="stable")]
    of_mentees, of_mentors = _as_words(in_mentees[:, shared]), _as_words(in_mentors[:, shared])
    if silence.of_mentee:
        of_mentees |= np.where(mentees.any(axis=0), np.uint32(0), _MENTEE_SILENT)
        of_mentors |= _MENTEE_SILENT
    if silence.of_mentor:
        of_mentors |= np.where(mentors.any(axis=0), np.uint32(0), _MENTOR_SILENT)
        of_mentees |= _MENTOR_SILENT
    return of_mentees, of_mentors


def no_bar(mentees: int, mentors: int) -> tuple[Words, Words]:
    """Words by which everybody has something in common with everybody."""
    return np.full((1, mentees), _MENTEE_SILENT, np.uint32), np.full((1, mentors), _MENTEE_SILENT, np.uint32)


def _laid_out(bits: Array) -> NDArray[np.uint8]:
    """(people, bits), a byte each."""
    by_person = np.ascontiguousarray(bits.T.astype("<u8"))
    return np.unpackbits(by_person.view(np.uint8), axis=1, bitorder="little")


def _as_words(laid_out: NDArray[np.uint8]) -> Words:
    """(words, people): PAYLOAD_BITS of the columns in each word, at least one word."""
    people, bits = laid_out.shape
    words = np.zeros((max(1, -(-bits // PAYLOAD_BITS)), people), np.uint32)
    for word in range(len(words)):
        some = laid_out[:, word * PAYLOAD_BITS : (word + 1) * PAYLOAD_BITS]
        whole = np.zeros((people, 4), np.uint8)
        packed = np.packbits(some, axis=1, bitorder="little")
        whole[:, : packed.shape[1]] = packed
        words[word] = whole.view("<u4")[:, 0]
    return words
