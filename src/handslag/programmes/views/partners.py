from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from handslag.core.countries import country_choices
from handslag.core.errors import Refused

from ..access import acting_person, may, needs, permit, seen_programme
from ..actions import add_partner
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
            try:
                add_partner(programme=programme, by=by, at=timezone.now(), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("since_on", str(refusal))
            else:
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
