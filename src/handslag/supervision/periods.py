"""Months as people count them, and the month that a diary is handed in for."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from handslag.mentoring.choices import coded
from handslag.mentoring.queries import least_minutes
from handslag.programmes.models import Programme

MeetingRule = Callable[[str, str, int | None], bool]

ONE_DAY = timedelta(days=1)
# A month counts for a mentor or a group when it was there for half of it (indicator 10).
DAYS_OF_A_MONTH = 15


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def diary_month(due_on: date) -> tuple[date, date]:
    """First and last day of the month that ends with the day on which the diary is due.

    Counted so, every mentor has a whole month to write, on whatever day of the month supervision is held.
    """
    return add_months(due_on, -1) + ONE_DAY, due_on


def days_within(spans: Iterable[tuple[date, date | None]], first: date, last: date) -> int:
    """How many days from `first` to `last` lie in at least one span (from, until; the day it ends is out)."""
    days: set[int] = set()
    for begins, ends in spans:
        until = min(ends.toordinal() if ends else last.toordinal() + 1, last.toordinal() + 1)
        days.update(range(max(begins, first).toordinal(), until))
    return len(days)


def meeting_rule(programme: Programme) -> MeetingRule:
    """`counts(what, form, minutes)`: whether a diary entry tells of a meeting, as mentoring counts meetings.

    The programme's lists are read once, so that thousands of entries cost one look each.
    """
    least = least_minutes(programme)
    live = {row.code for row in coded(programme, "meeting_form") if row.row.get("live", True)}

    def counts(what: str, form: str, minutes: int | None) -> bool:
        if what != "met" or (minutes or 0) < least:
            return False
        return form in live if live else form != "chat"

    return counts
