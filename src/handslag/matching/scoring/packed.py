"""Encoded people as the kernel reads them: each mentee's numbers together, each mentor's trait in a row of its own.

A mentor's fixed lists (themes, kinds, slots, traits) become planes, a byte a mentor for each item, so that a count of
what is in common is a sum of the few planes that the mentee asks for.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import FORMATS, GENDERS, KINDS, SLOTS, THEMES, TRAITS
from handslag.matching.criteria import FULL_MARKS, Criteria
from handslag.matching.encode import Array, Encoded, how_many
from handslag.matching.quality import ENOUGH_SLOTS, far_and_marks_each
from handslag.matching.scoring.words import Silence, Words, no_bar, shared_words

MARKS_OF_A_TRAIT = 5
# Kinds of words, in the order of `_words_of_kinds`.
LANGUAGE, CONFLICT, COUNTRY, TONGUE, MENTOR_AGE, MENTEE_AGE = range(6)
MENTOR_GENDER, MENTEE_GENDER, TRADE, INTEREST, MENTEE_BARS, MENTOR_BARS = range(6, 12)
# First plane of each list.
THEME_PLANES, KIND_PLANES = 0, len(THEMES)
SLOT_PLANES = KIND_PLANES + len(KINDS)
SILENT_SLOTS = SLOT_PLANES + len(SLOTS)
TRAIT_PLANES = SILENT_SLOTS + 1
TRAIT_VALUES = 5

Floats = NDArray[np.float32]


class PackedMentees(NamedTuple):
    """One row a person. `scale` and `base` turn counts of themes, kinds and slots into marks: 0 and 100 where nothing
    is told."""

    words: Words  # (people, words)
    themes: Words
    kinds: Words
    slots: Words
    scale: Floats  # (people, 3)
    base: Floats
    needs: NDArray[np.int16]  # (people, themes)
    traits: NDArray[np.uint8]  # (people, traits)
    position: NDArray[np.int32]  # (3, people)
    located: NDArray[np.bool_]
    place: NDArray[np.int32]
    waiting: Floats


class PackedMentors(NamedTuple):
    """One column a person."""

    words: Words  # (words, people)
    planes: NDArray[np.uint8]  # (planes, people)
    levels: NDArray[np.int16]  # (themes, people): knowledge, and 256 where it is known at all
    position: NDArray[np.int32]
    located: NDArray[np.bool_]
    place: NDArray[np.int32]


class Constants(NamedTuple):
    """What all pairs share: weights in the order of `Weights`, where each kind of words begins, the closeness ramp."""

    weights: Floats
    words_of: NDArray[np.int64]
    far: np.float32
    marks_each: np.float32
    same_place: bool


class Packed(NamedTuple):
    mentees: PackedMentees
    mentors: PackedMentors
    constants: Constants


def pack(mentees: Encoded, mentors: Encoded, criteria: Criteria) -> Packed:
    """Both sides for the kernel. Readiness and programme are not packed: see `parts.py`."""
    kinds = _words_of_kinds(mentees, mentors, criteria)
    words_of = np.cumsum([0, *(len(of_mentees) for of_mentees, _ in kinds)])
    far, marks_each = far_and_marks_each(criteria.rules)
    weights = np.array(list(vars(criteria.weights).values()), dtype=np.float32)
    return Packed(
        _packed_mentees(mentees, np.concatenate([of_mentees for of_mentees, _ in kinds])),
        _packed_mentors(mentors, np.concatenate([of_mentors for _, of_mentors in kinds])),
        Constants(weights, words_of, far, marks_each, criteria.rules.same_place),
    )


def _words_of_kinds(mentees: Encoded, mentors: Encoded, criteria: Criteria) -> list[tuple[Words, Words]]:
    either, neither = Silence(of_mentee=True, of_mentor=True), Silence(of_mentee=False, of_mentor=False)
    fluent = criteria.rules.shared_language_level
    everybody = len(mentees.ready), len(mentors.ready)
    return [
        shared_words(mentees.fluent, mentors.fluent, neither) if fluent else no_bar(*everybody),
        _conflicts(mentees, mentors, same_format=criteria.rules.same_format),
        shared_words(mentees.background, mentors.background, either),
        shared_words(mentees.first_language, mentors.first_language, either),
        shared_words(mentees.wants_age, mentors.age, Silence(of_mentee=True, of_mentor=False)),
        shared_words(mentees.age, mentors.wants_age, Silence(of_mentee=False, of_mentor=True)),
        shared_words(_as_bits(mentees.wants_gender), _as_bits(mentors.gender), either),
        shared_words(_as_bits(mentees.gender), _as_bits(mentors.wants_gender), either),
        shared_words(mentees.trade, mentors.trade, either),
        shared_words(mentees.interests, mentors.interests, either),
        shared_words(mentees.bars, mentors.origin, neither),
        shared_words(mentees.origin, mentors.bars, neither),
    ]


def _as_bits(numbers: Array) -> Array:
    return numbers.astype(np.uint64)[None, :]


def _conflicts(mentees: Encoded, mentors: Encoded, *, same_format: bool) -> tuple[Words, Words]:
    """Words that have a bit in common exactly where a required gender is not met or no way of meeting is shared."""
    genders = len(GENDERS)
    of_mentees = _required_gender(mentees) | (_other_genders(mentees) << genders)
    of_mentors = _other_genders(mentors) | (_required_gender(mentors) << genders)
    if same_format:
        for told in range(1, 1 << len(FORMATS)):
            bit = 1 << (2 * genders + told)
            apart = mentors.formats.any(axis=0) & ((mentors.formats[0] & np.uint64(told)) == 0)
            of_mentees |= np.where(mentees.formats[0] == told, bit, 0)
            of_mentors |= np.where(apart, bit, 0)
    return of_mentees.astype(np.uint32)[None], of_mentors.astype(np.uint32)[None]


def _required_gender(people: Encoded) -> NDArray[np.int64]:
    """The bit of the gender that the other one must have, if any."""
    return np.where(people.gender_strict, people.wants_gender, 0).astype(np.int64)


def _other_genders(people: Encoded) -> NDArray[np.int64]:
    """The bits of all genders but the person's own; of all where it is not known."""
    return (1 << len(GENDERS)) - 1 - people.gender.astype(np.int64)


def _packed_mentees(mentees: Encoded, words: Words) -> PackedMentees:
    slots = np.minimum(how_many(mentees.availability), 1) * ENOUGH_SLOTS
    scale, base = _scale_and_base(np.array([how_many(mentees.themes), how_many(mentees.kind), slots]).T)
    return PackedMentees(
        words=np.ascontiguousarray(words.T),
        themes=mentees.themes[0].astype(np.uint32),
        kinds=mentees.kind[0].astype(np.uint32),
        slots=mentees.availability[0].astype(np.uint32),
        scale=scale,
        base=base,
        needs=np.ascontiguousarray(mentees.theme_levels.T.astype(np.int16)),
        traits=np.ascontiguousarray(mentees.traits.T.astype(np.uint8)),
        position=np.ascontiguousarray(mentees.position),
        located=np.ascontiguousarray(mentees.located),
        place=mentees.place.astype(np.int32),
        waiting=mentees.waiting.astype(np.float32),
    )


def _scale_and_base(wishes: Array) -> tuple[Floats, Floats]:
    """Marks for each wish that is met, and marks to begin with."""
    scale = np.where(wishes > 0, FULL_MARKS / np.maximum(wishes, 1), 0)
    base = np.where(wishes > 0, 0, FULL_MARKS)
    return np.ascontiguousarray(scale, np.float32), np.ascontiguousarray(base, np.float32)


def _packed_mentors(mentors: Encoded, words: Words) -> PackedMentors:
    no_slots = np.where(mentors.availability[0] == 0, ENOUGH_SLOTS, 0).astype(np.uint8)
    planes = [
        _offered(mentors.themes[0], len(THEMES)),
        _offered(mentors.kind[0], len(KINDS)),
        _planes(mentors.availability[0], len(SLOTS)),
        no_slots[None],
        _apart(mentors.traits),
    ]
    levels = np.ascontiguousarray(mentors.theme_levels, np.int16)  # of people who were picked they lie otherwise
    return PackedMentors(
        words=np.ascontiguousarray(words),
        planes=np.concatenate(planes),
        levels=levels + 256 * (levels > 0).astype(np.int16),
        position=np.ascontiguousarray(mentors.position),
        located=np.ascontiguousarray(mentors.located),
        place=mentors.place.astype(np.int32),
    )


def _offered(bits: Array, size: int) -> NDArray[np.uint8]:
    """Whoever has told nothing is taken to offer everything."""
    return _planes(np.where(bits == 0, np.uint64(2**size - 1), bits), size)


def _planes(bits: Array, size: int) -> NDArray[np.uint8]:
    """The bits of each person, a row for each bit."""
    return ((bits >> np.arange(size, dtype=np.uint64)[:, None]) & np.uint64(1)).astype(np.uint8)


def _apart(traits: Array) -> NDArray[np.uint8]:
    """For each trait and each value of a mentee, how far from it the mentor is; 0 where that is not known."""
    values = np.arange(1, TRAIT_VALUES + 1, dtype=np.int8)[:, None]
    given = traits[:, None].astype(np.int8)
    return np.where(given > 0, np.abs(given - values), 0).astype(np.uint8).reshape(TRAITS * TRAIT_VALUES, -1)
