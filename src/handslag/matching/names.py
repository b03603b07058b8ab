"""Names of languages, countries and days in every interface language, from Unicode's CLDR (through Babel).

A name that means two things is given as two codes: it is for whoever asks not to guess. Babel is loaded with the
first question, as few sheets need it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from handslag.matching import iso
from handslag.matching.codes import as_code
from handslag.matching.vocabulary import interface_languages

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Dari hangs on Persian with a country in the CLDR. Kurmanji is what plain Kurdish mostly means.
_DARI, _BESIDES = "fa_AF", {"farsi": "fa", "kurmanji": "ku", "sorani": "ckb"}
# One thing in the CLDR, in one of the languages, and another to many who say it: Pashto or Dari, and both Congos.
_NO_NAMES = {"afghanska", "congo", "kongo", "kongó"}
Codes = Mapping[str, frozenset[str]]


def languages_called(name: str) -> frozenset[str]:
    """ISO 639 codes of what the name may mean."""
    return _found("languages").get(as_code(name), frozenset())


def countries_called(name: str) -> frozenset[str]:
    """ISO 3166 codes of what the name may mean."""
    return _found("territories").get(as_code(name), frozenset())


def days_called(name: str) -> frozenset[str]:
    """`mon` to `sun`, for whole and short names."""
    return _found("days").get(as_code(name), frozenset())


@cache
def _found(what: str) -> Codes:
    found: dict[str, set[str]] = {}
    for name, code in {"languages": _languages, "territories": _countries, "days": _days}[what]():
        found.setdefault(as_code(name), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items() if name not in _NO_NAMES}


def _locales() -> Iterator:
    from babel import Locale

    return (Locale.parse(language) for language in interface_languages())


def _languages() -> Iterator[tuple[str, str]]:
    yield from _BESIDES.items()
    for locale in _locales():
        for code, name in locale.languages.items():
            if code == _DARI or re.fullmatch("[a-z]{2,3}", code):
                yield name, "prs" if code == _DARI else code


def _countries() -> Iterator[tuple[str, str]]:
    for locale in _locales():
        yield from ((name, code) for code, name in locale.territories.items() if code in iso.COUNTRIES)


def _days() -> Iterator[tuple[str, str]]:
    for locale in _locales():
        for forms in locale.days.values():
            for width in ("wide", "abbreviated"):
                yield from ((name.strip("."), _DAYS[number]) for number, name in forms.get(width, {}).items())
