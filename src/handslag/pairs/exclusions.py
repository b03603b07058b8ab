"""Private exclusions: what somebody wrote about whom they may never be paired with, as the engine can hold it.

What is found here goes to the engine and nowhere else: it is not stored, not shown and not logged.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from handslag.programmes.models import Membership
from handslag.questionnaires.lists import country_codes

_NOTHING = {
    "", "-", "–", "no", "none", "nobody", "no one", "nothing", "n/a", "not said", "not_said", "any", "all are fine",
    "nej", "ingen", "inga", "inget", "nobody in particular",
}  # fmt: skip
_LONGEST_NAME = 6  # words


def names_of(memberships: Iterable[Membership]) -> Mapping[str, set[str]]:
    """Names of people, whole and in parts, in small letters -> ids of those who bear them."""
    found: dict[str, set[str]] = defaultdict(set)
    for membership in memberships:
        person = membership.person
        for name in (str(person), person.given_name, person.family_name):
            if name:
                found[" ".join(_words(name))].add(str(membership.pk))
    return found


def says_nothing(text: str) -> bool:
    """Whether somebody was asked and named nobody."""
    return all(part.strip().casefold() in _NOTHING for part in parts(text))


def parts(text: str) -> list[str]:
    """What stands between commas, full stops and ends of lines."""
    return re.split(r"[;\n.,]", text)


def read(text: str, names: Mapping[str, set[str]], languages: Iterable[str]) -> tuple[set[str], bool]:
    """Ids and country codes that `text` excludes, and whether every part of it was understood.

    `languages`: in which countries may be named. A name that several bear excludes them all: to exclude too many
    costs a choice, to exclude too few may cost somebody's safety.
    """
    excluded: set[str] = set()
    understood = True
    for part in parts(text):
        if part.strip().casefold() in _NOTHING:
            continue
        found = set(_found(part, names, _countries(tuple(sorted({"en", *languages})))))
        understood &= bool(found)
        excluded |= found
    return excluded, understood


def _found(part: str, names: Mapping[str, set[str]], countries: Mapping[str, str]) -> Iterator[str]:
    words, original = _words(part), re.findall(r"[\w'’-]+", part)
    # "no", "in" and "it" are words before they are Norway, India and Italy.
    yield from (word for word in original if word.isupper() and word in country_codes())
    if len(original) == 1 and original[0].upper() in country_codes():
        yield original[0].upper()
    taken: set[int] = set()
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            place = set(range(start, start + length))
            name = " ".join(words[start : start + length])
            if place & taken or not (name in countries or name in names):
                continue
            taken |= place
            if name in countries:
                yield countries[name]
            yield from names.get(name, ())


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.casefold())


@cache
def _countries(languages: tuple[str, ...]) -> dict[str, str]:
    """Names of countries in small letters, in these languages -> ISO code."""
    found: dict[str, str] = {}
    for language in languages:
        try:
            territories = Locale.parse(language.replace("-", "_")).territories
        except (UnknownLocaleError, ValueError):
            continue
        found |= {" ".join(_words(territories[code])): code for code in country_codes() if code in territories}
    return found
