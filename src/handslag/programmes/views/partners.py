from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

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
            add_partner(programme=programme, by=by, at=timezone.now(), **form.cleaned_data)
            return redirect("programmes:partners", programme.pk)
    partners = Partner.objects.visible_to(request.user).filter(programme=programme)
    context = {
        "programme": programme,
        "form": form if may(request.user, "programme.change", programme) else None,
        "page": Paginator(partners, 25).get_page(request.GET.get("page")),
    }
    return render(request, "programmes/partners.html", context, status=422 if form.errors else 200)
