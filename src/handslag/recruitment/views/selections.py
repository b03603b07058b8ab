from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_in, refusals_told
from handslag.outbox.letters import has_address
from handslag.programmes.access import acting_person, needs, permit

from ..actions import selecting
from ..actions.contacting import sign_in_problem
from ..answers import with_call_list
from ..forms import SelectionForm
from ..models import Selection
from ..reasons import reason_choices
from .applications import get_application

Outcome = Selection.Outcome


@needs("application.decide")
def propose(request, application_id):
    """Propose what happens with an application; it counts when a second person confirms it."""
    application = get_application(request, application_id)
    permit(request.user, "application.decide", application)
    reasons = {outcome: reason_choices(application.programme, outcome) for outcome in (Outcome.WAIT, Outcome.DECLINE)}
    may_accept = application.interviews.exists()
    form = SelectionForm(request.POST or None, reasons=reasons, may_accept=may_accept)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            selecting.propose(
                application=application, by=acting_person(request.user, application), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Proposed. A colleague has to confirm it before it counts."))
            return redirect("recruitment:application", application.pk)
    context = {
        "form": form, "application": application, "programme": application.programme, "may_accept": may_accept,
    }  # fmt: skip
    return render(request, "recruitment/applications/selection.html", context, status=422 if form.errors else 200)


@require_POST
@needs("application.decide")
def confirm(request, selection_id):
    """Let a colleague's proposal count."""
    selection = _selection(request, selection_id)
    person = selection.application.person
    with refusals_told(request):
        selecting.confirm(selection=selection, by=acting_person(request.user, selection), at=timezone.now())
        if has_address(person):
            messages.success(request, _("Confirmed. The person has an answer."))
        else:
            text = _("Confirmed. There is no e-mail address, so somebody has to tell %(name)s.") % {"name": person}
            messages.warning(request, with_call_list(text, selection.application.programme))
        if selection.membership_id and (problem := sign_in_problem(person)):
            messages.warning(request, problem)
    return redirect("recruitment:application", selection.application_id)


@require_POST
@needs("application.decide")
def send_back(request, selection_id):
    """Give a proposal back to be thought over."""
    selection = _selection(request, selection_id)
    with refusals_told(request):
        selecting.send_back(selection=selection, by=acting_person(request.user, selection), at=timezone.now())
        messages.success(request, _("The proposal is sent back."))
    return redirect("recruitment:application", selection.application_id)


@require_POST
@needs("application.decide")
def withdraw(request, application_id):
    """Close an application because the person does not want to take part."""
    application = get_application(request, application_id)
    permit(request.user, "application.decide", application)
    with refusals_told(request):
        selecting.withdraw(application=application, by=acting_person(request.user, application), at=timezone.now())
        messages.success(request, _("The application is closed."))
    return redirect("recruitment:application", application.pk)


def _selection(request, selection_id) -> Selection:
    rows = Selection.objects.visible_to(request.user).select_related("application__programme", "application__person")
    selection = get_object_or_404(rows, pk=selection_id)
    permit(request.user, "application.decide", selection.application)
    return selection
