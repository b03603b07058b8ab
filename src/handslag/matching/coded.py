"""Cells that hold codes, or the words for them in an interface language (`vocabulary.py`, `names.py`)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from handslag.matching import codes, iso, names
from handslag.matching.cells import NotUnderstood, Reader, between_commas, is_unsaid, parts, whole_number
from handslag.matching.codes import NOT_SAID, as_code, said
from handslag.matching.vocabulary import words_of

# A language, and perhaps how it is written and where: sr-Latn-RS. Whoever speaks one of its kinds speaks the language.
_LANGUAGE_CODE = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}|[0-9]{3}))?")
_HOW_WELL = re.compile("[0-9]|basic|begin|elementary|intermediate|advanced|little|good|lite|grund|nybörj|bra\\b", re.I)
_WORDS_KEPT = 100_000  # different words of a sheet that are looked up once


@lru_cache(_WORDS_KEPT)
def _known(word: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The codes that the word stands for: itself, several for `both`, none for an unknown word."""
    code = as_code(word)
    if code in known:
        return (code,)
    if kind == "slot" and (slots := _slots(code)):
        return slots
    found = words_of(kind).get(code)
    return tuple(found.split(";")) if found else (NOT_SAID,) if is_unsaid(word) else ()


def _slots(code: str) -> tuple[str, ...]:
    """`måndag_kväll` and `kväll_måndag` are mon_eve; `weekend_eve` is two slots."""
    if tile := codes.WEEK.get(words_of("week").get(code, code)):
        return tile
    words = code.split("_")
    for gap in range(1, len(words)):
        one, other = "_".join(words[:gap]), "_".join(words[gap:])
        if found := _slot(one, other) or _slot(other, one):
            return (found,)
    return ()


def _slot(day: str, part: str) -> str:
    part = words_of("part").get(part, part)
    if f"mon_{part}" not in codes.SLOTS or f"{day}_{part}" in codes.SLOTS:
        return f"{day}_{part}" if f"{day}_{part}" in codes.SLOTS else ""
    found = names.days_called(day)
    return f"{next(iter(found))}_{part}" if len(found) == 1 else ""


def _code(word: str, known: Sequence[str], kind: str, *, show: str = "") -> str:
    found = _known(word, known, kind)
    if len(found) != 1:
        raise NotUnderstood(f"{word!r} is not known; expected {show or 'one of ' + ', '.join(known)}")
    return found[0]


def one_of(known: Sequence[str], kind: str, *, unsaid: str = "") -> Reader:
    def read(cell: str) -> str:
        code = _code(cell, known, kind) if cell else ""
        return unsaid if code in ("", NOT_SAID) else code

    return read


def several(known: Sequence[str], kind: str, *, show: str = "") -> Reader:
    def read(cell: str) -> tuple[str, ...]:
        found: list[str] = []
        for word in between_commas(cell, lambda word: _known(word, known, kind)):
            found += _known(word, known, kind) or [_code(word, known, kind, show=show)]
        return said(dict.fromkeys(found))

    return read


def themes(levels: range) -> Reader:
    """`employment;housing` or, with levels, `employment:3;housing:1`."""

    def read(cell: str) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for part in between_commas(cell, lambda word: _known(word.partition(":")[0], codes.THEMES, "theme")):
            name, _, level = part.partition(":")
            _rate(found, _code(name, codes.THEMES, "theme"), _theme_level(level, levels) if level.strip() else None)
        found.pop(NOT_SAID, None)
        return found

    return read


def _theme_level(level: str, levels: range) -> int | None:
    if levels == codes.NEED_LEVELS:
        level = words_of("need").get(as_code(level), level)
    return None if is_unsaid(level) else whole_number(level, levels[0], levels[-1])


def _rate(found: dict[str, Any], name: str, level: object) -> None:
    """Two of a form's questions may name the same thing, with a level and without."""
    before = found.get(name)
    if before is not None and level is not None and before != level:
        raise NotUnderstood(f"{name} stands twice, with {before} and {level}; expected one level")
    found[name] = before if level is None else level


def languages(cell: str) -> dict[str, str | None]:
    """`ar:native;sv:b1`; a language without a level counts as fluent."""
    found: dict[str, str | None] = {}
    for part in parts(cell):
        name, _, level = part.partition(":")
        if not is_unsaid(name):
            known = _code(level, codes.LEVELS, "level") if level.strip() else NOT_SAID
            _rate(found, _language(name.strip()), None if known == NOT_SAID else known)
    return found


@lru_cache(_WORDS_KEPT)
def _language(name: str) -> str:
    tag = _LANGUAGE_CODE.fullmatch(name.casefold().replace("_", "-"))
    code = tag[1] if tag and (not tag[2] or tag[2].isdigit() or tag[2].upper() in iso.COUNTRIES) else ""
    if code in iso.LANGUAGES:
        return code
    found = names.languages_called(name) | (names.languages_coded(code) if len(code) == 3 else frozenset())
    found = found or _of_a_kind(name)
    language, _, level = as_code(name).rpartition("_")
    if not found and language and level in codes.LEVELS:
        raise NotUnderstood(f"{name!r} is not known; expected {language}:{level}")
    return _only(name, found, "language codes such as ar:native;sv:b1, or names of languages")


def _of_a_kind(name: str) -> frozenset[str]:
    """`Arabic (Syrian)` is Arabic. But `Kurdish (Sorani)` may be two languages, and how well somebody speaks is no kind
    of a language: without a level it would count as fluent."""
    if not (kind := re.fullmatch(r"(.*\S)\s*\((.+)\)", name)):
        return frozenset()
    found = frozenset({kind[1].casefold()} & iso.LANGUAGES) or names.languages_called(kind[1])
    if not found:
        return found
    if level := _known(kind[2], codes.LEVELS, "level"):
        raise NotUnderstood(f"{name!r} is not known; expected {kind[1]}:{level[0]}")
    if words_of("need").get(as_code(kind[2])) or _HOW_WELL.search(kind[2]):
        return frozenset()
    return found | names.languages_called(kind[2])


@lru_cache(_WORDS_KEPT)
def country(name: str) -> str:
    if (code := name.strip().upper()) in iso.COUNTRIES:
        return code
    return _only(name, names.countries_called(name), "a two-letter country code such as SY, or a country's name")


def _only(name: str, found: frozenset[str], expected: str) -> str:
    if len(found) > 1:
        raise NotUnderstood(f"{name!r} may mean {' or '.join(sorted(found))}; expected the code")
    if not found:
        raise NotUnderstood(f"{name!r} is not known; expected {expected}")
    return next(iter(found))


def countries(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(country(part) for part in parts(cell) if not is_unsaid(part)))


def ages(cell: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts(cell):
        code = re.sub(r"^([0-9]{1,3})_?\+$", lambda found: f"over_{int(found[1]) - 1}", as_code(part))
        code = code if code == "any" or codes.age_band(code) else words_of("age").get(code, code)
        if not is_unsaid(code) and code != "any" and codes.age_band(code) is None:
            raise NotUnderstood(f"{part!r} is not known; expected age bands: {', '.join(codes.AGE_EXAMPLES)}")
        found.append(code)
    return tuple(code for code in found if code != "any" and not is_unsaid(code))
