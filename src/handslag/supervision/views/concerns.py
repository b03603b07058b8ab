from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.encryption import text_of, unseal
from handslag.core.errors import Refused
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in, refusals_told
from handslag.journal.actions import record
from handslag.programmes.access import acting_person, grants, needs, permit, seen_programme
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role, roles_with

from .. import actions
from ..access import lead_of, leads_concerns
from ..forms import ConcernForm, LeadsForm, OutcomeForm
from ..models import Concern
from ..queries import answer_due

PAGE = 25


def _membership(user, programme) -> Membership | None:
    """As whom `user` reports in `programme`: as mentor or mentee before anything else."""
    here = [m for m in grants(user).memberships if m.programme_id == programme.pk or (
        m.programme_id is None and m.organisation_id == programme.organisation_id)]  # fmt: skip
    return min(here, key=lambda m: m.role not in {Role.MENTOR, Role.MENTEE}, default=None)


@signed_in
def new_concern(request, programme_id):
    """Something feels wrong: two taps and a few words."""
    programme = seen_programme(request.user, programme_id)
    request.programme, at = programme, timezone.now()
    form = ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reporter = _membership(request.user, programme)
        with refusals_in(form):
            made = actions.report(programme=programme, reporter=reporter, text=form.cleaned_data["text"], at=at)
            return redirect("supervision:receipt", made.pk)
    context = {"programme": programme, "form": form, "names": [str(lead.person) for lead in lead_of(programme)]}
    return render(request, "supervision/new_concern.html", context, status=422 if form.is_bound else 200)


@signed_in
def receipt(request, concern_id):
    """For who reported: it came, and who calls. What it says is not shown again."""
    mine = {m.pk for m in grants(request.user).memberships}
    rows = Concern.objects.visible_to(request.user).filter(reporter_id__in=mine)
    concern = get_object_or_404(rows.select_related("programme__organisation"), pk=concern_id)
    request.programme = concern.programme
    context = {"concern": concern, "programme": concern.programme, "leads": lead_of(concern.programme)}
    return render(request, "supervision/receipt.html", context)


@needs("concern.read")
def concerns(request, programme_id):
    """The concerns of a programme, for the people who are named."""
    programme = seen_programme(request.user, programme_id)
    request.programme = programme
    if (
        not Programme.objects.visible_to(request.user)
        .filter(leads_concerns(request.user, "pk"), pk=programme_id)
        .exists()
    ):
        raise Http404
    mine = Concern.objects.visible_to(request.user).filter(leads_concerns(request.user), programme=programme)
    rows = mine.select_related("reporter__person").order_by("closed_at", "reported_at", "id").defer("text", "outcome")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.programme = programme
    rows = [{"concern": row, "due": answer_due(row)} for row in page]
    context = {"programme": programme, "page": page, "rows": rows}
    return render(request, "supervision/concerns.html", context)


def _concern(request, concern_id) -> Concern:
    rows = Concern.objects.visible_to(request.user).filter(leads_concerns(request.user))
    rows = rows.select_related("programme__organisation", "reporter__person", "acknowledged_by", "closed_by")
    concern = get_object_or_404(rows, pk=concern_id)
    request.programme = concern.programme
    return concern


@needs("concern.read")
def concern(request, concern_id):
    """One concern."""
    return _page(request, _concern(request, concern_id), None)


def _page(request, concern: Concern, form):
    by, at = acting_person(request.user, concern), timezone.now()
    record("read.concern", "supervision.concern", concern.pk, by=by, organisation=concern.organisation_id, at=at)
    if concern.state == "new":  # the reporter's number stands on the page; the journal's readers are not told whose
        record("read.concern_contact", "people.person", concern.reporter.person_id, by=by,
               organisation=concern.organisation_id, at=at)  # fmt: skip
    unseal([concern, concern.reporter.person])
    context = {
        "concern": concern, "programme": concern.programme, "text": text_of(concern, "text"),
        "due": answer_due(concern),
        "outcome": text_of(concern, "outcome"), "form": form or OutcomeForm(),
    }  # fmt: skip
    return render(request, "supervision/concern.html", context, status=422 if form else 200)


@needs("concern.read")
@require_POST
def acknowledgement(request, concern_id):
    """Say that it was read, and call the reporter."""
    concern = _concern(request, concern_id)
    with refusals_told(request):
        actions.acknowledge(concern=concern, by=acting_person(request.user, concern), at=timezone.now())
        messages.success(request, _("Noted. Call the person who reported it now."))
    return redirect("supervision:concern", concern.pk)


@needs("concern.read")
@require_POST
def outcome(request, concern_id):
    """Close a concern with what came of it."""
    concern, form = _concern(request, concern_id), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, concern, form)
    by = acting_person(request.user, concern)
    try:
        actions.close(concern=concern, outcome=form.cleaned_data["outcome"], by=by, at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, concern, form)
    messages.success(request, _("Closed."))
    return redirect("supervision:concern", concern.pk)


@needs("team.change")
def safeguarding(request, programme_id):
    """Name who reads concerns in a programme."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "team.change", programme)
    request.programme = programme
    team = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role__in=roles_with("concern.read"), ended_at=None
    )
    now = lead_of(programme)
    team = team.select_related("person").order_by("person__given_name", "id")
    sent = request.POST if request.method == "POST" else None
    form = LeadsForm(sent, team=team, initial={"leads": [lead.pk for lead in now]})
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, programme)
        with refusals_in(form, "leads"):
            actions.name_leads(programme=programme, leads=list(form.cleaned_data["leads"]), by=by, at=timezone.now())
            messages.success(request, _("Saved. They see every concern from now on, and nobody else does."))
            return redirect("supervision:safeguarding", programme.pk)
    context = {"programme": programme, "form": form, "names": [str(lead.person) for lead in now]}
    return render(request, "supervision/safeguarding.html", context, status=422 if form.is_bound else 200)
