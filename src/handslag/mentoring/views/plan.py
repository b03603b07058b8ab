from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.encryption import text_of
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.pairs.access import my_membership
from handslag.pairs.over import home_when_over
from handslag.programmes.access import acting_person, may, needs, permit

from .. import actions
from ..access import is_mentor, may_change_plan, may_see_plan, require
from ..forms import GoalForm, GoalStatusForm
from ..models import Goal
from ..queries import goal_lines, most_goals, plan_of
from .pair import names, note_reads, pair_of
from .steps import step_lines


@signed_in
@home_when_over
def plan(request, pair_id):
    """The plan of a pair: its goals, whether it is approved, the formal steps taken."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_see_plan(request.user, pair))
    lines = goal_lines(pair, at)
    note_reads(request, pair, "plan", "mentoring.goal", [line.goal.pk for line in lines], at)
    live = sum(line.is_live for line in lines)
    may_change = may_change_plan(request.user, pair) and pair.ended_on is None
    approves, approved = may(request.user, "plan.approve", pair) and pair.is_running, plan_of(pair)
    newer = [line.goal.pk for line in lines if line.is_live and line.goal.is_newer_than_approval(approved)]
    context = {
        **names(request, pair),
        "plan": approved,
        "newer": newer if pair.is_running else [],
        "approves": approves,
        "lines": lines,
        "statuses": Goal.Status.choices,
        "steps": step_lines(request, pair, at),
        "may_change": may_change,
        "may_add": may_change and live < most_goals(pair.programme),
        "may_step": may_change and pair.is_running,
        "may_approve": approves and live > 0 and (not approved or not approved.approved_at or bool(newer)),
        "may_confirm": my_membership(request.user, pair) is None or is_mentor(request.user, pair),
    }
    return render(request, "mentoring/plan.html", context)


@signed_in
def new_goal(request, pair_id):
    """Add a goal."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    form = GoalForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={actions.WrongDay: "due_on"}):
            actions.add_goal(pair=pair, **form.cleaned_data, by=acting_person(request.user, pair), at=at)
            messages.success(request, _("The goal is in the plan."))
            return redirect("mentoring:plan", pair.pk)
    context = {**names(request, pair), "form": form, "most": most_goals(pair.programme)}
    return render(request, "mentoring/goal.html", context, status=422 if form.is_bound else 200)


@signed_in
def goal_correction(request, pair_id, goal_id):
    """Say a goal in other words, or give it another day."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    goal = _goal(request, pair, goal_id)
    note_reads(request, pair, "plan", "mentoring.goal", [goal.pk], at)
    said = {"area": goal.area, "due_on": goal.due_on}
    said |= {name: text_of(goal, name) for name in ("text", "first_step")}
    form = GoalForm(request.POST or None, pair=pair, initial=said)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={actions.WrongDay: "due_on"}):
            actions.correct_goal(goal=goal, **form.cleaned_data, by=acting_person(request.user, pair), at=at)
            messages.success(request, _("The goal is corrected."))
            return redirect("mentoring:plan", pair.pk)
    context = {**names(request, pair), "form": form, "goal": goal}
    return render(request, "mentoring/goal.html", context, status=422 if form.is_bound else 200)


def _goal(request, pair, goal_id) -> Goal:
    goals = Goal.objects.visible_to(request.user).select_related("plan__pair__mentee")
    return get_object_or_404(goals, pk=goal_id, plan__pair=pair)


@signed_in
@require_POST
def goal_status(request, pair_id, goal_id):
    """Say how far a goal has come."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    goal = _goal(request, pair, goal_id)
    form = GoalStatusForm(request.POST)
    if form.is_valid():
        with refusals_told(request):
            actions.change_goal(
                goal=goal, status=form.cleaned_data["status"], by=acting_person(request.user, pair), at=at
            )
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose how far the goal has come."))
    return redirect("mentoring:plan", pair.pk)


@needs("plan.approve")
@require_POST
def approval(request, pair_id):
    """The team approves the plan."""
    pair = pair_of(request, pair_id)
    permit(request.user, "plan.approve", pair)
    with refusals_told(request):
        actions.approve_plan(pair=pair, by=acting_person(request.user, pair), at=timezone.now())
        messages.success(request, _("The plan is approved."))
    return redirect("mentoring:plan", pair.pk)
