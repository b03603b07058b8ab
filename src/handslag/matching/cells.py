"""What each column of a sheet may hold, and how a cell becomes a value.

`;` separates several values in a cell; where only codes are expected a comma does too, as in exports of web
forms. An empty cell or `not_said` means that the person has not told.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handslag.matching import codes
from handslag.matching.codes import NOT_SAID, WORDS, as_code, said


class NotUnderstood(ValueError):
    """A cell that cannot be read; the text says what was expected."""


Reader = Callable[[str], object]
_WORD_TO_CODE = {word: code for words in WORDS.values() for word, code in words.items()}
_YES = {"yes", "y", "true", "1", "must"}
_NO = {"no", "n", "false", "0", "prefer"}


def _split(cell: str, separators: str = ";,") -> list[str]:
    return [part.strip() for part in re.split(f"[{separators}]", cell) if part.strip()]


def _code(word: str, known: Sequence[str], *, show: str = "") -> str:
    code = as_code(word)
    code = code if code in known else _WORD_TO_CODE.get(code, code)
    if code not in known and code != NOT_SAID:
        raise NotUnderstood(f"{word!r} is not known; expected {show or 'one of ' + ', '.join(known)}")
    return code


def text(cell: str) -> str:
    return "" if as_code(cell) == NOT_SAID else cell


def one_of(known: Sequence[str], *, unsaid: str = "") -> Reader:
    def read(cell: str) -> str:
        code = _code(cell, known) if cell else ""
        return unsaid if code in ("", NOT_SAID) else code

    return read


def several(known: Sequence[str], *, show: str = "") -> Reader:
    def read(cell: str) -> tuple[str, ...]:
        found: list[str] = []
        for word in _split(cell):
            code = as_code(word)
            for part in _WORD_TO_CODE.get(code, code).split(";"):
                found.append(_code(word if part == code else part, known, show=show))
        return said(found)

    return read


def themes(levels: range) -> Reader:
    """`employment;housing` or, with levels, `employment:3;housing:1`."""

    def read(cell: str) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for part in _split(cell):
            name, _, level = part.partition(":")
            found[_code(name, codes.THEMES)] = _whole(level, levels[0], levels[-1]) if level.strip() else None
        found.pop(NOT_SAID, None)
        return found

    return read


def languages(cell: str) -> dict[str, str | None]:
    """`ar:native;sv:b1`; a language without a level counts as fluent."""
    found: dict[str, str | None] = {}
    for part in _split(cell):
        name, _, level = part.partition(":")
        code = name.strip().casefold().replace("_", "-")
        if as_code(code) == NOT_SAID:
            continue
        if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code):
            raise NotUnderstood(f"{part!r} is not known; expected language codes such as ar:native;sv:b1")
        known = _code(level, codes.LEVELS) if level.strip() else ""
        found[code] = known if said(known) else None
    return found


def countries(cell: str) -> tuple[str, ...]:
    found = [part for part in _split(cell) if as_code(part) != NOT_SAID]
    for part in found:
        if not re.fullmatch(r"[A-Za-z]{2}", part):
            raise NotUnderstood(f"{part!r} is not known; expected a two-letter country code such as SY")
    return tuple(part.upper() for part in found)


def ages(cell: str) -> tuple[str, ...]:
    found = said([as_code(part) for part in _split(cell)])
    for code in found:
        if code != "any" and codes.age_band(code) is None:
            raise NotUnderstood(f"{code!r} is not known; expected age bands: {', '.join(codes.AGE_EXAMPLES)}")
    return tuple(code for code in found if code != "any")


def traits(cell: str) -> tuple[int | None, ...]:
    """`4;2;3;5;1`; a number may be left out between its separators."""
    if not cell or as_code(cell) == NOT_SAID:
        return ()
    parts = [part.strip() for part in re.split("[;,]", cell)]
    if len(parts) != codes.TRAITS:
        raise NotUnderstood(f"{cell!r} holds {len(parts)} numbers; expected five of 1 to 5: 4;2;3;5;1")
    return tuple(_whole(part, 1, 5) if part and as_code(part) != NOT_SAID else None for part in parts)


def whole(lowest: int, highest: int, *, empty: int | None = None) -> Reader:
    return lambda cell: _whole(cell, lowest, highest) if text(cell) else empty


def _whole(cell: str, lowest: int, highest: int) -> int:
    word = cell.strip()
    if not re.fullmatch(r"-?[0-9]{1,9}", word) or not lowest <= int(word) <= highest:
        raise NotUnderstood(f"{word!r} is not known; expected a whole number from {lowest} to {highest}")
    return int(word)


def degrees(limit: int) -> Reader:
    def read(cell: str) -> float | None:
        if not text(cell):
            return None
        word = cell.replace(",", ".")
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", word) or abs(float(word)) > limit:
            raise NotUnderstood(f"{cell!r} is not known; expected degrees up to {limit}, such as 59.33")
        return float(word)

    return read


def yes_no(cell: str) -> bool:
    word = as_code(cell)
    if word in _YES:
        return True
    if word in _NO or word in ("", NOT_SAID):
        return False
    raise NotUnderstood(f"{cell!r} is not known; expected yes or no")


def day(cell: str) -> date | None:
    if not text(cell):
        return None
    found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([ T][0-9:.]+)?", cell)
    try:
        return date.fromisoformat(found[1] if found else cell)
    except ValueError:
        raise NotUnderstood(f"{cell!r} is not known; expected a date such as 2026-03-31") from None


def private(cell: str) -> tuple[str, ...]:
    """Ids or countries. They are checked once everybody is known, and never repeated in a message."""
    return tuple(part for part in _split(cell) if as_code(part) != NOT_SAID)


@dataclass(frozen=True)
class Column:
    """A column of a sheet: the field of the person that it fills, and how its cells are read."""

    field: str
    read: Reader


_BOTH = {
    "id": Column("id", text),
    "name": Column("name", text),
    "gender": Column("gender", one_of(codes.GENDERS)),
    "birth_year": Column("birth_year", whole(1900, 2100)),
    "languages": Column("languages", languages),
    "background": Column("background", countries),
    "availability": Column(
        "availability", several(codes.SLOTS, show="day and part of day, mon_am to sun_eve (am, pm, eve)")
    ),
    "place": Column("place", text),
    "lat": Column("latitude", degrees(90)),
    "lon": Column("longitude", degrees(180)),
    "formats": Column("formats", several(codes.FORMATS)),
    "trade": Column("trade", lambda cell: tuple(said(_split(text(cell), ";")))),
    "kind": Column("kind", several(codes.KINDS)),
    "interests": Column("interests", several(codes.INTERESTS)),
    "traits": Column("traits", traits),
    "wants_gender": Column("wants_gender", one_of(codes.GENDER_WISHES, unsaid="any")),
    "wants_gender_strict": Column("wants_gender_strict", yes_no),
    "wants_age": Column("wants_age", ages),
    "exclude": Column("exclude", private),
}
MENTOR_COLUMNS = _BOTH | {
    "themes": Column("themes", themes(codes.KNOWLEDGE_LEVELS)),
    "places": Column("places", whole(0, 1000, empty=1)),
}
MENTEE_COLUMNS = _BOTH | {
    "themes": Column("themes", themes(codes.NEED_LEVELS)),
    "waiting_since": Column("waiting_since", day),
}
REQUIRED = ("id", "languages")

# Other headings for the same columns, per interface language. Further languages add a table each.
HEADINGS: dict[str, dict[str, str]] = {
    "en": {"latitude": "lat", "longitude": "lon", "skills": "themes", "needs": "themes"}
}
