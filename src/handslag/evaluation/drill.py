"""Who stands behind an indicator: who counts, who is missing, who is not due yet. The same rules as the counts.

Every row names the members it is about; words and names are added by the page, for those who may see them. Answers to
surveys are confidential, so for those indicators a row says only whether somebody has answered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.supervision.periods import DAYS_OF_A_MONTH, days_within

from .facts import MENTEE_INTERVIEW, SKILLS_PULSE, Facts, Id, Pair, first_start
from .indicators import completion, engagement, guidance, orientation, progress, rhythm, satisfaction, skills
from .indicators.community import has_activity
from .indicators.community import is_due as community_is_due
from .indicators.monthly import calendar, month_of


@dataclass(frozen=True)
class Row:
    """One person or pair. `state`: counts, missing, not_due, or answered where more is confidential.

    `ask`: the person who can tell or mend it; `pair`: the id of the pair to open.
    """

    persons: tuple[Id, ...]
    state: str
    why: str = ""
    ask: Id | None = None
    pair: Id | None = None


COUNTS, MISSING, NOT_DUE, ANSWERED = "counts", "missing", "not_due", "answered"
ORDER = (MISSING, ANSWERED, COUNTS, NOT_DUE)


def _state(reached: bool) -> str:
    return COUNTS if reached else MISSING


def _units(facts: Facts) -> Iterator[Row]:
    done, able = completion.units_of(facts), completion.trained(facts)
    for person in completion.accepted(facts):
        n = len(done[person])
        why = _("%(n)s of %(total)s units") % {"n": n, "total": facts.units_required}
        yield Row((person,), _state(person in able), why, person)


def _skills(facts: Facts) -> Iterator[Row]:
    answers, able = facts.answers_to(SKILLS_PULSE), completion.trained(facts)
    for mentor, pairs in facts.mentors.items():
        if mentor not in able:
            continue
        if facts.on - first_start(pairs) < skills.DUE_AFTER:
            yield Row((mentor,), NOT_DUE)
        elif mentor in answers:
            yield Row((mentor,), ANSWERED, _("has answered"))
        else:
            yield Row((mentor,), MISSING, _("has not answered the survey"), mentor)


def _pair_row(pair: Pair, state: str, why: str = "") -> Row:
    return Row((pair.mentor, pair.mentee), state, why, pair.mentor, pair.id)


def _rhythm(facts: Facts) -> Iterator[Row]:
    for pair in facts.pairs:
        met = rhythm.met_by_window(facts, pair)
        why = _("meetings in the three months: %(n)s") % {"n": ", ".join(map(str, met))}
        if moved := rhythm.moved_days(pair):
            paused = ngettext("%(n)s day of an agreed pause", "%(n)s days of an agreed pause", moved)
            why = _beside(why, _noted(facts, pair, paused % {"n": moved}))
        if rhythm.ended_early(pair):
            yield _pair_row(pair, MISSING, _("ended in the first quarter"))
        elif not rhythm.is_due(pair, facts.on):
            yield _pair_row(pair, NOT_DUE, why)
        else:
            yield _pair_row(pair, _state(min(met) >= rhythm.LEAST), why)


def _noted(facts: Facts, pair: Pair, paused: str) -> str:
    """The pause with when it was noted, if that was after it had begun: figures of days before it may have changed."""
    if pair.id not in facts.noted:
        return paused
    # Translators: as "30 days of an agreed pause, noted on 22 November"
    return _("%(paused)s, noted on %(day)s") % {"paused": paused, "day": short_day(facts.noted[pair.id])}


def _newest(pairs: list[Pair]) -> Pair:
    return max(pairs, key=lambda pair: pair.started_on)


def _of_mentees(facts: Facts, reached: Callable[[Id, list[Pair]], bool], why: str) -> Iterator[Row]:
    for mentee, pairs in facts.mentees.items():
        last, yes = _newest(pairs), reached(mentee, pairs)
        yield Row((mentee,), _state(yes), "" if yes else why, last.mentor, last.id)


def _progress(facts: Facts) -> Iterator[Row]:
    def reached(_mentee: Id, pairs: list[Pair]) -> bool:
        return progress.moved(facts, pairs)

    return _of_mentees(facts, reached, _("no step confirmed yet"))


def _satisfaction(facts: Facts) -> Iterator[Row]:
    answered, asked = satisfaction.answered(facts), satisfaction.asked(facts)
    for person in {**facts.mentors, **facts.mentees}:
        if person in answered:
            yield Row((person,), ANSWERED, _("has answered"))
        elif person in asked:
            yield Row((person,), MISSING, _("has not answered the survey"), person)
        else:
            yield Row((person,), NOT_DUE)


def _engagement(facts: Facts) -> Iterator[Row]:
    for mentor, pairs in facts.mentors.items():
        start = first_start(pairs)
        passed = engagement.whole_months(start, facts.on)
        active, counted = engagement.active_months(facts, mentor, passed)
        why = _active_in(active, counted, passed - counted)
        if passed < engagement.MONTHS:
            yield Row((mentor,), NOT_DUE, why, mentor)
            continue
        still = engagement.in_role(facts, mentor, engagement.add_months(start, engagement.MONTHS))
        yield Row((mentor,), _state(still and engagement.is_enough(active, counted)), why, mentor)


def _active_in(active: int, counted: int, neutral: int) -> str:
    said = ngettext("active in %(n)s of %(total)s month", "active in %(n)s of %(total)s months", counted)
    said %= {"n": active, "total": counted}
    if neutral:
        paused = ngettext("%(n)s month of an agreed pause", "%(n)s months of an agreed pause", neutral)
        said = _beside(said, paused % {"n": neutral})
    return said


def _beside(said: str, paused: str) -> str:
    # Translators: as "active in 9 of 10 months, beside 2 months of an agreed pause"
    return _("%(said)s, beside %(paused)s") % {"said": said, "paused": paused}


def _orientation(facts: Facts) -> Iterator[Row]:
    answers = facts.answers_to(MENTEE_INTERVIEW).items()
    before = {person for person, answer in answers if answer.coded.get("orientation_done") == "whole"}
    during = orientation.oriented(facts)

    def reached(mentee: Id, pairs: list[Pair]) -> bool:
        return mentee in during or mentee in before or orientation.guided(facts, pairs)

    return _of_mentees(facts, reached, _("no orientation, and not all four talks about rights"))


def _guidance(facts: Facts) -> Iterator[Row]:
    for mentee, pairs in facts.mentees.items():
        approved = any(pair.plan_approved_on for pair in pairs)
        n = len(guidance.goal_meetings(facts, pairs))
        why = _("meetings about a goal: %(n)s") % {"n": n}
        if not approved:
            why = _("no approved plan") + ", " + why
        last = _newest(pairs)
        yield Row((mentee,), _state(approved and n >= guidance.LEAST_MEETINGS), why, last.mentor, last.id)


def _community(facts: Facts) -> Iterator[Row]:
    for pair in facts.pairs:
        if community_is_due(facts, pair):
            yes = has_activity(facts, pair)
            yield _pair_row(pair, _state(yes), "" if yes else _("no activity together yet"))
        else:
            yield _pair_row(pair, NOT_DUE)


def _diaries(facts: Facts) -> Iterator[Row]:
    """One row for each mentor: in how many of the months the diary came in time. Every month counts by itself."""
    whole_calendar = calendar(facts)
    meetings = {(meeting.group, meeting.month): meeting for meeting in facts.meetings}
    for mentor, pairs in facts.mentors.items():
        entries = [entry for pair in pairs for entry in facts.entries_of[pair.id]]
        n = total = 0
        for month in (month_of(facts.places_of[mentor], meetings, month) for month in whole_calendar):
            running = days_within((pair.span for pair in pairs), month.first, month.last)
            if month.last >= facts.on or running < DAYS_OF_A_MONTH:
                continue
            total += 1
            n += any(month.first <= e.on <= month.last and e.written_on <= month.last for e in entries)
        why = ngettext("in time in %(n)s of %(total)s month", "in time in %(n)s of %(total)s months", total)
        state = NOT_DUE if not total else _state(n == total)
        yield Row((mentor,), state, why % {"n": n, "total": total} if total else "", mentor)


RHYTHM = "2"
ROWS: dict[str, Callable[[Facts], Iterator[Row]]] = {
    "1a": _units,
    "1b": _skills,
    RHYTHM: _rhythm,
    "3": _progress,
    "4": _satisfaction,
    "5": _engagement,
    "6": _orientation,
    "7": _guidance,
    "8": _community,
    "10": _diaries,
}
# Here a row is a mentor and what is counted are months, so the rows do not add up to n of N.
BY_MONTH = {"10"}


def rows_of(number: str, facts: Facts) -> list[Row]:
    """The rows behind one indicator, those who are missing first; none for countries."""
    found = list(ROWS[number](facts)) if number in ROWS else []
    return sorted(found, key=lambda row: (ORDER.index(row.state), tuple(map(str, row.persons))))
