"""The pages of the final plan assessment: one for each part, and one that says what is left."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.encryption import text_of
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in
from handslag.pairs.access import my_membership
from handslag.programmes.access import acting_person, may, needs, permit

from ..access import may_change_plan, may_see_plan, may_sign, require
from ..actions import closing as actions
from ..choices import labels
from ..final import assessment_of, final_lines, needs_at_start, needs_now, reflections_of, with_final
from ..forms.closing import (
    AfterwardsForm,
    FinalGoalForm,
    FinalNeedsForm,
    FinalSignatureForm,
    NotDoneForm,
    ReflectionForm,
)
from ..models import Goal
from .pair import names, note_reads, pair_of


@signed_in
def final(request, pair_id):
    """What the pair has reached, part by part, and what is left to do."""
    pair, at = pair_of(request, pair_id, with_final), timezone.now()
    require(may_see_plan(request.user, pair))
    assessment, mine = getattr(pair, "final_assessment", None), my_membership(request.user, pair)
    reflections = reflections_of(request.user, assessment)
    lines = final_lines(request.user, pair, also=[*reflections, *([assessment] if assessment else [])])
    note_reads(request, pair, "final", "pairs.pair", [pair.pk], at)
    signed = [(pair.mentor, pair.mentor_signed), (pair.mentee, pair.mentee_signed)]
    open_ = pair.is_running and not (assessment and assessment.is_settled)
    signs = open_ and may_sign(request.user, pair) and (mine is None or not dict(signed)[mine])
    missing = actions.what_is_missing(assessment, goals_open=any(line.final is None for line in lines))
    context = {
        **names(request, pair),
        "assessment": assessment,
        "lines": lines,
        "needs": needs_now(pair, assessment),
        "relation": labels(pair.programme, "relation_after").get(assessment.relation) if assessment else "",
        "contact_rule": text_of(assessment, "contact_rule") if assessment else "",
        "reflections": [(row, text_of(row, "text")) for row in reflections],
        "has_reflected": mine is not None and any(row.membership_id == mine.pk for row in reflections),
        "signed": signed,
        "may_change": open_ and may_change_plan(request.user, pair),
        "may_sign": signs and not missing,
        "missing": missing if signs else [],
        "may_note": pair.ended_on is not None
        and may(request.user, "plan.approve", pair)
        and not (assessment and assessment.is_settled),
    }
    return render(request, "mentoring/final.html", context)


def _filled(request, pair, form, template: str, act, **more):
    """Show the form, or do the act and go back to the overview; what was typed is kept where it is refused."""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            act()
            messages.success(request, _("Saved."))
            return redirect("mentoring:final", pair.pk)
    context = {**names(request, pair), "form": form, **more}
    return render(request, f"mentoring/{template}.html", context, status=422 if form.is_bound else 200)


def _changeable(request, pair_id):
    pair = pair_of(request, pair_id, with_final)
    require(may_change_plan(request.user, pair))
    return pair, acting_person(request.user, pair), timezone.now()


@signed_in
def final_goal(request, pair_id, goal_id):
    """How one goal ended."""
    pair, by, at = _changeable(request, pair_id)
    goals = Goal.objects.visible_to(request.user).select_related("plan__pair__mentee", "final")
    goal = get_object_or_404(goals, pk=goal_id, plan__pair=pair)
    before = getattr(goal, "final", None)
    initial = {"status": goal.status}
    if before is not None:
        texts = {name: text_of(before, name) for name in ("result", "goes_on_with")}
        initial |= {name: getattr(before, name) for name in ("helped", "hindered", "goes_on")} | texts
    form = FinalGoalForm(request.POST or None, pair=pair, initial=initial)
    note_reads(request, pair, "final", "mentoring.goal", [goal.pk], at)
    return _filled(
        request, pair, form, "final_goal",
        lambda: actions.assess_goal(goal=goal, **form.cleaned_data, by=by, at=at), text=text_of(goal, "text"),
    )  # fmt: skip


@signed_in
def final_needs(request, pair_id):
    """How much help is needed now, against the start."""
    pair, by, at = _changeable(request, pair_id)
    assessment = assessment_of(request.user, pair)
    initial = {area: str(need) for area, need in assessment.needs.items()} if assessment else {}
    form = FinalNeedsForm(request.POST or None, pair=pair, start=needs_at_start(pair), initial=initial)
    return _filled(
        request, pair, form, "final_form", lambda: actions.say_needs(pair=pair, needs=form.needs, by=by, at=at),
        title=_("How much help do you need now?"),
        lead=_("Look at each part of life together. Compare it with the start."), columns=True,
    )  # fmt: skip


@signed_in
def final_afterwards(request, pair_id):
    """What the two want of each other afterwards."""
    pair, by, at = _changeable(request, pair_id)
    assessment = assessment_of(request.user, pair)
    initial = {}
    if assessment is not None:
        sealed = {name: text_of(assessment, name) for name in ("contact_rule", "advice")}
        initial = {"relation": assessment.relation, "life_map": assessment.life_map, **sealed}
    form = AfterwardsForm(request.POST or None, pair=pair, initial=initial)
    return _filled(
        request, pair, form, "final_form", lambda: actions.say_afterwards(pair=pair, **form.cleaned_data, by=by, at=at),
        title=_("Afterwards"), lead=_("Talk about it together. Both answers are right: to stay in contact, or not."),
    )  # fmt: skip


@signed_in
def final_reflection(request, pair_id):
    """What one of the two thinks, written alone."""
    pair, at = pair_of(request, pair_id), timezone.now()
    mine = my_membership(request.user, pair)
    require(mine is not None)
    rows = reflections_of(request.user, assessment_of(request.user, pair))
    before = next((row for row in rows if row.membership_id == mine.pk), None)
    initial = {"text": text_of(before, "text"), "shared": before.shared} if before else {}
    form = ReflectionForm(request.POST or None, initial=initial)
    by = acting_person(request.user, pair)
    return _filled(
        request, pair, form, "final_form",
        lambda: actions.reflect(pair=pair, membership=mine, **form.cleaned_data, by=by, at=at),
        title=_("Your own words"), lead=_("Write this alone. The team reads it. The other one reads it if you say so."),
    )  # fmt: skip


@signed_in
def final_signature(request, pair_id):
    """Sign: each for oneself, or the team for those who are in the room."""
    pair, at = pair_of(request, pair_id), timezone.now()
    require(may_sign(request.user, pair))
    mine = my_membership(request.user, pair)
    who = [mine] if mine is not None else [pair.mentor, pair.mentee]
    form = FinalSignatureForm(request.POST or None, members=[(str(one.pk), str(one.person)) for one in who])
    by = acting_person(request.user, pair)

    def act():
        member = next(one for one in who if str(one.pk) == form.cleaned_data["member"])
        actions.sign_final(pair=pair, membership=member, signed_name=form.cleaned_data["signed_name"], by=by, at=at)

    return _filled(
        request, pair, form, "final_form", act, title=_("Sign"), button=_("Sign"),
        lead=_("With your name you say: we have looked at this together."),
    )  # fmt: skip


@needs("plan.approve")
def final_not_done(request, pair_id):
    """The team notes why an ended pair did none."""
    pair, at = pair_of(request, pair_id), timezone.now()
    permit(request.user, "plan.approve", pair)
    form = NotDoneForm(request.POST or None)
    by = acting_person(request.user, pair)
    return _filled(
        request, pair, form, "final_form",
        lambda: actions.note_not_done(pair=pair, reason=form.cleaned_data["reason"], by=by, at=at),
        title=_("Not done"), lead=_("The figures of this pair come from its plan and diary."),
    )  # fmt: skip
