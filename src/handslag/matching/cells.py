"""How a cell becomes a value: texts, numbers and dates. Cells that hold codes are read in `coded.py`.

`;` separates several values in a cell; where only codes are expected a comma does too, as in exports of web
forms. An empty cell, `-`, `n/a` or `not_said` means that the person has not told.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from handslag.matching import codes
from handslag.matching.codes import NOT_SAID, as_code
from handslag.matching.vocabulary import words_of


class NotUnderstood(ValueError):
    """A cell that cannot be read; the text says what was expected."""


_NOTHING = {"", "_", "—", "n/a", "n.a."}  # spelled as `as_code` does
Reader = Callable[[str], object]
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})([ T][0-9:.].*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([1-9][0-9]{3})( .*)?")


def parts(cell: str, also: str = ",") -> list[str]:
    """What stands between semicolons, and between the sign `also`."""
    return [stripped for part in cell.replace(also, ";").split(";") if (stripped := part.strip())]


def between_commas(cell: str, is_known: Callable[[str], object]) -> list[str]:
    """The values of a cell; a comma separates them as well, save where the words on both sides are one value."""
    found: list[str] = []
    if "," not in cell:
        return parts(cell)
    for part in parts(cell, ";"):
        pieces = parts(part, ",")
        while pieces:
            ends = (end for end in range(len(pieces), 1, -1) if is_known(", ".join(pieces[:end])))
            end = next(ends, 1)
            found.append(", ".join(pieces[:end]))
            pieces = pieces[end:]
    return found


def is_empty(cell: str) -> bool:
    """Also with a sign that says so: `-` and `n/a`. (`na` is a language and a country.)"""
    return as_code(cell) in _NOTHING


def is_unsaid(cell: str) -> bool:
    code = as_code(cell)
    return code in _NOTHING or code == NOT_SAID or code in words_of(NOT_SAID)


def text(cell: str) -> str:
    return "" if is_empty(cell) or as_code(cell) == NOT_SAID else cell


def texts(cell: str) -> tuple[str, ...]:
    """Free words; a comma is part of them."""
    return tuple(part for part in parts(cell, ";") if not is_unsaid(part))


def traits(cell: str) -> tuple[int | None, ...]:
    """`4;2;3;5;1`; a number may be left out between its separators."""
    if is_unsaid(cell):
        return ()
    numbers = [part.strip() for part in re.split(";" if ";" in cell else ",", cell)]
    if len(numbers) != codes.TRAITS:
        raise NotUnderstood(f"{cell!r} holds {len(numbers)} numbers; expected five of 1 to 5: 4;2;3;5;1")
    return tuple(None if is_unsaid(number) else whole_number(number, 1, 5) for number in numbers)


def whole(lowest: int, highest: int, *, empty: int | None = None) -> Reader:
    return lambda cell: empty if is_unsaid(cell) else whole_number(cell, lowest, highest)


def whole_number(cell: str, lowest: int, highest: int) -> int:
    """A whole number, also where a program has written it as 4.0."""
    word = without_empty_decimals(cell.strip())
    if not re.fullmatch(r"-?[0-9]{1,9}", word) or not lowest <= int(word) <= highest:
        raise NotUnderstood(f"{cell.strip()!r} is not known; expected a whole number from {lowest} to {highest}")
    return int(word)


def without_empty_decimals(number: str) -> str:
    """4 for 4.0 and 4,00; three noughts may be thousands, and are left."""
    return re.sub(r"[.,]00?$", "", number)


def birth_year(cell: str) -> int | None:
    """A year, or the year of a whole date."""
    found = _DATE.fullmatch(cell)
    return None if is_unsaid(cell) else whole_number(found[1] if found else cell, 1900, 2100)


def degrees(limit: int) -> Reader:
    def read(cell: str) -> float | None:
        if is_unsaid(cell):
            return None
        word = cell.replace(",", ".")
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", word) or abs(float(word)) > limit:
            raise NotUnderstood(f"{cell!r} is not known; expected degrees up to {limit}, such as 59.33")
        return float(word)

    return read


def yes_no(cell: str) -> bool:
    word = as_code(cell)
    answer = words_of("yes_no").get(word, word)
    if answer not in ("yes", "no") and not is_unsaid(cell):
        raise NotUnderstood(f"{cell!r} is not known; expected yes or no")
    return answer == "yes"


def day(cell: str) -> date | None:
    """A date, or the date of an instant such as `2026/01/07 08:15:00 AM GMT+1`."""
    if is_unsaid(cell):
        return None
    found = _DATE.fullmatch(cell)
    try:
        return date.fromisoformat("-".join(found.group(1, 2, 3)) if found else cell)
    except ValueError:
        raise NotUnderstood(f"{cell!r} is not known; {_expected_of(cell)}") from None


def _expected_of(cell: str) -> str:
    """In 03/04/2026 day and month cannot be told apart; both readings are offered, as far as they are days."""
    if not (found := _YEAR_LAST.fullmatch(cell)):
        return "expected a date such as 2026-03-31"
    one, other, year = int(found[1]), int(found[2]), found[3]
    may_be = {f"{year}-{month:02}-{day:02}" for month, day in ((one, other), (other, one)) if _is_day(year, month, day)}
    if not may_be:
        return "there is no such day; expected a date such as 2026-03-31"
    why = "day and month cannot be told apart; " if len(may_be) > 1 else ""
    return f"{why}write the year first: {' or '.join(sorted(may_be))}"


def _is_day(year: str, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(int(year), month)[1]


def private(cell: str) -> tuple[str, ...]:
    """Ids or countries. They are checked once everybody is known, and never repeated in a message."""
    return tuple(part for part in parts(cell) if not is_unsaid(part))
