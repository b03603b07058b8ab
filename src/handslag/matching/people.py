"""Mentors and mentees as the engine sees them: plain values, codes as in `codes.py`.

A field left at its default, or holding `not_said`, means that the person has not told; it never lowers a
score.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from handslag.matching.understood import as_compared


@dataclass(frozen=True, kw_only=True)
class Person:
    """What mentors and mentees have in common."""

    id: str
    name: str = ""
    programme: str = ""
    ready: bool = True
    """Whether the programme's readiness rule is met (AMIR: mentors trained; BEL: workshops done)."""
    gender: str = ""
    birth_year: int | None = None
    languages: Mapping[str, str | None] = field(default_factory=dict)
    """Language code to level (`none` to `native`); a level of None is unrated and counts as fluent. Languages that are
    one for matching get the code of that one (`no` for `nb`, see `understood.py`)."""
    background: Collection[str] = ()
    """ISO codes of countries."""
    background_counts: bool = True
    """False where the person does not want likeness to count; exclusions of a country hold all the same."""
    availability: Collection[str] = ()
    """Of the 21 slots, `mon_am` to `sun_eve`."""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    formats: Collection[str] = ()
    themes: Mapping[str, int | None] = field(default_factory=dict)
    """A mentee's needs (0 none to 3 urgent) or a mentor's knowledge (1 to 4); None without a level."""
    trade: Collection[str] = ()
    kind: Collection[str] = ()
    """The kind of mentor that is needed or offered."""
    interests: Collection[str] = ()
    traits: Collection[int | None] = ()
    """Five numbers from 1 to 5."""
    wants_gender: str = "any"
    wants_gender_strict: bool = False
    wants_age: Collection[str] = ()
    exclude: Collection[str] = ()
    """Private: ids of persons, or countries of background, that this person may never be paired with."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", as_compared(self.languages))


@dataclass(frozen=True, kw_only=True)
class Mentor(Person):
    """Somebody who gives support to as many mentees as they have places."""

    places: int = 1


@dataclass(frozen=True, kw_only=True)
class Mentee(Person):
    """Somebody who is to get one mentor."""

    waiting_since: date | None = None
