"""Indicator 10: supervision every month, and mentors who hand in the diary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.programmes.days import last_of_month
from handslag.supervision.periods import (
    DAYS_OF_A_MONTH,
    ONE_DAY,
    add_months,
    days_within,
    diary_month,
    first_of_month,
)

from ..facts import Facts, Id, Meeting
from .figure import Count


@dataclass(frozen=True)
class Month:
    """One mentor's month: its days, and the last day on which the diary could be handed in."""

    month: date
    first: date
    last: date


def months(facts: Facts) -> Iterator[date]:
    """The first days of the programme's months. The month to come is among them: its deadline may be before it."""
    if not facts.pairs:
        return
    month = first_of_month(min(pair.started_on for pair in facts.pairs))
    last = min(add_months(facts.on, 1), facts.mentoring_until or date.max)
    while month <= last:
        yield month
        month = add_months(month, 1)


def calendar(facts: Facts) -> list[Month]:
    """The programme's months as the calendar has them."""
    return [Month(month, month, last_of_month(month)) for month in months(facts)]


def month_of(mentor_places: list, meetings: dict[tuple[Id, date], Meeting], otherwise: Month) -> Month:
    """The month that ends with the diary's deadline before supervision; without supervision, the calendar month."""
    for place in mentor_places:
        meeting = meetings.get((place.group, otherwise.month))
        if meeting and place.since <= meeting.due_on and (place.until is None or meeting.due_on < place.until):
            return Month(otherwise.month, *diary_month(meeting.due_on))
    return otherwise


def diaries(facts: Facts) -> dict[date, tuple[int, int]]:
    """For each month: mentors who handed in a diary in time, of mentors with a running pair for 15 days or more."""
    meetings = {(meeting.group, meeting.month): meeting for meeting in facts.meetings}
    whole_calendar = calendar(facts)
    counted: dict[date, tuple[int, int]] = {}
    for mentor, pairs in facts.mentors.items():
        places = facts.places_of[mentor]
        spans = [pair.span for pair in pairs]
        entries = [entry for pair in pairs for entry in facts.entries_of[pair.id]]
        for month in (month_of(places, meetings, month) for month in whole_calendar):
            if month.last >= facts.on or days_within(spans, month.first, month.last) < DAYS_OF_A_MONTH:
                continue
            in_time = any(month.first <= e.on <= month.last and e.written_on <= month.last for e in entries)
            n, total = counted.get(month.month, (0, 0))
            counted[month.month] = (n + in_time, total + 1)
    return counted


def supervision(facts: Facts) -> tuple[int, int]:
    """Held with notes, of the whole months of the programme for each group that was there for half of the month."""
    begins = facts.mentoring_from or min((pair.started_on for pair in facts.pairs), default=None)
    if begins is None:
        return 0, 0
    held = {(meeting.group, meeting.month) for meeting in facts.meetings if meeting.held}
    ends = facts.mentoring_until + ONE_DAY if facts.mentoring_until else None
    n = total = 0
    for group in facts.groups:
        month = first_of_month(begins)
        while last_of_month(month) < facts.on:
            span = (max(begins, group.made_on), ends)
            if days_within([span], month, last_of_month(month)) >= DAYS_OF_A_MONTH:
                total += 1
                n += (group.id, month) in held
            month = add_months(month, 1)
    return n, total


def count(facts: Facts) -> Count:
    """Mentors' months whose deadline has passed; of these, with at least one entry ("no meeting" counts) in time."""
    by_month = diaries(facts)
    numerator = sum(n for n, _total in by_month.values())
    denominator = sum(total for _n, total in by_month.values())
    return Count(numerator, denominator, notes=tuple(_notes(by_month, supervision(facts))))


def _notes(by_month: dict[date, tuple[int, int]], held: tuple[int, int]) -> Iterator[str]:
    if held[1]:
        said = ngettext(
            "Supervision held, with notes: %(n)s of %(total)s group meeting, one for each group and month.",
            "Supervision held, with notes: %(n)s of %(total)s group meetings, one for each group and month.",
            held[1],
        )
        yield said % {"n": held[0], "total": held[1]}
    if by_month:
        worst = min(sorted(by_month), key=lambda month: by_month[month][0] / by_month[month][1])
        n, total = by_month[worst]
        name = formats.date_format(worst, "YEAR_MONTH_FORMAT")
        yield _("Lowest month, %(month)s: %(n)s of %(total)s mentors.") % {"month": name, "n": n, "total": total}
        yield _("Agreed pauses count as months.")
