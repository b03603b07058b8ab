"""Indicator 7: mentees with individual guidance."""

from django.utils.translation import gettext as _

from ..facts import Entry, Facts, Pair
from .figure import Count

LEAST_MEETINGS = 3
STRICT_THEMES = {"employment", "education"}


def goal_meetings(facts: Facts, pairs: list[Pair]) -> list[Entry]:
    """The one-to-one meetings that were tied to a goal, with whichever mentor."""
    return [entry for pair in pairs for entry in facts.entries_of[pair.id] if entry.met and entry.goal]


def count(facts: Facts) -> Count:
    """Started mentees with an approved plan and three or more meetings tied to a goal."""
    reached, strict = 0, 0
    for pairs in facts.mentees.values():
        meetings = goal_meetings(facts, pairs)
        if any(pair.plan_approved_on for pair in pairs) and len(meetings) >= LEAST_MEETINGS:
            reached += 1
            strict += any(meeting.themes & STRICT_THEMES for meeting in meetings)
    notes: tuple[str, ...] = ()
    if reached:
        text = _("With a meeting about work or education, as O.2.3.3 asks: %(n)s of %(total)s.")
        notes = (text % {"n": strict, "total": len(facts.mentees)},)
    return Count(reached, len(facts.mentees), notes=notes)
