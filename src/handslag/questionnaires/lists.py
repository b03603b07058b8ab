"""Lists that are filled in when a page is shown: languages and countries in the reader's language, places.

Names come from Unicode's CLDR (through Babel); a language also bears its own name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from handslag.core.languages import name_in
from handslag.programmes.models import Programme

from .models import Questionnaire
from .reading import Choice, Context

# What newcomers to Europe speak most; the others are in the list to pull down. Ours, not from a statistic.
COMMON_LANGUAGES = (
    "ar", "prs", "fa", "ps", "ckb", "ku", "so", "ti", "am", "uk", "ru", "tr", "en", "es", "fr",
)  # fmt: skip
COMMON_COUNTRIES = ("AF", "SY", "SO", "ER", "UA", "IQ", "IR", "TR", "ET", "SD", "PK", "VE")
# Living languages without a two-letter code that newcomers name.
_LONG_CODES = (
    "bal", "bej", "byn", "ceb", "ckb", "din", "dyu", "fil", "haw", "kab", "kok", "kri", "luo", "mai", "man", "nus",
    "pcm", "rhg", "rif", "rom", "shi", "sid", "snk", "ssy", "swb", "syr", "tig", "tzm", "wal", "zza",
)  # fmt: skip
_NO_LANGUAGES = {"ae", "cu", "eo", "ia", "ie", "io", "la", "pi", "sa", "vo"}  # nobody's everyday language
_NO_COUNTRIES = re.compile(r"EU|EZ|UN|QO|XA|XB|ZZ|AC|CP|CQ|DG|EA|IC|TA|AQ|BV|HM|UM|TF|GS|IO")
# Plain Kurdish is Kurmanji, the central one Sorani.
_OWN_NAME = {"prs": "دری", "ku": "Kurmancî", "ckb": "سۆرانی"}


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def language_codes() -> tuple[str, ...]:
    """Every language code that can be an answer: ISO 639-1, and some of 639-3."""
    short = {code for code in map(str, Locale("en").languages) if len(code) == 2} - _NO_LANGUAGES
    return (*sorted(short), "prs", *_LONG_CODES)


@cache
def country_codes() -> tuple[str, ...]:
    """Every country code that can be an answer (ISO 3166, two capital letters)."""
    codes = (code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))
    return tuple(code for code in codes if not _NO_COUNTRIES.fullmatch(code))


@cache
def _own_name(code: str) -> str:
    if code in _OWN_NAME:
        return _OWN_NAME[code]
    try:
        return Locale.parse(code).languages.get(code, "")
    except (UnknownLocaleError, ValueError):
        return ""


def language_name(code: str, language: str) -> str:
    """A language by its own name, with its name in the reader's `language` where that is another."""
    name = name_in(_locale(language).languages, code, language) or code
    own = _own_name(code)
    if not own or own.casefold() == name.casefold():
        return _with_capital(own or name)
    if _reads_left(own) != _reads_left(name):
        # Isolated, behind a mark of the reader's direction: brackets and commas beside it keep their place.
        mark = "\u200f" if _reads_left(name) else "\u200e"
        own = f"{mark}\u2068{_with_capital(own)}\u2069"
        return f"{own} ({name})"
    return f"{_with_capital(own)} ({name})"


def _with_capital(name: str) -> str:
    return name[:1].title() + name[1:]  # not upper(): Georgian has capitals that nobody writes


def _reads_left(name: str) -> bool:
    return unicodedata.bidirectional(name[0]) in ("R", "AL")


def _ordered(codes: Iterable[str], common: Sequence[str], name: Callable[[str], str]) -> tuple[Choice, ...]:
    """The common ones in their order, then the others by name."""
    found = {code: Choice(code, name(code), common=code in common) for code in codes}
    others = sorted(
        (choice for choice in found.values() if not choice.common), key=lambda choice: choice.label.casefold()
    )
    return (*(found[code] for code in common if code in found), *others)


@cache
def languages(language: str, first: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """Languages for a reader of `language`; those in `first` (the programme's) lead."""
    common = tuple(dict.fromkeys((*(code for code in first if code in language_codes()), *COMMON_LANGUAGES)))
    return _ordered(language_codes(), common, lambda code: language_name(code, language))


@cache
def countries(language: str, first: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """Countries for a reader of `language`; the common ones by name, then `first` (the host country)."""
    names = _locale(language).territories
    common = sorted(COMMON_COUNTRIES, key=lambda code: names.get(code, code))
    return _ordered(country_codes(), tuple(dict.fromkeys((*common, *first))), lambda code: names.get(code, code))


def lists_of(questionnaire: Questionnaire) -> set[str]:
    """The names of the lists that the questions use."""
    questions = (question for screen in questionnaire.screens for question in screen.get("question", ()))
    return {question["list"] for question in questions if question.get("list")}


def context_of(
    programme: Programme,
    questionnaire: Questionnaire,
    *,
    on: date,
    language: str,
    **runtime: Sequence[Choice],
) -> Context:
    """The context for reading `questionnaire` on the day `on`. `runtime` adds lists, their names without @."""
    used = lists_of(questionnaire)
    found = {f"@{name}": choices for name, choices in runtime.items()}
    if "@language" in used:
        base = language.split("-")[0]
        found["@language"] = languages(base, (base, *programme.languages))
    if "@country" in used:
        found["@country"] = countries(language, (programme.organisation.country,))
    if "@place" in used:
        found["@place"] = [Choice(place.code, place.name, icon="map-pin") for place in programme.places.all()]
    return Context(on=on, language=language, runtime=found)
