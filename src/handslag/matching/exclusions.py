"""Whom an exclusion means: a person of these sheets, by id, or people of a country. Never guessed, never dropped.

What stands in the cell is private, so no message repeats it.
"""

from collections.abc import Collection, Iterable

from handslag.matching.cells import NotUnderstood
from handslag.matching.coded import country

_EXPECTED = "expected an id from these sheets or a two-letter country code"


def words_of_names(names: Iterable[str]) -> set[str]:
    """Names and their parts, in small letters: what somebody may write instead of an id."""
    return {word for name in names for word in (name.casefold(), *name.casefold().split())}


def excluded(value: str, ids: Collection[str], names: Collection[str]) -> str:
    """The id, or the code of the country. Raises NotUnderstood for all else: `Bo` is a man here and no Bolivia."""
    if value.casefold() in ids:
        return value
    is_code = len(value) == 2 and value.isupper()
    if not is_code and (value.casefold() in names or (len(value) == 2 and not value.islower())):
        raise NotUnderstood(f"may be a name; {_EXPECTED} in capitals")
    try:
        return country(value)
    except NotUnderstood:
        raise NotUnderstood(f"not known; {_EXPECTED}") from None
