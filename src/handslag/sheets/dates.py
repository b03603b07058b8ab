"""Numbers and texts of a workbook that stand for dates: days since an epoch, shown by a format such as `yyyy-mm-dd`."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

EPOCH = datetime(1899, 12, 30)
EPOCH_OF_1904 = datetime(1904, 1, 1)
"""Of files that old programs on a Mac began."""

_LEAP_DAY = 60  # 29 February 1900, which never was: programs count it, so the numbers before it are a day too small
_NO_LETTERS = re.compile(r'"[^"]*"|\[(?!(?:hh?|mm?|ss?)\])[^\]]*\]|[\\_].', re.IGNORECASE | re.DOTALL)
"""What is shown as it stands; colours, currencies and languages; a sign that is shown, or as wide a blank."""


class Kind(Enum):
    """What a format shows a number as."""

    INSTANT = 1
    """A day, a time of day, or both."""
    DURATION = 2
    """Hours, minutes or seconds, also more than a day has."""


BUILT_IN = {**dict.fromkeys([*range(14, 23), 45, 47], Kind.INSTANT), 46: Kind.DURATION}
"""Formats that a file does not write out, by their number (ECMA-376, part 1, 18.8.30)."""


def kind_of(written: str) -> Kind | None:
    """What a format makes of numbers above zero; None where it shows them as numbers."""
    letters = _NO_LETTERS.sub("", written.partition(";")[0])
    if re.search(r"\[[hms]", letters, re.IGNORECASE):
        return Kind.DURATION
    return Kind.INSTANT if re.search("[dmhys]", letters, re.IGNORECASE) else None


def from_number(number: float, kind: Kind, epoch: datetime) -> datetime | time | timedelta:
    """Raises OverflowError or ValueError where there is no such day."""
    since = timedelta(milliseconds=round(number * 86_400_000))
    if kind is Kind.DURATION:
        return since
    if 0 <= number < 1 and since.days == 0:
        return (epoch + since).time()
    if 0 < number < _LEAP_DAY and epoch == EPOCH:
        since += timedelta(days=1)
    return epoch + since


def from_text(written: str) -> date | time | str:
    """A date, a time, or both, as ISO 8601 writes them; else the text as it is, such as `PT30H`."""
    for kind in (date, datetime, time):
        try:
            return kind.fromisoformat(written.removesuffix("Z"))
        except ValueError:
            continue
    return written
