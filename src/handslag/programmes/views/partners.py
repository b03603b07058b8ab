from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.countries import country_choices
from handslag.core.errors import Refused
from handslag.core.refusals import refusals_in

from ..access import acting_person, may, needs, permit, seen_programme
from ..actions import PartnerRemoved, add_partner, correct_partner, remove_partner
from ..forms import PartnerForm
from ..models import Partner


@needs("indicator.read")
def index(request, programme_id):
    """The register of partners; authorities in it feed indicator 9."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "indicator.read", programme)
    request.programme = programme
    initial = {"country": programme.organisation.country, "since_on": timezone.localdate()}
    form = PartnerForm(request.POST or None, initial=initial)
    if request.method == "POST":
        permit(request.user, "programme.change", programme)
        if form.is_valid():
            by = acting_person(request.user, programme)
            with refusals_in(form, "since_on"):
                add_partner(programme=programme, by=by, at=timezone.now(), **form.cleaned_data)
                return redirect("programmes:partners", programme.pk)
    names = dict(country_choices())
    partners = Partner.objects.visible_to(request.user).filter(programme=programme)
    page = Paginator(partners, 25).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "form": form if may(request.user, "programme.change", programme) else None,
        "page": page,
        "rows": [{"partner": partner, "country": names.get(partner.country, partner.country)} for partner in page],
    }
    return render(request, "programmes/partners.html", context, status=422 if form.errors else 200)


@needs("programme.change")
def correct(request, programme_id, partner_id):
    """Write other things about a partner, or take it off the register."""
    partner = _partner(request, programme_id, partner_id)
    known = {name: getattr(partner, name) for name in PartnerForm.base_fields}
    form = PartnerForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, partner)
        try:
            correct_partner(partner=partner, by=by, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None if isinstance(refusal, PartnerRemoved) else "since_on", str(refusal))
        else:
            messages.success(request, _("The partner is corrected."))
            return redirect("programmes:partners", partner.programme_id)
    context = {"programme": partner.programme, "partner": partner, "name": known["name"], "form": form}
    return render(request, "programmes/partner.html", context, status=422 if form.errors else 200)


@needs("programme.change")
def remove(request, programme_id, partner_id):
    """Look at what goes, then take a partner off the register. A second press finds it gone."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "programme.change", programme)
    request.programme = programme
    partner = Partner.objects.visible_to(request.user).filter(pk=partner_id, programme=programme).first()
    if request.method == "POST":
        by = acting_person(request.user, programme)
        if partner and remove_partner(partner=partner, by=by, at=timezone.now()):
            messages.success(request, _("The partner is removed."))
        else:
            messages.info(request, _("It is not on the register."))
        return redirect("programmes:partners", programme_id)
    if partner is None:
        raise Http404
    country = dict(country_choices()).get(partner.country, partner.country)
    context = {"programme": programme, "partner": partner, "country": country}
    return render(request, "programmes/partner_removal.html", context)


def _partner(request, programme_id, partner_id) -> Partner:
    """The partner, if the account may see it (404) and change the programme (403)."""
    rows = Partner.objects.visible_to(request.user).select_related("programme__organisation")
    partner = get_object_or_404(rows, pk=partner_id, programme=programme_id)
    permit(request.user, "programme.change", partner)
    request.programme = partner.programme
    return partner
