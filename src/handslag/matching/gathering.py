"""Groups: one mentor or two with mentees who share a language that all speak and a theme that all need.

A group is right when each of its mentees may be a pair with each of its mentors, and nobody in it has privately
excluded anybody else in it. The best set of groups gives most mentees a group; among those, the highest sum of the
scores of all pairs. It is a mixed-integer programme, solved with HiGHS through `scipy.optimize.milp`.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from handslag.matching.codes import LEVELS, SLOTS, said
from handslag.matching.criteria import Criteria
from handslag.matching.encode import needed, offered, spoken
from handslag.matching.group_options import LEAST, MOST, Sizes, apart, level, options, speech
from handslag.matching.group_search import chosen
from handslag.matching.people import Mentee, Mentor, Person
from handslag.matching.table import Table, table_of
from handslag.matching.understood import understood_as

__all__ = ["LEAST", "MOST", "Gathered", "Gathering", "Sizes", "gather", "may_gather", "may_join", "speak", "times_of"]

_LISTING = 0.3  # of the time, at most, for looking up which groups there could be


@dataclass(frozen=True)
class Gathered:
    """One group, by ids. `score`: the sum over all its pairs. `times`: when all who have told can meet."""

    language: str
    theme: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    score: int
    times: tuple[str, ...]


@dataclass(frozen=True)
class Gathering:
    """The groups, and the mentees who are in none. `optimal`: HiGHS has closed the gap to its bound, for the number of
    mentees and then for the score; the bound itself is not verified by a second program, as that of pairs is."""

    groups: tuple[Gathered, ...]
    left: tuple[str, ...]
    optimal: bool


def gather(
    mentors: Iterable[Mentor],
    mentees: Iterable[Mentee],
    criteria: Criteria | None = None,
    sizes: Sizes | None = None,
    *,
    forbidden: Iterable[tuple[str, str]] = (),
    seconds: float | None = None,
) -> Gathering:
    """The best set of groups; every mentor leads one at most, and needs a free place for it.

    A mentee's place in a group is no place of its own: a mentor with one place may lead eight. `forbidden`: pairs of
    ids (mentee, mentor). `seconds`: how long all of it may take; when they are over, the best that was found comes back
    with `optimal` false. So it does where there are too many possible groups to look at all of them.

    Raises ValueError for an unknown code or id, or an id that two people share.
    """
    criteria, sizes = criteria or Criteria(), sizes or Sizes()
    begun = time.monotonic()
    until = None if seconds is None else begun + seconds
    table = table_of(mentors, mentees, criteria, forbidden)
    offers, all_of_them = options(table, sizes, until=None if seconds is None else begun + seconds * _LISTING)
    found, optimal = chosen(offers, apart(table.mentees, table.rows), sizes.least, sizes.most, until=until)
    groups = tuple(_gathered(table, leaders, rows) for leaders, rows in found)
    placed = {mentee for group in groups for mentee in group.mentees}
    return Gathering(groups, tuple(m.id for m in table.mentees if m.id not in placed), optimal and all_of_them)


def may_gather(
    mentors: Iterable[Mentor], mentees: Iterable[Mentee], criteria: Criteria, forbidden: Iterable[tuple[str, str]] = ()
) -> bool:
    """Whether all these may be one group by the hard rules; which rule stands against it is never said."""
    table = table_of(mentors, mentees, criteria, forbidden)
    kept_apart = [*apart(table.mentees, table.rows), *apart(table.mentors, table.columns)]
    return bool((table.score >= 0).all()) and not kept_apart


def may_join(
    newcomer: str, mentors: Iterable[Mentor], mentees: Iterable[Mentee], criteria: Criteria,
    forbidden: Iterable[tuple[str, str]] = (),
) -> bool:  # fmt: skip
    """Whether the one of these mentees with the id `newcomer` may come to the others, who meet already: what stands
    between those now is no matter here."""
    table = table_of(mentors, mentees, criteria, forbidden)
    row = next(number for number, mentee in enumerate(table.mentees) if mentee.id == newcomer)
    kept_apart = any(row in two for two in apart(table.mentees, table.rows))
    return bool((table.score[row] >= 0).all()) and not kept_apart


def speak(people: Iterable[Person], criteria: Criteria, language: str) -> set[str]:
    """Ids of those who speak this language as well as the programme asks."""
    return {person.id for person in people if understood_as(language) in spoken(person, at_least=level(criteria))}


def times_of(people: Iterable[Person]) -> tuple[str, ...]:
    """When all can meet who have told when they can; nothing where nobody has told."""
    told = [set(said(person.availability)) for person in people if said(person.availability)]
    return tuple(slot for slot in SLOTS if told and all(slot in one for one in told))


def _gathered(table: Table, leaders: tuple[int, ...], rows: tuple[int, ...]) -> Gathered:
    mentors, mentees = [table.mentors[column] for column in leaders], [table.mentees[row] for row in rows]
    language, theme = _shared(mentors, mentees, table.criteria)
    score = int(table.score[np.ix_(rows, leaders)].sum())
    return Gathered(
        language, theme, tuple(mentor.id for mentor in mentors), tuple(mentee.id for mentee in mentees), score,
        times_of([*mentors, *mentees]),
    )  # fmt: skip


def _shared(mentors: list[Mentor], mentees: list[Mentee], criteria: Criteria) -> tuple[str, str]:
    """The language that the weakest speaker knows best, and the theme that is needed most; ties go by code."""
    everybody: list[Person] = [*mentors, *mentees]
    languages = set.intersection(*(set(codes) for codes in speech(everybody, criteria)))
    themes = set.intersection(*(set(needed(m)) for m in mentees)) & {t for m in mentors for t in offered(m)}
    return (
        min(languages, key=lambda code: (-min(_level_in(person, code) for person in everybody), code)),
        min(themes, key=lambda theme: (-sum(m.themes[theme] or 1 for m in mentees), theme)),
    )


def _level_in(person: Person, language: str) -> int:
    """An unrated language counts as fluent."""
    level = person.languages[language]
    return LEVELS.index(level) if level in LEVELS else len(LEVELS) - 1
