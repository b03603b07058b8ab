"""How good a pair is by each criterion: a whole number from 0 to 100.

Each function takes mentees and mentors as encoded arrays, laid across each other or side by side. Where one
of the two has not told, the pair gets full marks: a refusal never lowers a score, and `explain.py` tells the
team what is unknown.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import KNOWLEDGE_LEVELS, THEMES, TRAITS
from handslag.matching.criteria import FULL_MARKS, Rules
from handslag.matching.encode import DECIMETRES_IN_KM, Array, Encoded, how_many, in_common

Marks = NDArray[np.int64]

FIRST_LANGUAGE_ONLY = 70  # a mother tongue in common, though not the country: a similar background
ENOUGH_SLOTS = 3  # times in the week that both can, from which on more do not help
_THEMES_OF_TEN, _KINDS_OF_TEN = 7, 3
_NEAR_KM = 1  # positions are blurred to a kilometre


def background(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """A country in common is full marks, a mother tongue in common most of them."""
    country = _shared_or_untold(mentees.background, mentors.background)
    tongue = _shared_or_untold(mentees.first_language, mentors.first_language)
    return np.where(country, FULL_MARKS, np.where(tongue, FIRST_LANGUAGE_ONLY, 0))


def gender_age(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Each wish of either side that is not met takes half away, so that having no wish is never a loss."""
    marks = np.full(1, FULL_MARKS, dtype=np.int64)
    for asking, asked in ((mentees, mentors), (mentors, mentees)):
        for wished, met in (gender_wish(asking, asked), age_wish(asking, asked)):
            marks = marks - np.where(wished & ~met, FULL_MARKS // 2, 0)
    return np.maximum(marks, 0)


def gender_wish(asking: Encoded, asked: Encoded) -> tuple[Array, Array]:
    """Whether there is a wish, and whether the other one meets it (or has not told)."""
    return asking.wants_gender != 0, (asked.gender == 0) | ((asking.wants_gender & asked.gender) != 0)


def age_wish(asking: Encoded, asked: Encoded) -> tuple[Array, Array]:
    """Whether there is a wish, and whether the other one meets it (or has not told)."""
    return ~_silent(asking.wants_age), in_common(asking.wants_age, asked.age) > 0


def needs(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Seven tenths for the share of needed themes that the mentor knows, three for the kind of mentor."""
    themes = _share_met(mentees.themes, mentors.themes)
    kinds = _share_met(mentees.kind, mentors.kind)
    return (_THEMES_OF_TEN * themes + _KINDS_OF_TEN * kinds) // 10


def availability(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Three times in the week that both can are full marks."""
    common = np.minimum(in_common(mentees.availability, mentors.availability), ENOUGH_SLOTS)
    unknown = _silent(mentees.availability) | _silent(mentors.availability)
    return np.where(unknown, FULL_MARKS, FULL_MARKS * common // ENOUGH_SLOTS)


def skills(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Half for the same trade, half for an interest in common."""
    marks = np.zeros(1, dtype=np.int64)
    for mine, theirs in ((mentees.trade, mentors.trade), (mentees.interests, mentors.interests)):
        marks = marks + np.where(_shared_or_untold(mine, theirs), FULL_MARKS // 2, 0)
    return marks


def closeness(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Full marks within a kilometre, falling to nothing at `far_km`; else by the name of the place.

    As the crow flies, in float32 and only by steps that every machine rounds alike.
    """
    apart = (mentees.position - mentors.position).astype(np.float32)
    away = np.sqrt(apart[0] * apart[0] + apart[1] * apart[1] + apart[2] * apart[2])
    far, marks_each = far_and_marks_each(rules)
    by_distance = np.clip((far - away) * marks_each, np.float32(0), np.float32(FULL_MARKS)).astype(np.int64)
    by_name = (mentees.place == mentors.place) | (mentees.place < 0) | (mentors.place < 0)
    return np.where(mentees.located & mentors.located, by_distance, by_name * FULL_MARKS)


def far_and_marks_each(rules: Rules) -> tuple[np.float32, np.float32]:
    """The distance at which nothing is left, in decimetres, and the marks for each decimetre less."""
    ramp = max(rules.far_km - _NEAR_KM, 1) * DECIMETRES_IN_KM
    return np.float32(rules.far_km * DECIMETRES_IN_KM), np.float32(FULL_MARKS / ramp)


def temperament(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """Five traits from 1 to 5: full marks when all are alike, nothing when all are opposite."""
    known = (mentees.traits > 0) & (mentors.traits > 0)
    apart = np.where(known, np.abs(mentees.traits - mentors.traits), 0).sum(axis=0)
    return FULL_MARKS - FULL_MARKS * apart // (4 * TRAITS)


def self_assessment(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """How well the mentor knows what the mentee needs, by what both said: greater need counts more."""
    most = max(KNOWLEDGE_LEVELS)
    asked, met = np.int64(0), np.int64(0)
    for theme in range(len(THEMES)):
        need, knowledge = mentees.theme_levels[theme], mentors.theme_levels[theme]
        known = (need > 0) & (knowledge > 0)
        asked = asked + need * known * most
        met = met + need * knowledge * known
    return np.where(asked == 0, FULL_MARKS, FULL_MARKS * met // np.maximum(asked, 1))


def waiting(mentees: Encoded, mentors: Encoded, rules: Rules) -> Marks:
    """The mentee's waiting time: a year or more is full marks. No date is no waiting."""
    return (mentees.waiting + mentors.waiting).astype(np.int64)


def _shared_or_untold(mine: Array, theirs: Array) -> Array:
    return (in_common(mine, theirs) > 0) | _silent(mine) | _silent(theirs)


def _silent(bits: Array) -> Array:
    return np.asarray(~bits.any(axis=0))


def _share_met(wanted: Array, offered: Array) -> Marks:
    wishes = how_many(wanted)
    share = FULL_MARKS * in_common(wanted, offered) // np.maximum(wishes, 1)
    return np.where((wishes == 0) | _silent(offered), FULL_MARKS, share)


# In the order of `Weights`; a test holds the two together.
CRITERIA: dict[str, Callable[[Encoded, Encoded, Rules], Marks]] = {
    "background": background,
    "gender_age": gender_age,
    "needs": needs,
    "availability": availability,
    "skills": skills,
    "closeness": closeness,
    "temperament": temperament,
    "self_assessment": self_assessment,
    "waiting": waiting,
}
