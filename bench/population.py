"""Made-up mentors and mentees as the engine's arrays, by a seed: likely languages, cities, times and wishes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from handslag.matching.codes import FORMATS, INTERESTS, KINDS, SLOTS, THEMES, TRAITS
from handslag.matching.encode import EARTH_RADIUS, Encoded

Array = NDArray[Any]
_LANGUAGES, _COUNTRIES, _TRADES, _BANDS = 64, 24, 100, 4
# Latitude, longitude, and a share of the people.
_CITIES = np.array(
    [
        *([59.33, 18.07, 3.7], [57.70, 11.97, 1.85], [55.60, 13.00, 1.5], [59.86, 17.64, 1.06], [58.41, 15.62, 0.76]),
        *([59.27, 15.21, 0.63], [56.05, 12.69, 0.62], [57.78, 14.16, 0.6], [58.59, 16.18, 0.59], [63.83, 20.26, 0.58]),
        *([60.67, 17.14, 0.57], [55.70, 13.19, 0.56]),
    ]
)


def population(
    mentees: int, mentors: int, seed: int, *, cities: int = 1, programmes: int = 1
) -> tuple[Encoded, Encoded, NDArray[np.int64]]:
    """(mentees, mentors, places): 1.75 places a mentor, so 600 mentors have 1.05 places for each of 1,000 mentees."""
    rng = np.random.default_rng(seed)
    places = rng.choice([1, 2, 3, 4], mentors, p=[0.5, 0.3, 0.15, 0.05]).astype(np.int64)
    return (
        _people(rng, mentees, cities, programmes, mentor=False),
        _people(rng, mentors, cities, programmes, mentor=True),
        places,
    )


def _people(rng: np.random.Generator, many: int, cities: int, programmes: int, *, mentor: bool) -> Encoded:
    city = rng.choice(cities, many, p=_shares(_CITIES[:cities, 2]))
    languages = _sets(rng, many, _LANGUAGES, 1, 3, 1.2)
    languages[0, rng.random(many) < (0.97 if mentor else 0.8)] |= np.uint64(1)
    origin = _one(rng, many, _COUNTRIES, 0.9)
    themes = _sets(rng, many, len(THEMES), *((3, 8) if mentor else (2, 4)), 0.4)
    wishes = _sets(rng, many, _BANDS, 0, 2, 0.3)
    wishes[0, rng.random(many) < 0.5] = 0
    wants_gender = np.where(rng.random(many) < 0.3, 1 << rng.choice(2, many, p=[0.6, 0.4]), 0)
    genders = rng.choice(3, many, p=[0.55, 0.43, 0.02] if mentor else [0.48, 0.50, 0.02])
    return Encoded(
        ready=np.ones(many, bool),
        programme=rng.choice(programmes, many, p=_zipf(programmes, 0.6)).astype(np.int16),
        fluent=languages,
        first_language=_one(rng, many, _LANGUAGES, 1.2),
        background=origin,
        origin=origin,
        bars=np.zeros((1, many), np.uint64),
        gender=(1 << genders).astype(np.uint8),
        wants_gender=wants_gender.astype(np.uint8),
        gender_strict=rng.random(many) < (0.2 if mentor else 0.4),
        age=_one(rng, many, _BANDS, 0.5),
        wants_age=wishes,
        themes=themes,
        theme_levels=_levels(rng, themes[0], mentor=mentor),
        kind=_sets(rng, many, len(KINDS), *((0, 3) if mentor else (1, 2)), 0.3),
        trade=_sets(rng, many, _TRADES, 0, 1, 0.7),
        interests=_sets(rng, many, len(INTERESTS), 0, 3, 0.2),
        availability=_times(rng, many),
        formats=_sets(rng, many, len(FORMATS), 0, 2, 0.5),
        place=city.astype(np.int16),
        position=_positions(rng, city),
        located=rng.random(many) < 0.98,
        traits=rng.integers(1, 6, (TRAITS, many)).astype(np.int8),
        waiting=(np.zeros(many) if mentor else rng.integers(0, 101, many)).astype(np.int8),
    )


def _shares(weight: Array) -> Array:
    return weight / weight.sum()


def _zipf(many: int, steepness: float) -> Array:
    return _shares(1 / np.arange(1, many + 1) ** steepness)


def _one(rng: np.random.Generator, many: int, items: int, steepness: float) -> Array:
    return (np.uint64(1) << rng.choice(items, many, p=_zipf(items, steepness)).astype(np.uint64))[None]


def _sets(rng: np.random.Generator, many: int, items: int, least: int, most: int, steepness: float) -> Array:
    bits = np.zeros((-(-items // 64), many), np.uint64)
    count = rng.integers(least, most + 1, many)
    for drawn in range(most):
        word, bit = np.divmod(rng.choice(items, many, p=_zipf(items, steepness)), 64)
        people = np.flatnonzero(count > drawn)
        bits[word[people], people] |= np.uint64(1) << bit[people].astype(np.uint64)
    return bits


def _levels(rng: np.random.Generator, themes: Array, *, mentor: bool) -> Array:
    levels = np.zeros((len(THEMES), len(themes)), np.int8)
    for theme in range(len(THEMES)):
        named = (themes >> np.uint64(theme)) & np.uint64(1) > 0
        levels[theme] = np.where(
            named, rng.integers(2, 5, len(themes)) if mentor else rng.integers(1, 4, len(themes)), 0
        )
    return levels


def _times(rng: np.random.Generator, many: int) -> Array:
    """Evenings and weekends are likelier, and some people have more time than others."""
    likely = np.array([0.10, 0.15, 0.40] * 5 + [0.35, 0.40, 0.25] * 2)
    free = 1.6 * rng.beta(2, 2, many)
    bits = np.zeros((1, many), np.uint64)
    for slot in range(len(SLOTS)):
        bits[0, rng.random(many) < likely[slot] * free] |= np.uint64(1 << slot)
    return bits


def _positions(rng: np.random.Generator, city: Array) -> Array:
    latitude = np.radians(_CITIES[city, 0] + rng.normal(0, 0.06, len(city)))
    longitude = np.radians(_CITIES[city, 1] + rng.normal(0, 0.09, len(city)))
    around = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)
    return np.rint(EARTH_RADIUS * np.array(around)).astype(np.int32)
