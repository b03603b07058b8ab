"""Months as people count them, and the month that a diary is handed in for."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import itemgetter

from handslag.mentoring.pauses import ONE_DAY
from handslag.programmes.models import Programme

DIARY_DUE_DAYS = 7  # AMIR: one week before supervision

# A month counts for a mentor or a group when it was there for half of it (indicator 10).
DAYS_OF_A_MONTH = 15


@lru_cache(maxsize=5000)
def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def diary_due_on(programme: Programme, day: date) -> date:
    """When diaries are due for supervision on the day `day`."""
    return day - programme.rules.get("diary_due_days_before_supervision", DIARY_DUE_DAYS) * ONE_DAY


def diary_month(due_on: date) -> tuple[date, date]:
    """First and last day of the month that ends with the day on which the diary is due.

    Counted so, every mentor has a whole month to write, on whatever day of the month supervision is held.
    """
    return add_months(due_on, -1) + ONE_DAY, due_on


def days_within(spans: Iterable[tuple[date, date | None]], first: date, last: date) -> int:
    """How many days from `first` to `last` lie in at least one span (from, until; the day it ends is out)."""
    days, counted_to, over = 0, first, last + ONE_DAY
    for begins, ends in sorted(spans, key=itemgetter(0)):
        begins, ends = max(begins, counted_to), min(ends or over, over)
        if begins < ends:
            days += (ends - begins).days
            counted_to = ends
    return days
