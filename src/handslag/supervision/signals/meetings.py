"""Signals 1, 2, 4, 5 and 6: whether the two meet, and how it feels."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.core.numbers import decimal_in_words
from handslag.mentoring.pauses import days_since, paused_days

from .facts import PairFacts, window
from .registry import Said, Told, signal

FIRST_QUARTER = timedelta(days=90)
MONTH = 30


@signal(1, Told.COORDINATOR, rests=True)
def not_started(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    days = (on - facts.matched_on).days
    if facts.started_on is not None or days < rules["intake_days"]:
        return None
    said = ngettext(
        "Matched %(n)s day ago, no first meeting yet.", "Matched %(n)s days ago, no first meeting yet.", days
    )
    return Said(said % {"n": days}, _("Call both, and book the first meeting."), urgency=1)


@signal(2, Told.SUPERVISOR, rests=True)
def no_meeting(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    if facts.started_on is None:
        return None
    early = on - facts.started_on <= FIRST_QUARTER
    gap = rules["meeting_gap_days_first_quarter" if early else "meeting_gap_days"]
    last = max((line.on for line in facts.lines if line.met), default=facts.started_on)
    days = days_since(last, on, facts.pauses)
    if days < gap:
        return None
    said = ngettext("No meeting since %(day)s, %(n)s day ago.", "No meeting since %(day)s, %(n)s days ago.", days)
    if paused_days(facts.pauses, last, on):
        said = _("No meeting since %(day)s: %(n)s days without the agreed pause.")
    step = _("Call the mentor, then the mentee.")
    return Said(said % {"day": short_day(last), "n": days}, step, key=last.isoformat(), urgency=1)


@signal(4, Told.SUPERVISOR, rests=True)
def low_frequency(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Too few meetings in the last month, once there has been a whole one, in the first quarter."""
    if facts.started_on is None or not MONTH <= days_since(facts.started_on, on, facts.pauses) <= FIRST_QUARTER.days:
        return None
    first = window(on, MONTH, facts.pauses)
    met = sum(line.met and line.on >= first for line in facts.lines)
    if met >= rules["meetings_per_month_first_quarter"]:
        return None
    said = ngettext("They met %(n)s time in the last month.", "They met %(n)s times in the last month.", met)
    return Said(said % {"n": met}, _("Ask about rhythm and form: shorter, by video, another place?"))


@signal(5, Told.SUPERVISOR, rests=True)
def no_shows(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Two in a row, or three in 30 days. A meeting that was moved does not break the row."""
    tries = [line for line in facts.lines if line.what in ("met", "no_show")]
    row, last = rules["no_shows_in_a_row"], tries[-rules["no_shows_in_a_row"] :]
    recent = sum(line.what == "no_show" and on - line.on < timedelta(days=MONTH) for line in tries)
    step = _("Ask both what makes it hard to come.")
    if len(last) == row and all(line.what == "no_show" for line in last):
        words = {"n": row, "day": short_day(last[-1].on)}
        said = _("Somebody did not come %(n)s times in a row, last on %(day)s.") % words
        return Said(said, step, key=last[-1].on.isoformat())
    if recent >= rules["no_shows_in_30_days"]:
        newest = max(line.on for line in tries if line.what == "no_show")
        said = _("Somebody did not come %(n)s times in 30 days.") % {"n": recent}
        return Said(said, step, key=newest.isoformat())
    return None


@signal(6, Told.SUPERVISOR)
def mood_falls(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Two entries of 2 or less, or the last three on average 1.5 below the three before."""
    felt = [line for line in facts.lines if line.mood is not None]
    moods = [line.mood for line in felt if line.mood is not None]
    step = _("Praise what works, then talk with the mentor.")
    if len(moods) >= 2 and max(moods[-2:]) <= rules["mood_low"]:
        said = _("The last two meetings felt bad: %(a)s and %(b)s of 5.") % {"a": moods[-2], "b": moods[-1]}
        return Said(said, step, key=felt[-1].on.isoformat())
    if len(moods) >= 6:
        now, before = sum(moods[-3:]) / 3, sum(moods[-6:-3]) / 3
        if before - now >= rules["mood_fall"]:
            said = _("Meetings feel worse: on average %(now)s of 5, before %(before)s.")
            words = {"now": decimal_in_words(now), "before": decimal_in_words(before)}
            return Said(said % words, step, key=felt[-1].on.isoformat())
    return None
