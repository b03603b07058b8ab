"""Signals 11, 12, 13 and 16: the plan, its goals, and the end of the time together."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.dates import short_day
from handslag.mentoring.pauses import ONE_DAY, days_since
from handslag.mentoring.realism import doubts

from .facts import GoalFacts, PairFacts
from .registry import Said, Told, signal


@signal(11, Told.SUPERVISOR, rests=True)
def plan_missing(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    if facts.started_on is None or facts.plan_approved:
        return None
    days = days_since(facts.started_on, on, facts.pauses)
    if days < rules["plan_days"]:
        return None
    said = ngettext("No approved plan %(n)s day after the first meeting.",
                    "No approved plan %(n)s days after the first meeting.", days) % {"n": days}  # fmt: skip
    return Said(said, _("Book a talk with the two, and approve the plan."))


@signal(12, Told.MENTOR, Told.SUPERVISOR, rests=True)
def goals_stuck(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Nothing moved in any live goal for 45 days, or the date of one is 14 days past."""
    step = _("Make the goal smaller: what can be done this week?")
    past = [goal.due_on for goal in facts.goals if (on - goal.due_on).days >= rules["goal_overdue_days"]]
    if past:
        said = _("A goal was due on %(day)s and is still open.") % {"day": short_day(min(past))}
        return Said(said, step, key=min(past).isoformat())
    moved = max((goal.moved_on for goal in facts.goals), default=None)
    if moved is None:
        return None
    days = days_since(moved, on, facts.pauses)
    if days < rules["goal_stuck_days"]:
        return None
    said = ngettext("No goal has moved for %(n)s day.", "No goal has moved for %(n)s days.", days) % {"n": days}
    return Said(said, step, key=moved.isoformat())


@signal(13, Told.SUPERVISOR)
def unrealistic(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """A doubt about a goal that has stood for more than 14 days. Texts are not opened for it: what rests on the
    words of a goal is said where the goal is written."""
    before = on - (rules["realism_open_days"] + 1) * ONE_DAY
    for goal in facts.goals:
        then = {doubt.code for doubt in _doubts(facts, goal, before, rules)}
        standing = [doubt for doubt in _doubts(facts, goal, on, rules) if doubt.code in then]
        if standing:
            words = {"day": short_day(goal.due_on), "why": standing[0].why}
            said = _("The goal for %(day)s may be too big. %(why)s") % words
            return Said(said, _("Raise it in supervision, and look for a smaller goal."), key=standing[0].code)
    return None


def _doubts(facts: PairFacts, goal: GoalFacts, on: date, rules: Mapping) -> list:
    if facts.ends_on is None or goal.made_on > on:
        return []
    return doubts(
        text="", due_on=goal.due_on, has_first_step=goal.has_first_step, made_on=goal.made_on, today=on,
        ends_on=facts.ends_on, rules=dict(rules),
    )  # fmt: skip


@signal(16, Told.SUPERVISOR)
def ending_near(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """Sixty days left, and nobody has said that the talk about the ending was held."""
    if facts.started_on is None or facts.ends_on is None or "ending_near" in facts.answered:
        return None
    left = (facts.ends_on - on).days
    if left > rules["transition_talk_days_left"]:
        return None
    said = _("Their time ends on %(day)s. The talk about what comes after is missing.")
    step = _("Make the closing plan with them, then say here that you had the talk.")
    return Said(said % {"day": short_day(facts.ends_on)}, step, key=facts.ends_on.isoformat())


@signal(16, Told.COORDINATOR)
def permit_ends(facts: PairFacts, on: date, rules: Mapping) -> Said | None:
    """The permit on file runs out; for the coordinator alone."""
    if facts.permit_until is None or facts.permit_until - on >= timedelta(days=rules["permit_ending_days"]):
        return None
    said = _("The permit that we saw is valid until %(day)s.") % {"day": short_day(facts.permit_until)}
    return Said(said, _("Remind the mentee to renew in time."), key=facts.permit_until.isoformat())
