"""Indicator 2: pairs that meet at least twice a month in the first quarter."""

from bisect import bisect_left
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.numbers import decimal_in_words
from handslag.mentoring.pauses import ONE_DAY, days_of

from ..facts import Facts, Pair
from .figure import Count

WINDOWS, WINDOW_DAYS, LEAST = 3, 30, 2
PAUSE_DAYS_MOST = 30


def last_days(pair: Pair) -> list[date]:
    """The last days of the three windows: days 30, 60 and 90 after the intake.

    Each day of an agreed pause moves what comes after it by a day, the first 30 of them and no more.
    """
    paused = sorted(day for day in days_of(pair.pauses) if day > pair.started_on)[:PAUSE_DAYS_MOST]
    found = []
    for window in range(1, WINDOWS + 1):
        last = pair.started_on + timedelta(days=window * WINDOW_DAYS)
        for day in paused:
            if day <= last:
                last += ONE_DAY
        found.append(last)
    return found


def moved_days(pair: Pair) -> int:
    """By how many days agreed pauses moved the end of the last window."""
    return (last_days(pair)[-1] - pair.started_on).days - WINDOWS * WINDOW_DAYS


def met_by_window(facts: Facts, pair: Pair) -> list[int]:
    """How often they met in each window. Day 0 is the intake, led by staff, and not counted."""
    met = [0] * WINDOWS
    ends = last_days(pair)
    for entry in facts.entries_of[pair.id]:
        if entry.met and pair.started_on < entry.on <= ends[-1]:
            met[bisect_left(ends, entry.on)] += 1
    return met


def ended_early(pair: Pair) -> bool:
    return pair.ended_on is not None and pair.ended_on < last_days(pair)[-1]


def is_due(pair: Pair, on: date) -> bool:
    return ended_early(pair) or on > last_days(pair)[-1]


def count(facts: Facts) -> Count:
    """Started pairs whose first quarter (until day 90, or as much later as an agreed pause moved it) is past, or that
    ended in it. Those have not reached it."""
    due = [p for p in facts.pairs if is_due(p, facts.on)]
    whole = [p for p in due if not ended_early(p)]
    reached = [p for p in whole if min(met_by_window(facts, p)) >= LEAST]
    return Count(len(reached), len(due), len(facts.pairs) - len(due), _notes(facts, due, whole, len(reached)))


def _notes(facts: Facts, due: list[Pair], whole: list[Pair], reached: int) -> tuple[str, ...]:
    notes = []
    if due:
        without = _("Without the pairs that ended in their first quarter: %(n)s of %(total)s.")
        notes.append(without % {"n": reached, "total": len(whole)})
    if whole:
        mean = sum(sum(met_by_window(facts, p)) for p in whole) / (WINDOWS * len(whole))
        notes.append(_("Meetings of a pair in 30 days, on average: %(mean)s.") % {"mean": decimal_in_words(mean)})
    if moved := sum(moved_days(pair) > 0 for pair in facts.pairs):
        # A pause may be noted when it is over, and the figure of an earlier day changes with it.
        said = ngettext(
            "An agreed pause moved the first quarter of %(n)s pair.",
            "An agreed pause moved the first quarter of %(n)s pairs.",
            moved,
        )
        notes.append(said % {"n": moved})
    return tuple(notes)
