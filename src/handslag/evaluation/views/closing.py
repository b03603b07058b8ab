"""Closing a programme: one list of what is left, the acts on it, and the closing itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.refusals import refusals_in, refusals_told
from handslag.mentoring.models import FinalAssessment
from handslag.pairs.models import Pair
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import closing_actions as actions
from ..closing import closing_phase, left_to_settle, state_of, tasks
from ..forms_closing import ReflectionForm

PAGE = 25


def _programme(request, programme_id) -> Programme:
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "programme.close", programme)
    request.programme = programme
    return programme


@needs("programme.close")
def closing(request, programme_id):
    """What is left; and, when every pair has ended, the button that closes."""
    programme, at = _programme(request, programme_id), timezone.now()
    if request.method == "POST":
        with refusals_told(request):
            actions.close_programme(programme=programme, by=acting_person(request.user, programme), at=at)
            messages.success(request, _("The programme is closed. Thank you for all your work."))
        return redirect("evaluation:closing", programme.pk)
    state = state_of(programme, day_of(programme, at))
    listed = list(tasks(state))
    context = {
        "programme": programme, "state": state, "tasks": listed, "done": sum(task.state == "done" for task in listed),
        "may_close": state.is_ready,
    }  # fmt: skip
    return render(request, "evaluation/closing.html", context)


@needs("programme.close")
def pairs(request, programme_id):
    """The pairs that have not looked at their plan one last time."""
    programme = _programme(request, programme_id)
    page = Paginator(left_to_settle(programme).order_by("matched_at", "id"), PAGE).get_page(request.GET.get("page"))
    rows = FinalAssessment.objects.of(programme.organisation_id).filter(pair__in=[pair.pk for pair in page])
    begun = set(rows.values_list("pair_id", flat=True))
    context = {"programme": programme, "page": page, "lines": [(pair, pair.pk in begun) for pair in page]}
    return render(request, "evaluation/closing_pairs.html", context)


@needs("programme.close")
def reflection(request, programme_id):
    """What the mentors said in their last round together."""
    programme, at = _programme(request, programme_id), timezone.now()
    today = day_of(programme, at)
    before = state_of(programme, today).reflection
    kept = {"held_on": before.held_on, "lessons": before.lessons, "ideas": before.ideas} if before else {}
    form = ReflectionForm(request.POST or None, today=today, initial=kept)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={actions.WrongDay: "held_on"}):
            by = acting_person(request.user, programme)
            actions.write_reflection(programme=programme, **form.cleaned_data, by=by, at=at)
            messages.success(request, _("Saved."))
            return redirect("evaluation:closing", programme.pk)
    context = {"programme": programme, "form": form}
    return render(request, "evaluation/closing_reflection.html", context, status=422 if form.is_bound else 200)


@needs("programme.close")
def end(request, programme_id):
    """Look at which pairs end, then end them all."""
    programme, at = _programme(request, programme_id), timezone.now()
    if request.method == "POST":
        with refusals_told(request):
            number = actions.end_all_pairs(programme=programme, by=acting_person(request.user, programme), at=at)
            text = ngettext("%(n)s pair has ended, with thanks.", "%(n)s pairs have ended, with thanks.", number)
            messages.success(request, text % {"n": number})
        return redirect("evaluation:closing", programme.pk)
    rows = Pair.objects.visible_to(request.user).filter(programme=programme, ended_on=None).exclude(started_on=None)
    rows = rows.select_related("mentor__person", "mentee__person").order_by("started_on", "id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today, phase = day_of(programme, at), closing_phase(programme)
    context = {
        "programme": programme, "page": page, "today": today,
        "phase": phase if phase and today < phase.ends_on else None,
    }  # fmt: skip
    return render(request, "evaluation/closing_end.html", context)
