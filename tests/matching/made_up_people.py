"""Mentors and mentees nobody chose: few values, so that they often meet, and much left unsaid.

Hypothesis picks how many there are and a seed, and the rest follows from the seed: drawing each answer by
itself would take a hundred times as long.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from handslag.matching.codes import FORMATS, GENDERS, INTERESTS, KINDS, LEVELS, SLOTS, THEMES
from handslag.matching.people import Mentee, Mentor

ON = date(2026, 9, 1)
LANGUAGES, COUNTRIES, BANDS = ("ar", "so", "sv", "uk"), ("SO", "SY", "UA"), ("18_30", "31_60", "over_60")


def some(random, values, most=3):
    return tuple(random.sample(values, random.randint(0, min(most, len(values)))))


def common(random):
    latitude = random.choice([None, 59.0, 59.05, 59.3])
    return {
        "ready": random.random() < 0.85,
        "gender": random.choice(["", "not_said", *GENDERS]),
        "birth_year": random.choice([None, 1964, 1965, 1966, 1994, 1995, 1996, 2007, 2008, 2009]),
        "languages": {code: random.choice([None, *LEVELS]) for code in some(random, LANGUAGES)},
        "background": some(random, COUNTRIES, 2),
        "background_counts": random.random() < 0.8,
        "availability": some(random, SLOTS[:6], 5),
        "place": random.choice(["", "North", "south", "South "]),
        "latitude": latitude,
        "longitude": None if latitude is None else 18.0,
        "formats": some(random, FORMATS),
        "trade": some(random, ("nurse", "Nurse", "baker"), 1),
        "kind": some(random, KINDS[:3]),
        "interests": some(random, INTERESTS[:3]),
        "traits": random.choice([(), tuple(random.choice([None, 1, 3, 5]) for _ in range(5))]),
        "wants_gender": random.choice(["any", "any", "female", "male"]),
        "wants_gender_strict": random.random() < 0.4,
        "wants_age": some(random, BANDS, 2),
        "exclude": random.choice([(), some(random, ("m0", "M1", "e1", "sy", "UA"), 2)]),
    }


def make_mentor(random, number):
    themes = {theme: random.choice([None, 1, 2, 3, 4]) for theme in some(random, THEMES[:4])}
    return Mentor(id=f"m{number}", places=random.randint(0, 2), themes=themes, **common(random))


def make_mentee(random, number):
    themes = {theme: random.choice([None, 0, 1, 2, 3]) for theme in some(random, THEMES[:4])}
    since = random.choice([None, ON - timedelta(days=random.randint(0, 600))])
    return Mentee(id=f"e{number}", waiting_since=since, themes=themes, **common(random))


def make_round(seed, mentors, mentees):
    random = Random(seed)
    return (
        tuple(make_mentor(random, number) for number in range(mentors)),
        tuple(make_mentee(random, number) for number in range(mentees)),
    )


def rounds(most=4, least=0):
    """(mentors, mentees) with the ids m0, m1 ... and e0, e1 ..."""
    people = st.integers(least, most)
    return st.builds(make_round, st.integers(0, 2**32), people, people)
