"""Signals 3, 9 and 14: what the diary asks for, and when it is missing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.core.numbers import decimal_in_words
from handslag.mentoring.pauses import ONE_DAY, Pauses, is_paused

from ..periods import DAYS_OF_A_MONTH, days_within, diary_month
from .facts import PairFacts, newer
from .registry import Said, Told, signal

HELP = {"support_wanted", "boundary", "money"}
MONTH = timedelta(days=30)


def is_asked(started_on: date, pauses: Pauses, due_on: date) -> bool:
    """Whether a pair that began then is asked for the diary that is due on `due_on`: not in its first half month, nor
    where the two have agreed not to meet on that day."""
    first, last = diary_month(due_on)
    return not is_paused(pauses, last) and days_within([(started_on, None)], first, last) >= DAYS_OF_A_MONTH


def handed_in(facts: PairFacts, on: date) -> bool | None:
    """Whether there is an entry for the month whose diary is due; None while no date is set, the pair is new or has
    agreed not to meet on the day when it is due."""
    if facts.due_on is None or facts.started_on is None:
        return None
    first, _last = diary_month(facts.due_on)
    if any(first <= line.on for line in facts.lines):
        return True
    return False if is_asked(facts.started_on, facts.pauses, facts.due_on) else None


def without_diary(pairs: Iterable[PairFacts], on: date) -> set[UUID]:
    """The mentors of `pairs` whose diary is missing: one a month and mentor is enough, also with two pairs."""
    said = [(pair.mentor_id, handed_in(pair, on)) for pair in pairs]
    return {mentor for mentor, is_in in said if is_in is False} - {mentor for mentor, is_in in said if is_in}


@signal(3, Told.MENTOR, rests=True)
def diary_late(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """The mentor hears it the day after, the supervisor three days later."""
    if facts.due_on is None or on <= facts.due_on or handed_in(facts, on) is not False:
        return None
    said = _("No diary this month. It was due on %(day)s.") % {"day": short_day(facts.due_on)}
    late = on >= facts.due_on + rules["diary_late_supervisor_days"] * ONE_DAY
    told = frozenset({Told.MENTOR, Told.SUPERVISOR}) if late else None
    step = _("Ask the mentor for an entry, or take it by phone: five taps.")
    return Said(said, step, key=facts.due_on.isoformat(), told=told)


@signal(9, Told.SUPERVISOR, by_person=True)
def help_asked(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    asked = [line for line in newer(facts.lines, facts.answered.get("help_asked")) if line.flags & HELP]
    if not asked:
        return None
    said = _help_in_words(asked[-1].flags) % {"day": short_day(asked[-1].on)}
    days = rules["help_answer_working_days"]
    step = ngettext("Answer within %(n)s working day.", "Answer within %(n)s working days.", days) % {"n": days}
    return Said(said, step, key=asked[-1].on.isoformat(), urgency=1)


def _help_in_words(flags: frozenset[str]) -> str:
    if "support_wanted" in flags:
        return _("The mentor asked for help on %(day)s.")
    if "boundary" in flags:
        return _("It was too much for the mentor's role on %(day)s.")
    return _("Money came up between the two on %(day)s.")


@signal(14, Told.SUPERVISOR)
def mentor_load(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Two heavy answers in a row, too many hours in 30 days, or a boundary crossed twice in 30 days."""
    loads = [line for line in facts.mentor_lines if line.load is not None]
    recent = [line for line in facts.mentor_lines if on - line.on < MONTH]
    step = _("Talk about rest, limits and a buddy.")
    last = [line.load for line in loads[-2:] if line.load is not None]
    if len(last) == 2 and max(last) <= rules["load_low"]:
        return Said(_("The mentor said twice that it is too much."), step, key=loads[-1].on.isoformat())
    hours = sum(line.minutes for line in recent) / 60
    if hours > rules["mentor_hours_month_most"]:
        said = _("%(n)s hours with the mentee in 30 days. The limit is %(most)s.")
        words = {"n": decimal_in_words(hours), "most": rules["mentor_hours_month_most"]}
        return Said(said % words, step, key="hours")
    crossed = [line for line in recent if "boundary" in line.flags]
    if len(crossed) >= 2:
        return Said(_("It was too much for the role twice in 30 days."), step, key=crossed[-1].on.isoformat())
    return None
