"""Certificates for the team: who can get one, issuing them in one go, taking them out on paper, taking them back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.core.encryption import KeyLost
from handslag.core.encryption.fields import unseal
from handslag.core.errors import Refused
from handslag.core.languages import language_elsewhere
from handslag.core.marks import drafted, signed_in
from handslag.journal.actions import record
from handslag.programmes.access import acting_person, needs, own, permit, seen_programme
from handslag.programmes.days import day_of
from handslag.questionnaires.lists import language_name

from .. import actions, paper
from ..certificates import candidates
from ..forms_certificates import IssueForm, RevokeForm
from ..models import Certificate

PER_PAGE = 25


@needs("certificate.issue")
def index(request, programme_id):
    """Who can get a certificate, and which are issued."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "certificate.issue", programme)
    request.programme, at = programme, timezone.now()
    rows = Certificate.objects.visible_to(request.user).filter(programme=programme)
    rows = list(rows.select_related("membership__person"))
    found = candidates(programme, day_of(programme, at), rows)
    form = IssueForm(request.POST if request.method == "POST" else None, shown=found)
    if request.method == "POST" and form.is_valid() and _issue(request, programme, form, at):
        return redirect("evaluation:certificates", programme.pk)
    issued = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    waiting = Paginator(found, PER_PAGE).get_page(request.GET.get("waiting"))
    ticked = set(request.POST.getlist("who")) if form.is_bound else {one.key for one in waiting}
    context = {"programme": programme, "page": issued, "waiting": waiting, "form": form, "ticked": ticked,
               "drafts": _drafts(programme, found)}  # fmt: skip
    return render(request, "evaluation/certificates/index.html", context, status=422 if form.is_bound else 200)


def _issue(request, programme, form: IssueForm, at) -> bool:
    try:
        made = actions.issue(programme=programme, keys=form.keys, by=acting_person(request.user, programme), at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext("%(n)s certificate is issued.", "%(n)s certificates are issued.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return True


def _drafts(programme, found) -> list[str]:
    """Languages in which these certificates would be printed and whose wording nobody has read."""
    host = programme.organisation.host_language
    wanted = dict.fromkeys([host, *(one.membership.person.language or host for one in found)]) if found else {}
    return [language_name(code, get_language() or "en") for code in wanted if paper.is_draft(code)]


@needs("certificate.issue")
@require_safe
def documents(request, programme_id):
    """All certificates of the programme that are valid, as one PDF."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "certificate.issue", programme)
    rows = Certificate.objects.visible_to(request.user).filter(programme=programme, revoked_at=None)
    rows = rows.order_by("issued_on", "membership__person__given_name", "membership__person__family_name", "kind")
    return _pdf(request, programme, list(rows), f"certificates-{programme.slug}")


@signed_in
@require_safe
def document(request, certificate_id):
    """One certificate as PDF: for whom it is about, and for those who issue them."""
    certificate = _certificate(request, certificate_id)
    return _pdf(request, certificate.programme, [certificate], f"certificate-{certificate.code}")


def _certificate(request, certificate_id) -> Certificate:
    rows = Certificate.objects.visible_to(request.user).select_related("programme", "membership__person")
    return get_object_or_404(rows, pk=certificate_id)


def _pdf(request, programme, rows: list[Certificate], name: str) -> HttpResponse:
    """Certificates as PDF; whoever's key is gone is left out. Written down once it is made, and not where a machine
    asks for the head alone: then nobody has taken it."""
    said = []
    for certificate in unseal(rows):
        try:
            said.append((certificate, certificate.facts))
        except KeyLost:
            continue
    if not said:
        raise Http404
    body = paper.as_pdf(said, site=request.build_absolute_uri("/").rstrip("/"))
    if request.method == "GET":
        subject = "programmes.programme" if len(said) > 1 else "evaluation.certificate"
        record(
            "certificate.print", subject, programme.pk if len(said) > 1 else said[0][0].pk,
            by=acting_person(request.user, programme), organisation=programme.organisation_id, at=timezone.now(),
            detail={"count": len(said)},
        )  # fmt: skip
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@needs("certificate.issue")
def revocation(request, certificate_id):
    """Take a certificate back."""
    certificate = _certificate(request, certificate_id)
    permit(request.user, "certificate.issue", certificate)
    request.programme = certificate.programme
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(
            certificate=certificate, reason=form.cleaned_data["reason"], at=timezone.now(),
            by=acting_person(request.user, certificate),
        )  # fmt: skip
        messages.success(request, _("The certificate is taken back. Who checks its code sees that it is not valid."))
        return redirect("evaluation:certificates", certificate.programme_id)
    context = {"programme": certificate.programme, "certificate": certificate, "form": form}
    return render(request, "evaluation/certificates/revocation.html", context, status=422 if form.is_bound else 200)


@drafted
@signed_in
@require_safe
def mine(request):
    """The certificates of whoever is signed in."""
    rows = Certificate.objects.visible_to(request.user).filter(own(request.user, "membership__person"), revoked_at=None)
    page = Paginator(rows.select_related("programme"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "elsewhere": language_elsewhere(request)}
    return render(request, "evaluation/certificates/mine.html", context)
