"""Before pairs are suggested: who is ready, and what counts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, may, needs

from .. import weighing
from ..access import may_turn_exclusions
from ..actions import weigh
from ..forms import WeightsForm
from ..lacking import readiness as readiness_of
from ..queries import PAGE
from .matching import matched_programme


@needs("pair.match")
def readiness(request, programme_id):
    """Who lacks what."""
    programme = matched_programme(request, programme_id)
    found = readiness_of(programme, timezone.now())
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "readiness": found,
        "page": page,
        "may_turn": may_turn_exclusions(request.user, programme),
        "may_name": may(request.user, "team.change", programme),
    }
    return render(request, "pairs/readiness.html", context)


@needs("pair.match")
def weights(request, programme_id):
    """How much each criterion counts; what other weights would change is shown before they are saved."""
    programme = matched_programme(request, programme_id)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "template" in posted:
        posted = weighing.template_weights(programme) | {"preview": "1"}
    form = WeightsForm(posted, words=weighing.WORDS, initial=weighing.weights_of(programme))
    preview = None
    if form.is_valid():
        if "save" in posted:
            by = acting_person(request.user, programme)
            with refusals_in(form):
                weigh(programme=programme, weights=form.cleaned_data, by=by, at=timezone.now())
                messages.success(request, _("Saved. The next suggestion uses it."))
                return redirect("pairs:matching", programme.pk)
        else:
            with refusals_in(form):
                preview = weighing.preview(request.user, programme, form.cleaned_data, timezone.now())
    context = {"programme": programme, "form": form, "preview": preview}
    return render(request, "pairs/weights.html", context, status=422 if form.is_bound and form.errors else 200)
