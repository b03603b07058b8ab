"""Names of languages, countries and days in every interface language, from Unicode's CLDR (through Babel).

A name that means two things is given as two codes: it is for whoever asks not to guess. Babel is loaded with the
first question, as few sheets need it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from handslag.matching import iso
from handslag.matching.codes import as_code
from handslag.matching.understood import ONE_FOR
from handslag.matching.vocabulary import interface_languages

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Dari hangs on Persian with a country in the CLDR. Kurmanji is what plain Kurdish mostly means.
_DARI, _LANGUAGES_BESIDES = "fa_AF", {"farsi": "fa", "kurmanji": "ku", "sorani": "ckb", "tigrinska": "ti"}
# Names that many write, and the CLDR as Babel has it does not hold.
_COUNTRIES_BESIDES = {
    "CI": "Ivory Coast",
    "CZ": "Czech Republic;Tjeckiska republiken",
    "GB": "UK;England;Great Britain;Scotland;Skottland;Wales",
    "MK": "Macedonia;Makedonien",
    "MM": "Burma",
    "NL": "Holland",
    "PS": "Palestine;Palestina;Palästina;Palestin;Palæstina;Palesztina;Filistin;Falastiin;Παλαιστίνη;Палестина;"
    "فلسطين;فلسطین;ፍልስጤም",
    "SZ": "Swaziland",
    "TR": "Turkey",
}
# Two-letter codes that the CLDR counts as parts of other languages. Filipino is Tagalog made official.
_OWN_CODES = {"fil": "tl", "tgl": "tl", "twi": "tw", "hbs": "sh"}
_NO_LANGUAGES = {"mul", "und", "zxx"}  # several, unknown, none: names of the CLDR, too
# One thing in the CLDR, in one of the languages, and another to many who say it: Pashto or Dari, and both Congos.
_NO_NAMES = {"afghanska", "congo", "kongo", "kongó"}
Codes = Mapping[str, frozenset[str]]


def languages_called(name: str) -> frozenset[str]:
    """ISO 639 codes of what the name may mean."""
    return _found("languages").get(as_code(name), frozenset())


def languages_coded(code: str) -> frozenset[str]:
    """The code that goes for one of three letters, of ISO 639-2 or 639-3, where the CLDR knows it: `en` for `eng`."""
    return (_languages_known() | ONE_FOR.keys()) & {_one_code(code)}


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


@cache
def _languages_known() -> frozenset[str]:
    return iso.LANGUAGES.union(*_found("languages").values())


def _one_code(code: str) -> str:
    from babel.core import get_global

    if len(code) == 2:
        return code
    code = _OWN_CODES.get(code) or get_global("language_aliases").get(code, code)
    return "prs" if code == _DARI else code.partition("_")[0]


def _locales() -> Iterator:
    from babel import Locale

    return (Locale.parse(language) for language in interface_languages())


def _languages() -> Iterator[tuple[str, str]]:
    yield from _LANGUAGES_BESIDES.items()
    for locale in _locales():
        for code, name in locale.languages.items():
            if code == _DARI or (re.fullmatch("[a-z]{2,3}", code) and code not in _NO_LANGUAGES):
                yield name, _one_code(code)


def _countries() -> Iterator[tuple[str, str]]:
    yield from ((name, code) for code, listed in _COUNTRIES_BESIDES.items() for name in listed.split(";"))
    for locale in _locales():
        yield from ((name, code) for code, name in locale.territories.items() if code in iso.COUNTRIES)


def _days() -> Iterator[tuple[str, str]]:
    for locale in _locales():
        for forms in locale.days.values():
            for width in ("wide", "abbreviated"):
                yield from ((name.strip("."), _DAYS[number]) for number, name in forms.get(width, {}).items())
