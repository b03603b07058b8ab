"""Groups: one mentor or two with mentees who share a language that all speak and a theme that all need.

A group is right when each of its mentees may be a pair with each of its mentors, and nobody in it has privately
excluded anybody else in it. The best set of groups gives most mentees a group; among those, the highest sum of the
scores of all pairs. It is a mixed-integer programme, solved with HiGHS through `scipy.optimize.milp`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from handslag.matching.codes import LEVELS, SLOTS, said
from handslag.matching.criteria import Criteria
from handslag.matching.encode import Encoded, needed, offered, spoken
from handslag.matching.group_search import Option, chosen
from handslag.matching.people import Mentee, Mentor, Person
from handslag.matching.rules import Allowed, barred, excluded_by_id
from handslag.matching.table import Table, table_of

LEAST, MOST = 2, 8


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How many mentors every group has, and how few and how many mentees it may have."""

    mentors: int = 1
    least: int = LEAST
    most: int = MOST

    def __post_init__(self) -> None:
        if self.mentors not in (1, 2):
            raise ValueError(f"a group has one mentor or two, not {self.mentors!r}")
        if not LEAST <= self.least <= self.most <= MOST:
            raise ValueError(f"a group has {LEAST} to {MOST} mentees, not {self.least!r} to {self.most!r}")


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
    ids (mentee, mentor). `seconds`: how long HiGHS may search; when they are over, the best that it has found comes
    back with `optimal` false. So it does where there are too many possible groups to look at all of them.

    Raises ValueError for an unknown code or id, or an id that two people share.
    """
    criteria, sizes = criteria or Criteria(), sizes or Sizes()
    table = table_of(mentors, mentees, criteria, forbidden)
    offers = list(_options(table, sizes))
    apart = _apart(table.mentees, table.rows)
    found, optimal = chosen(offers, apart, sizes.least, sizes.most, seconds=seconds)
    groups = tuple(_gathered(table, leaders, rows) for leaders, rows in found)
    placed = {mentee for group in groups for mentee in group.mentees}
    return Gathering(groups, tuple(m.id for m in table.mentees if m.id not in placed), optimal)


def may_gather(
    mentors: Iterable[Mentor], mentees: Iterable[Mentee], criteria: Criteria, forbidden: Iterable[tuple[str, str]] = ()
) -> bool:
    """Whether all these may be one group by the hard rules; which rule stands against it is never said."""
    table = table_of(mentors, mentees, criteria, forbidden)
    apart = [*_apart(table.mentees, table.rows), *_apart(table.mentors, table.columns)]
    return bool((table.score >= 0).all()) and not apart


def speak(people: Iterable[Person], criteria: Criteria, language: str) -> set[str]:
    """Ids of those who speak this language as well as the programme asks."""
    return {person.id for person in people if language in spoken(person, at_least=_level(criteria))}


def times_of(people: Iterable[Person]) -> tuple[str, ...]:
    """When all can meet who have told when they can; nothing where nobody has told."""
    told = [set(said(person.availability)) for person in people if said(person.availability)]
    return tuple(slot for slot in SLOTS if told and all(slot in one for one in told))


def _level(criteria: Criteria) -> str:
    """A group has to understand each other, also where the programme asks pairs for no common language."""
    return criteria.rules.shared_language_level or LEVELS[1]


def _options(table: Table, sizes: Sizes) -> Iterator[Option]:
    """For each mentor, or two, the largest sets of mentees that share a language and a theme with them.

    What a group is worth depends on its people alone. A set within another one of the same mentors can give nothing
    that the larger one does not, so it is left out.
    """
    allowed = table.score >= 0
    speaks, needs = _by_code(_speech(table.mentees, table.criteria)), _by_code(needed(m) for m in table.mentees)
    speech, offers = _speech(table.mentors, table.criteria), [offered(mentor) for mentor in table.mentors]
    able = [column for column, mentor in enumerate(table.mentors) if mentor.ready and mentor.places > 0]
    apart = set(_apart(table.mentors, table.columns))
    for leaders in combinations(able, sizes.mentors):
        if leaders in apart:
            continue
        both = frozenset(np.flatnonzero(allowed[:, leaders].all(axis=1)).tolist())
        languages = set.intersection(*(set(speech[column]) for column in leaders))
        themes = {theme for column in leaders for theme in offers[column]}
        sets = {both & speaks.get(code, set()) & needs.get(theme, set()) for code in languages for theme in themes}
        for rows in _largest(sets, sizes.least):
            members = sorted(rows)
            yield Option(leaders, tuple(members), tuple(table.score[np.ix_(members, leaders)].sum(axis=1).tolist()))


def _speech(people: Iterable[Person], criteria: Criteria) -> list[list[str]]:
    return [spoken(person, at_least=_level(criteria)) for person in people]


def _by_code(codes: Iterable[Collection[str]]) -> dict[str, set[int]]:
    """For each code the numbers of those who have it."""
    found: dict[str, set[int]] = {}
    for number, of_one in enumerate(codes):
        for code in of_one:
            found.setdefault(code, set()).add(number)
    return found


def _largest(sets: Iterable[frozenset[int]], least: int) -> list[frozenset[int]]:
    """Those of `least` and more that lie within no other, in an order that is always the same."""
    large = sorted((one for one in sets if len(one) >= least), key=lambda one: (-len(one), sorted(one)))
    kept: list[frozenset[int]] = []
    for one in large:
        if not any(one <= other for other in kept):
            kept.append(one)
    return kept


def _apart(people: list[Mentee] | list[Mentor] | Collection[Person], encoded: Encoded) -> list[tuple[int, int]]:
    """Numbers, the lower first, of any two of one side of whom one has excluded the other. Never to be shown."""
    listed = list(people)
    closed: Allowed = barred(encoded.rows(), encoded.columns())
    for one, other in excluded_by_id(listed, listed):
        closed[one, other] = True
    closed |= closed.T
    return [(int(a), int(b)) for a, b in np.argwhere(np.triu(closed, 1))]


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
    languages = set.intersection(*(set(codes) for codes in _speech(everybody, criteria)))
    themes = set.intersection(*(set(needed(m)) for m in mentees)) & {t for m in mentors for t in offered(m)}
    return (
        min(languages, key=lambda code: (-min(_level_in(person, code) for person in everybody), code)),
        min(themes, key=lambda theme: (-sum(m.themes[theme] or 1 for m in mentees), theme)),
    )


def _level_in(person: Person, language: str) -> int:
    """An unrated language counts as fluent."""
    level = person.languages[language]
    return LEVELS.index(level) if level in LEVELS else len(LEVELS) - 1
