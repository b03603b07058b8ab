"""The integration plan: goals, approval, formal steps."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import check_not_too_far, day_of

from .. import notices
from ..choices import coded
from ..models import DiaryEntry, FinalGoal, FormalStep, Goal, Plan
from ..queries import most_goals
from .errors import (
    GoalSettled,
    GoalsFull,
    NothingToApprove,
    NotOfThisPair,
    UnknownCode,
    WrongDay,
    check_agreed,
    check_code,
    check_happened,
    check_open,
    check_running,
    locked,
)


class TextMissing(Refused):
    """A goal says what the mentee wants to reach."""


@transaction.atomic
def add_goal(
    *, pair: Pair, area: str, text: str, due_on: date, by: Person | None, at: datetime, first_step: str = ""
) -> Goal:
    """Add what the mentee wants to reach by `due_on`. At most three goals are open at once (or as the rules say)."""
    pair = locked(pair)
    check_agreed(pair)
    _check_goal(pair, area, text)
    _check_due(pair, due_on, at)
    _check_room(pair)
    plan, _made = Plan.objects.of(pair.organisation_id).get_or_create(
        pair=pair, defaults={"organisation_id": pair.organisation_id, "made_at": at}
    )
    plan.pair = pair
    goal = Goal(
        organisation_id=pair.organisation_id, plan=plan, area=area, text=text.strip(), first_step=first_step.strip(),
        due_on=due_on, made_at=at, changed_at=at,
    )  # fmt: skip
    goal.save(force_insert=True)
    record("goal.add", "mentoring.goal", goal.pk, by=by, organisation=pair.organisation_id, at=at)
    return goal


@transaction.atomic
def correct_goal(
    *, goal: Goal, area: str, text: str, due_on: date, by: Person | None, at: datetime, first_step: str = ""
) -> Goal:
    """Say a live goal in other words, or give it another day. The journal tells which parts were corrected.

    A goal that has an end, or was looked at in the final assessment, stays as the two and the team have seen it.
    """
    pair = locked(goal.plan.pair)
    check_open(pair)
    goal.refresh_from_db(from_queryset=Goal.objects.of(pair.organisation_id).select_related("plan"))
    goal.plan.pair = pair
    if goal.status not in Goal.LIVE:
        raise GoalSettled(_("This goal has an end, so its words stay. Say first that it goes on, then correct it."))
    if FinalGoal.objects.of(pair.organisation_id).filter(goal=goal).exists():
        raise GoalSettled(_("You have looked at this goal in the final look at the plan, so its words stay."))
    _check_goal(pair, area, text)
    if due_on != goal.due_on:
        _check_due(pair, due_on, at)
    said = {"area": area, "text": text.strip(), "first_step": first_step.strip(), "due_on": due_on}
    changed = sorted(name for name, value in said.items() if getattr(goal, name) != value)
    if not changed:
        return goal
    for name in changed:
        setattr(goal, name, said[name])
    goal.changed_at = goal.corrected_at = at
    goal.save(update_fields=[*changed, "changed_at", "corrected_at"])
    record(
        "goal.correct", "mentoring.goal", goal.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"fields": changed},
    )  # fmt: skip
    return goal


def _check_goal(pair: Pair, area: str, text: str) -> None:
    check_code(area, coded(pair.programme, "area"))
    if not text.strip():
        raise TextMissing(_("Write what you want to reach."))


def _check_due(pair: Pair, due_on: date, at: datetime) -> None:
    if due_on < day_of(pair.programme, at):
        raise WrongDay(_("This day has passed. Choose a day that is still to come."))
    check_not_too_far(pair.programme, due_on, at)


def _check_room(pair: Pair) -> None:
    live = Goal.objects.of(pair.organisation_id).filter(plan__pair=pair, status__in=Goal.LIVE)
    if live.count() >= most_goals(pair.programme):
        text = _("You work on %(most)s goals already. Finish one or let it go, then add the next.")
        raise GoalsFull(text % {"most": most_goals(pair.programme)})


@transaction.atomic
def change_goal(*, goal: Goal, status: str, by: Person | None, at: datetime) -> Goal:
    """Say how far a goal has come."""
    pair = locked(goal.plan.pair)
    check_open(pair)
    goal.refresh_from_db(fields=["status"], from_queryset=Goal.objects.of(pair.organisation_id))
    if status not in Goal.Status.values:
        raise UnknownCode(_("“%(code)s” is not one of the choices here.") % {"code": status})
    if goal.status == status:
        return goal
    if status in Goal.LIVE and goal.status not in Goal.LIVE:
        _check_room(pair)
    goal.status, goal.changed_at = status, at
    goal.save(update_fields=["status", "changed_at"])
    record(
        "goal.change", "mentoring.goal", goal.pk, by=by, organisation=pair.organisation_id, at=at,
        detail={"status": status},
    )  # fmt: skip
    return goal


@transaction.atomic
def approve_plan(*, pair: Pair, by: Person | None, at: datetime) -> Plan:
    """The team approves the plan of a running pair, which needs a live goal; again when one is newer than its yes."""
    pair = locked(pair)
    check_running(pair)
    plan = Plan.objects.of(pair.organisation_id).filter(pair=pair).first()
    live = list(plan.goals.filter(status__in=Goal.LIVE)) if plan else []
    if plan is None or not live:
        raise NothingToApprove(_("The plan has no goal yet. Add one together, then approve it."))
    if plan.approved_at is None:
        plan.approved_at = at
    elif any(goal.is_newer_than_approval(plan) for goal in live):
        plan.renewed_at = at
    else:
        raise NothingToApprove(_("This plan is approved already."))
    plan.approved_by = by
    plan.save(update_fields=["approved_at", "renewed_at", "approved_by"])
    record("plan.approve", "mentoring.plan", plan.pk, by=by, organisation=pair.organisation_id, at=at)
    notices.plan_approved(plan, by=by, at=at)
    return plan


@transaction.atomic
def record_step(
    *, pair: Pair, code: str, done_on: date, evidence: str, by: Person, at: datetime, goal: Goal | None = None,
    entry: DiaryEntry | None = None,
) -> FormalStep:  # fmt: skip
    """Write down a formal step of the mentee. The same step on the same day is one; better evidence replaces "said"."""
    pair = locked(pair)
    check_running(pair)
    check_happened(pair, done_on, at)
    if evidence not in FormalStep.Evidence.values:
        raise UnknownCode(_("“%(code)s” is not one of the choices here.") % {"code": evidence})
    if (goal and goal.plan.pair_id != pair.pk) or (entry and entry.pair_id != pair.pk):
        raise NotOfThisPair(_("This belongs to another pair."))
    return note_step(pair, code, done_on, evidence, by=by, at=at, goal=goal, entry=entry)


def note_step(
    pair: Pair, code: str, done_on: date, evidence: str, *, by: Person, at: datetime, goal: Goal | None = None,
    entry: DiaryEntry | None = None,
) -> FormalStep:  # fmt: skip
    """Write one formal step of a pair and a day that were checked."""
    area = area_of(pair, code)
    standing = FormalStep.objects.of(pair.organisation_id).filter(pair=pair, code=code, done_on=done_on).first()
    if standing is not None:
        if entry is not None and standing.entry_id not in (None, entry.pk):
            record("step.repeat", "mentoring.formalstep", standing.pk, by=by, organisation=pair.organisation_id, at=at,
                   detail={"entry": str(entry.pk)})  # fmt: skip
        return _confirm(standing, evidence, by=by, at=at)
    step = FormalStep.objects.create(
        organisation_id=pair.organisation_id, pair=pair, entry=entry, goal=goal, code=code, area=area,
        done_on=done_on, evidence=evidence, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    record("step.record", "mentoring.formalstep", step.pk, by=by, organisation=pair.organisation_id, at=at)
    return step


def area_of(pair: Pair, code: str) -> str:
    """The area of the formal step `code`; raises UnknownCode where the programme has no such step."""
    areas = {choice.code: choice.row.get("area", "") for choice in coded(pair.programme, "formal_step")}
    if code not in areas:
        raise UnknownCode(_("“%(code)s” is not one of the steps here.") % {"code": code})
    return areas[code]


def _confirm(step: FormalStep, evidence: str, *, by: Person, at: datetime) -> FormalStep:
    """A step that was only told counts once the mentor or the team has seen it (indicator 3)."""
    told = FormalStep.Evidence.SELF_SAID
    if step.evidence != told or evidence == told:
        return step
    step.evidence, step.recorded_by, step.recorded_at = evidence, by, at
    step.save(update_fields=["evidence", "recorded_by", "recorded_at"])
    record("step.confirm", "mentoring.formalstep", step.pk, by=by, organisation=step.organisation_id, at=at)
    return step
