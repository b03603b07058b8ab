"""Indicator 2: pairs that meet at least twice a month in the first quarter."""

from datetime import timedelta

from django.utils.translation import gettext as _

from handslag.core.numbers import decimal_in_words

from ..facts import Facts, Pair
from .figure import Count

WINDOWS, WINDOW_DAYS, LEAST = 3, 30, 2
QUARTER = timedelta(days=WINDOWS * WINDOW_DAYS)


def met_by_window(facts: Facts, pair: Pair) -> list[int]:
    """How often they met on days 1-30, 31-60 and 61-90. Day 0 is the intake, led by staff, and not counted."""
    met = [0] * WINDOWS
    for entry in facts.entries_of[pair.id]:
        window = ((entry.on - pair.started_on).days - 1) // WINDOW_DAYS
        if entry.met and 0 <= window < WINDOWS:
            met[window] += 1
    return met


def ended_early(pair: Pair) -> bool:
    return pair.ended_on is not None and pair.ended_on < pair.started_on + QUARTER


def count(facts: Facts) -> Count:
    """Started pairs whose day 90 is past, or that ended before it. Those that ended before it have not reached it."""
    due = [p for p in facts.pairs if ended_early(p) or facts.on > p.started_on + QUARTER]
    whole = [p for p in due if not ended_early(p)]
    reached = [p for p in whole if min(met_by_window(facts, p)) >= LEAST]
    return Count(len(reached), len(due), len(facts.pairs) - len(due), _notes(facts, due, whole, len(reached)))


def _notes(facts: Facts, due: list[Pair], whole: list[Pair], reached: int) -> tuple[str, ...]:
    if not due:
        return ()
    without = _("Without the pairs that ended before day 90: %(n)s of %(total)s.")
    notes = [without % {"n": reached, "total": len(whole)}]
    if whole:
        mean = sum(sum(met_by_window(facts, p)) for p in whole) / (WINDOWS * len(whole))
        notes.append(_("Meetings of a pair in 30 days, on average: %(mean)s.") % {"mean": decimal_in_words(mean)})
    notes.append(_("Agreed pauses do not shift these 30 days."))
    return tuple(notes)
