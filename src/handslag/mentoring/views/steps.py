"""Steps that were taken: written down, corrected, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.pairs.access import my_membership
from handslag.programmes.access import acting_person, may
from handslag.programmes.days import day_of

from .. import actions
from ..access import is_mentor, may_change_plan, require
from ..choices import labels
from ..forms import StepForm
from ..models import FormalStep
from ..queries import steps_of
from ..removed import confirmed, was_step_taken_back
from .pair import names, pair_of

MOST_SHOWN = 50


@dataclass
class StepLine:
    """One step as the plan shows it, and whether the reader may correct and remove it now."""

    step: FormalStep
    word: str
    may_change: bool


def step_lines(request, pair, at: datetime) -> list[StepLine]:
    """The newest steps in the plan of `pair`. Two queries at most."""
    steps, words = list(steps_of(request.user, pair)[:MOST_SHOWN]), labels(pair.programme, "formal_step")
    open_ = _changeable(request, pair, steps, at)
    return [StepLine(step, words.get(step.code, step.code), step in open_) for step in steps]


def _changeable(request, pair, steps: Iterable[FormalStep], at: datetime) -> list[FormalStep]:
    """Those of `steps` that the account may correct and remove, as `actions.correct_step` has it."""
    young = [step for step in steps if pair.is_running and at - step.recorded_at <= actions.CORRECTED_WITHIN]
    if may(request.user, "plan.approve", pair):
        return young
    own = [step for step in young if _is_mine(request, pair, step)]
    fixed = confirmed(pair.organisation_id, own) if own else set()
    return [step for step in own if str(step.pk) not in fixed]


def _is_mine(request, pair, step: FormalStep) -> bool:
    me = acting_person(request.user, pair)
    return me is not None and step.recorded_by_id == me.pk


@signed_in
def new_step(request, pair_id):
    """Write down a formal step. Whoever writes it decides what kind of proof it is."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    form = StepForm(request.POST or None, pair=pair, today=day_of(pair.programme, at))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={actions.WrongDay: "done_on"}):
            actions.record_step(
                pair=pair, **form.cleaned_data, evidence=_evidence(request, pair),
                by=acting_person(request.user, pair), at=at,
            )  # fmt: skip
            messages.success(request, _("The step is written down. Well done."))
            return redirect("mentoring:plan", pair.pk)
    context = {**names(request, pair), "form": form}
    return render(request, "mentoring/step.html", context, status=422 if form.is_bound else 200)


def _evidence(request, pair) -> str:
    if is_mentor(request.user, pair):
        return FormalStep.Evidence.SEEN_BY_MENTOR
    own = my_membership(request.user, pair) is not None
    return FormalStep.Evidence.SELF_SAID if own else FormalStep.Evidence.SEEN_BY_STAFF


@signed_in
def correction(request, pair_id, step_id):
    """Say that it was another step, or another day."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    step = get_object_or_404(steps_of(request.user, pair), pk=step_id)
    require(may(request.user, "plan.approve", pair) or _is_mine(request, pair, step))
    if request.method == "GET" and not _changeable(request, pair, [step], at):
        return redirect("mentoring:plan", pair.pk)  # it stands by now
    now = {"code": step.code, "done_on": step.done_on}
    form = StepForm(request.POST or None, pair=pair, today=day_of(pair.programme, at), initial=now)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={actions.WrongDay: "done_on"}):
            actions.correct_step(step=step, **form.cleaned_data, at=at, **_actor(request, pair))
            messages.success(request, _("The step is corrected."))
            return redirect("mentoring:plan", pair.pk)
    context = {**names(request, pair), "form": form, "step": step}
    return render(request, "mentoring/step.html", context, status=422 if form.is_bound else 200)


@signed_in
def removal(request, pair_id, step_id):
    """Look at a step once more, then take it back."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_change_plan(request.user, pair))
    step = steps_of(request.user, pair).filter(pk=step_id).first()
    if step is None:
        if was_step_taken_back(pair, step_id):
            messages.info(request, _("This step was removed."))
            return redirect("mentoring:plan", pair.pk)  # the second press, or the way back to a page that is over
        raise Http404
    require(may(request.user, "plan.approve", pair) or _is_mine(request, pair, step))
    if request.method == "GET" and not _changeable(request, pair, [step], at):
        return redirect("mentoring:plan", pair.pk)  # it stands by now
    if request.method == "POST":
        with refusals_told(request):
            actions.take_back_step(step=step, at=at, **_actor(request, pair))
            messages.success(request, _("The step is removed."))
        return redirect("mentoring:plan", pair.pk)
    word = labels(pair.programme, "formal_step").get(step.code, step.code)
    return render(request, "mentoring/step_removal.html", {**names(request, pair), "step": step, "word": word})


def _actor(request, pair) -> dict:
    return {"by": acting_person(request.user, pair), "by_team": may(request.user, "plan.approve", pair)}
