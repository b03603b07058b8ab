"""People as arrays, so that rules and criteria are computed for many pairs at once.

Every array's last axis is the people. Sets become bits; `rows()` and `columns()` lay mentees and mentors
across each other, so that an expression over both gives the table of all pairs; `take()` picks people, so
that the same expression gives chosen pairs one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import (
    FORMATS,
    GENDERS,
    INTERESTS,
    KINDS,
    LEVELS,
    SLOTS,
    THEMES,
    TRAITS,
    age_band,
    said,
)
from handslag.matching.criteria import FULL_MARKS, Criteria
from handslag.matching.people import Mentee, Mentor, Person

Array = NDArray[Any]
DECIMETRES_IN_KM = 10_000
EARTH_RADIUS = 6371 * DECIMETRES_IN_KM
_WORD = 64
_YEAR_OF_WAITING = 365
_HIGHEST_LEVEL = 4  # of a mentor's knowledge; that of a need is 3
_KNOWS = 2  # from this level on (1 to 4) a mentor's knowledge of a theme counts as an offer


@dataclass(frozen=True)
class Encoded:
    """One entry per person in each array; `bits` arrays have a first axis of 64-bit words."""

    ready: Array
    programme: Array
    fluent: Array  # bits: languages at the programme's level or better
    first_language: Array  # bits: languages as a mother tongue
    background: Array  # bits
    origin: Array  # bits: countries, also of those who do not want likeness to count
    bars: Array  # bits: countries of origin of people this person may never be paired with; private
    gender: Array  # bit of the gender, 0 unknown
    wants_gender: Array  # bit of the gender wished for, 0 any
    gender_strict: Array
    age: Array  # bits of the age bands the person may be in, all if unknown
    wants_age: Array  # bits of the bands wished for, 0 any
    themes: Array  # bits: what is needed or offered
    theme_levels: Array  # (themes, people), 0 unknown
    kind: Array
    trade: Array
    interests: Array
    availability: Array
    formats: Array
    place: Array  # number of the place, -1 unknown
    position: Array  # (3, people) in whole decimetres from the middle of the earth
    located: Array  # whether the position is known
    traits: Array  # (5, people), 0 unknown
    waiting: Array  # 0 to 100: waiting time, a year or more is 100; 0 for mentors

    def rows(self) -> "Encoded":
        return self._each(lambda array: array[..., :, None])

    def columns(self) -> "Encoded":
        return self._each(lambda array: array[..., None, :])

    def take(self, people: NDArray[np.int64] | slice) -> "Encoded":
        return self._each(lambda array: array[..., people])

    def without_rules(self) -> "Encoded":
        """The same people as if none of them excluded or required anybody."""
        return replace(self, bars=np.zeros_like(self.bars), gender_strict=np.zeros_like(self.gender_strict))

    def _each(self, change: Callable[[Array], Array]) -> "Encoded":
        return replace(self, **{field.name: change(getattr(self, field.name)) for field in fields(self)})


def encode(mentees: Sequence[Mentee], mentors: Sequence[Mentor], criteria: Criteria) -> tuple[Encoded, Encoded]:
    """Both sides with the same bits for the same codes. An unknown code raises ValueError."""
    everybody: list[Person] = [*mentees, *mentors]
    level = criteria.rules.shared_language_level or LEVELS[1]
    now = criteria.on or max((m.waiting_since for m in mentees if m.waiting_since), default=None)
    ages, age_wishes = _ages(everybody, criteria.on)
    origins, bars = _origins_and_bars(everybody)
    waiting = [_waiting(m.waiting_since, now) for m in mentees] + [0] * len(mentors)
    both = Encoded(
        ready=np.array([p.ready for p in everybody], dtype=bool),
        programme=_numbered([p.programme for p in everybody]),
        fluent=_bits([spoken(p, at_least=level) for p in everybody]),
        first_language=_bits([spoken(p, at_least="native") for p in everybody]),
        background=_bits([_countries(p) for p in everybody]),
        origin=origins,
        bars=bars,
        gender=_gender_bit([p.gender for p in everybody]),
        wants_gender=_gender_bit(["" if p.wants_gender == "any" else p.wants_gender for p in everybody]),
        gender_strict=np.array([p.wants_gender_strict for p in everybody], dtype=bool),
        age=ages,
        wants_age=age_wishes,
        themes=_bits([needed(p) for p in mentees] + [offered(p) for p in mentors], known=THEMES, what="theme"),
        theme_levels=_theme_levels(everybody),
        kind=_bits([said(p.kind) for p in everybody], known=KINDS, what="kind"),
        trade=_bits([[trade.strip().casefold() for trade in said(p.trade)] for p in everybody]),
        interests=_bits([said(p.interests) for p in everybody], known=INTERESTS, what="interest"),
        availability=_bits([said(p.availability) for p in everybody], known=SLOTS, what="slot"),
        formats=_bits([said(p.formats) for p in everybody], known=FORMATS, what="format"),
        place=_numbered([p.place.strip().casefold() for p in everybody]),
        position=_positions(everybody),
        located=np.array([_is_located(p) for p in everybody], dtype=bool),
        traits=np.array([_traits(p) for p in everybody], dtype=np.int8).reshape(-1, TRAITS).T,
        waiting=np.array(waiting, dtype=np.int64),
    )
    return both.take(slice(None, len(mentees))), both.take(slice(len(mentees), None))


def in_common(one: Array, other: Array) -> NDArray[np.int64]:
    """How many bits both have."""
    return np.bitwise_count(one & other).sum(axis=0, dtype=np.int64)


def how_many(bits: Array) -> NDArray[np.int64]:
    """How many bits are set."""
    return np.bitwise_count(bits).sum(axis=0, dtype=np.int64)


def _bits(sets: Sequence[Sequence[str]], *, known: tuple[str, ...] = (), what: str = "") -> Array:
    """Sets of texts as bits, shape (words, people)."""
    vocabulary = list(known) or sorted(set(chain.from_iterable(sets)))
    number = {code: position for position, code in enumerate(vocabulary)}
    bits = np.zeros((max(1, -(-len(vocabulary) // _WORD)), len(sets)), dtype=np.uint64)
    for person, codes in enumerate(sets):
        for code in codes:
            if code not in number:
                raise ValueError(f"{what} {code!r} is not known; expected one of {', '.join(known)}")
            word, bit = divmod(number[code], _WORD)
            bits[word, person] |= np.uint64(1 << bit)
    return bits


def _numbered(names: Sequence[str]) -> Array:
    number = {name: position for position, name in enumerate(sorted(set(names)))}
    return np.array([number[name] if name else -1 for name in names], dtype=np.int64)


def _gender_bit(genders: Sequence[str]) -> Array:
    bit = {gender: 1 << position for position, gender in enumerate(GENDERS)}
    for gender in set().union(*map(said, genders)) - set(bit):
        raise ValueError(f"gender {gender!r} is not known; expected one of {', '.join(GENDERS)}")
    return np.array([bit.get(gender, 0) for gender in genders], dtype=np.uint8)


def spoken(person: Person, *, at_least: str) -> list[str]:
    """The person's languages at that level or better; an unrated one counts as fluent."""
    wanted, spoken = LEVELS.index(at_least), []
    for language, level in person.languages.items():
        if level and level not in (*LEVELS, "not_said"):
            raise ValueError(f"language level {level!r} is not known; expected one of {', '.join(LEVELS)}")
        if not level or level == "not_said" or LEVELS.index(level) >= wanted:
            spoken.append(language)
    return list(said(spoken))


def _countries(person: Person) -> list[str]:
    """The countries that may count for likeness."""
    return [code.upper() for code in said(person.background)] if person.background_counts else []


def needed(mentee: Mentee) -> list[str]:
    """The themes with which help is asked for, at whatever level."""
    return [theme for theme in said(mentee.themes) if mentee.themes[theme] != 0]


def offered(mentor: Mentor) -> list[str]:
    """The themes of which the mentor knows enough to help."""
    levels = mentor.themes
    return [theme for theme in said(levels) if levels[theme] is None or (levels[theme] or 0) >= _KNOWS]


def _theme_levels(people: Sequence[Person]) -> Array:
    """Shape (themes, people)."""
    for person in people:
        for theme, level in person.themes.items():
            if level is not None and level not in range(_HIGHEST_LEVEL + 1):
                raise ValueError(
                    f"the level of theme {theme!r} must be a number from 0 to {_HIGHEST_LEVEL}, not {level!r}"
                )
    levels = [[person.themes.get(theme) or 0 for person in people] for theme in THEMES]
    return np.array(levels, dtype=np.int8).reshape(len(THEMES), len(people))


def _ages(people: Sequence[Person], on: date | None) -> tuple[Array, Array]:
    """Bits of the bands that each person is or may be in, and of those each wishes for."""
    wishes = [said(person.wants_age) for person in people]
    bands = {code: age_band(code) for code in sorted(set(chain.from_iterable(wishes)))}
    for code in (code for code, band in bands.items() if band is None):
        raise ValueError(f"age band {code!r} is not known; expected one such as 18_30, under_18 or over_60")
    bits = _bits([*(_bands(person, on, bands) for person in people), *wishes])
    return bits[:, : len(people)], bits[:, len(people) :]


def _bands(person: Person, on: date | None, bands: dict[str, tuple[int, int] | None]) -> list[str]:
    """A birth year leaves two ages possible; an unknown one leaves all."""
    if person.birth_year is None or on is None:
        return list(bands)
    oldest = on.year - person.birth_year
    return [code for code, band in bands.items() if band and band[0] <= oldest and oldest - 1 <= band[1]]


def _origins_and_bars(people: Sequence[Person]) -> tuple[Array, Array]:
    """Countries of origin, and those barred, in the same bits. Who is barred by id stands in `rules.py`."""
    origins = [[country.strip().casefold() for country in said(person.background)] for person in people]
    countries = set(chain.from_iterable(origins))
    barred = [[v for v in (value.strip().casefold() for value in said(p.exclude)) if v in countries] for p in people]
    bits = _bits([*origins, *barred])
    return bits[:, : len(people)], bits[:, len(people) :]


def _is_located(person: Person) -> bool:
    return person.latitude is not None and person.longitude is not None


def _positions(people: Sequence[Person]) -> Array:
    """Whole numbers, so that distances are the same on every machine; nought where unknown."""
    degrees = np.array([(p.latitude, p.longitude) if _is_located(p) else (0.0, 0.0) for p in people], np.float64)
    latitude, longitude = np.radians(degrees.reshape(-1, 2).T)
    east = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    return np.rint(EARTH_RADIUS * np.array([*east, np.sin(latitude)])).astype(np.int32)


def _traits(person: Person) -> list[int]:
    given = [trait or 0 for trait in person.traits] or [0] * TRAITS
    if len(given) != TRAITS or not all(0 <= trait <= 5 for trait in given):
        raise ValueError(f"traits must be {TRAITS} numbers from 1 to 5, not {list(person.traits)}")
    return given


def _waiting(since: date | None, now: date | None) -> int:
    if since is None or now is None:
        return 0
    days = min(max((now - since).days, 0), _YEAR_OF_WAITING)
    return FULL_MARKS * days // _YEAR_OF_WAITING
