"""Which pairs need attention, why, and what to do next (annex 9, signals 2, 3, 5, 6 and 9).

Pure rules over what the diary says: each reason names its facts and is gone as soon as the facts have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .periods import DAYS_OF_A_MONTH, days_within, diary_month

# Default rules; a programme's own rules, of the same names, go before them.
RULES = {
    "meeting_gap_days": 21,
    "meeting_gap_days_first_quarter": 14,
    "no_shows_in_a_row": 2,
    "no_shows_in_30_days": 3,
    "mood_low": 2,
    "mood_fall": 1.5,
}
FIRST_QUARTER = timedelta(days=90)
HELP = {"support_wanted", "boundary", "money"}
# How long a wish for help stays on the list; from then on it is for the next supervision.
HELP_DAYS = 14


@dataclass(frozen=True)
class Line:
    """What one diary entry says, without its words. `met`: a live meeting of 15 minutes or more."""

    on: date
    what: str
    met: bool = False
    mood: int | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PairState:
    """A running pair with its diary, oldest entry first. `due_on`: when this month's diary is due, if known."""

    pair_id: UUID
    mentor_id: UUID
    mentor: str
    mentee: str
    started_on: date
    due_on: date | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a pair needs attention: `facts` in words, and the next `step`. `urgency` as for next steps."""

    code: str
    facts: str
    step: str
    urgency: int = 2


def reasons(state: PairState, on: date, rules: Mapping) -> list[Reason]:
    """All reasons on the day `on`, most urgent first."""
    rules = {**RULES, **rules}
    checks = (_help_asked, _no_meeting, _no_shows, _mood_falls, _diary_late)
    found = [reason for check in checks if (reason := check(state, on, rules))]
    return sorted(found, key=lambda reason: reason.urgency)


def handed_in(state: PairState, on: date) -> bool | None:
    """Whether there is an entry for the month whose diary is due; None while no date is set or the pair is new."""
    if state.due_on is None:
        return None
    first, last = diary_month(state.due_on)
    if any(first <= line.on for line in state.lines):
        return True
    return None if days_within([(state.started_on, None)], first, last) < DAYS_OF_A_MONTH else False


def _day(day: date) -> str:
    return date_format(day, "j F")


def _no_meeting(state: PairState, on: date, rules: Mapping) -> Reason | None:
    early = on - state.started_on <= FIRST_QUARTER
    gap = rules["meeting_gap_days_first_quarter" if early else "meeting_gap_days"]
    last = max((line.on for line in state.lines if line.met), default=state.started_on)
    days = (on - last).days
    if days < gap:
        return None
    said = ngettext("No meeting since %(day)s, %(n)s day ago.", "No meeting since %(day)s, %(n)s days ago.", days)
    step = _("Call the mentor, then the mentee.")
    return Reason("no_meeting", said % {"day": _day(last), "n": days}, step, urgency=1)


def _diary_late(state: PairState, on: date, rules: Mapping) -> Reason | None:
    if state.due_on is None or on <= state.due_on or handed_in(state, on) is not False:
        return None
    said = _("No diary this month. It was due on %(day)s.") % {"day": _day(state.due_on)}
    return Reason("diary_late", said, _("Ask the mentor for an entry, or take it by phone: five taps."))


def _no_shows(state: PairState, on: date, rules: Mapping) -> Reason | None:
    """Two in a row, or three in 30 days. A meeting that was moved does not break the row."""
    tries = [line for line in state.lines if line.what in ("met", "no_show")]
    row, last = rules["no_shows_in_a_row"], tries[-rules["no_shows_in_a_row"] :]
    recent = sum(line.what == "no_show" and on - line.on < timedelta(days=30) for line in tries)
    step = _("Ask both what makes it hard to come.")
    if len(last) == row and all(line.what == "no_show" for line in last):
        said = _("Somebody did not come %(n)s times in a row, last on %(day)s.") % {"n": row, "day": _day(last[-1].on)}
        return Reason("no_shows", said, step)
    if recent >= rules["no_shows_in_30_days"]:
        return Reason("no_shows", _("Somebody did not come %(n)s times in 30 days.") % {"n": recent}, step)
    return None


def _mood_falls(state: PairState, on: date, rules: Mapping) -> Reason | None:
    """Two entries of 2 or less, or the last three on average 1.5 below the three before."""
    moods = [line.mood for line in state.lines if line.mood is not None]
    step = _("Praise what works, then talk with the mentor.")
    if len(moods) >= 2 and max(moods[-2:]) <= rules["mood_low"]:
        said = _("The last two meetings felt bad: %(a)s and %(b)s of 5.") % {"a": moods[-2], "b": moods[-1]}
        return Reason("mood_falls", said, step)
    if len(moods) >= 6:
        now, before = sum(moods[-3:]) / 3, sum(moods[-6:-3]) / 3
        if before - now >= rules["mood_fall"]:
            said = _("Meetings feel worse: on average %(now)s of 5, before %(before)s.")
            return Reason("mood_falls", said % {"now": f"{now:.1f}", "before": f"{before:.1f}"}, step)
    return None


def _help_asked(state: PairState, on: date, rules: Mapping) -> Reason | None:
    asked = [line for line in state.lines if line.flags & HELP and on - line.on < timedelta(days=HELP_DAYS)]
    if not asked:
        return None
    said = _("The mentor asked for help on %(day)s.") % {"day": _day(asked[-1].on)}
    return Reason("help_asked", said, _("Answer within two working days."), urgency=1)
