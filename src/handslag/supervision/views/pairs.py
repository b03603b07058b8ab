from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.days import day_of

from ..queries import APART, MEET, PAUSED, pairs_that, paused

PAGE = 25
WORDS = {MEET: _("Pairs that meet"), APART: _("Pairs that do not meet"), PAUSED: _("Pairs in an agreed pause")}


@needs("diary.read")
def pairs(request, programme_id):
    """The running pairs that meet, that do not, or that are in a pause: those that the home counts."""
    programme = seen_programme(request.user, programme_id)
    for permission in ("pair.read", "diary.read"):
        permit(request.user, permission, programme)
    request.programme, at = programme, timezone.now()
    how = request.GET.get("how") if request.GET.get("how") in WORDS else MEET
    rows = pairs_that(how, programme, day_of(programme, at)).select_related("mentor__person", "mentee__person")
    rows = rows.order_by("mentee__person__given_name", "mentee__person__family_name", "pk")
    lasting = paused(programme, day_of(programme, at)).filter(pair=OuterRef("pk"))
    page = Paginator(rows.annotate(paused_until=Subquery(lasting.values("until_on")[:1])), PAGE).get_page(
        request.GET.get("page")
    )
    by, ids = acting_person(request.user, programme), [pair.pk for pair in page]
    record_reads("attention", "pairs.pair", ids, by=by, organisation=programme.organisation_id, at=at)
    context = {"programme": programme, "page": page, "how": how, "title": WORDS[how]}
    return render(request, "supervision/pairs.html", context)
