"""Before pairs are suggested: who is ready, and what counts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, may, needs

from .. import weighing
from ..actions import weigh
from ..forms import WeightsForm
from ..lacking import readiness as readiness_of
from ..queries import PAGE
from ..readiness import ids_here
from ..turning import who_sorts_it_out
from .matching import matched_programme

PART = "preview"  # what js/preview.js asks for
LIVE_UP_TO = 300  # people; among more a preview takes more than half a second, and waits for a button


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
        **who_sorts_it_out(request.user, programme),
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
        with refusals_in(form):
            if "save" in posted:
                by = acting_person(request.user, programme)
                weigh(programme=programme, weights=form.cleaned_data, by=by, at=timezone.now())
                messages.success(request, _("Saved. The next suggestion uses it."))
                return redirect("pairs:matching", programme.pk)
            preview = weighing.preview(request.user, programme, form.cleaned_data, timezone.now())
    status = 422 if form.is_bound and form.errors else 200
    if request.headers.get("X-Part") == PART:
        return render(request, "pairs/weights_preview.html", {"preview": preview}, status=status)
    is_live = len(ids_here(programme)) <= LIVE_UP_TO
    context = {"programme": programme, "form": form, "preview": preview, "is_live": is_live}
    return render(request, "pairs/weights.html", context, status=status)
