"""Days in words."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format


def short_day(value: date, pattern: str = "j F") -> str:
    """A day (or an instant, in its own time zone) in words, with the year only where that is not this year.

    `F` in `pattern` is the month as it stands beside a day, which is another word in some languages (Greek).
    """
    if value.year != timezone.localdate().year:
        pattern = pattern.replace("F", "F Y")
    return date_format(value, pattern.replace("F", "E"))
