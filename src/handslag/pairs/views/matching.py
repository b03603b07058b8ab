from contextlib import suppress

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.errors import Refused
from handslag.core.refusals import refusals_told
from handslag.programmes.access import acting_person, needs, permit, seen_programme
from handslag.programmes.models import Membership, Programme

from ..actions import ask_for_suggestion, freshen, suggest
from ..board import board
from ..decision_words import some_names
from ..readiness import ids_here
from ..suggestions import SUGGESTED, newest
from ..turning import texts_waiting, who_sorts_it_out

AT_ONCE = 150  # people: their pairs are there in less than a second


@needs("pair.match")
def index(request, programme_id):
    """Who is left, what is suggested, what is decided, and what comes next."""
    programme = matched_programme(request, programme_id)
    found = board(request.user, programme, request.GET.get("page"), timezone.now())
    if found.round and found.outdated is not None:
        with suppress(Refused):  # it was published in between, or the programme is closed: the page shows that
            if freshen(matching_round=found.round, at=timezone.now()):
                messages.info(request, _why_new(found.outdated))
        found = board(request.user, programme, request.GET.get("page"), timezone.now())
    context = {"programme": programme, "board": found, "page": found.page}
    if found.approved and found.approved == found.proposed and texts_waiting(programme):  # nothing else is left to do
        context |= {"words_wait": True, **who_sorts_it_out(request.user, programme)}
    return render(request, "pairs/matching.html", context)


def _why_new(gone: list[Membership]) -> str:
    """That other pairs are suggested, and for whom not any more; a rule that came since is no reason to tell."""
    if not gone:
        return _("The suggestions are new.")
    said = _("Cannot be matched now: %(names)s. The suggestions are new.")
    return said % {"names": some_names([str(member.person) for member in gone])}


@needs("pair.match")
@require_POST
def suggestion(request, programme_id):
    """Ask the engine; nothing is published by it. For many people it works in the background."""
    programme = matched_programme(request, programme_id)
    working = newest(request.user, programme)
    how = {"programme": programme, "by": acting_person(request.user, programme), "at": timezone.now()}
    with refusals_told(request):
        if (working and working.is_open) or len(ids_here(programme)) > AT_ONCE:
            return redirect("pairs:suggesting", ask_for_suggestion(**how).pk)
        suggest(**how)
        messages.success(request, SUGGESTED)
    return redirect("pairs:matching", programme.pk)


def matched_programme(request, programme_id) -> Programme:
    """The programme with this id, for those who match in it; 404 or 403 for others."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "pair.match", programme)
    request.programme = programme
    return programme
