"""A suggestion that is worked out in the background: how far it has come, and stopping it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.programmes.access import acting_person, needs, permit

from ..actions import stop_suggestion
from ..models import Suggesting
from ..suggestions import SUGGESTED, progress_of

PART = "progress"  # what js/progress.js asks for


@needs("pair.match")
def show(request, suggesting_id):
    """How far it has come; on to the board when the pairs are there. A script asks for the moving part alone."""
    suggesting = _suggesting(request, suggesting_id)
    is_part, is_open = request.headers.get("X-Part") == PART, suggesting.ended_at is None
    if is_part and not is_open:
        return HttpResponse(status=204)
    if suggesting.outcome == Suggesting.Outcome.DONE:
        messages.success(request, SUGGESTED)
        return redirect("pairs:matching", suggesting.programme_id)
    context = {
        "programme": suggesting.programme,
        "suggesting": suggesting,
        "progress": progress_of(suggesting, timezone.now()) if is_open else None,
        "refusal": _(suggesting.refusal) if suggesting.refusal else "",
    }
    return render(request, "pairs/progress.html" if is_part else "pairs/suggesting.html", context)


@needs("pair.match")
@require_POST
def stopping(request, suggesting_id):
    """Stop it; where the pairs are there already, they stay."""
    suggesting = _suggesting(request, suggesting_id)
    by = acting_person(request.user, suggesting)
    if not stop_suggestion(suggesting=suggesting, by=by, at=timezone.now()):
        messages.info(request, _("It had ended before you stopped it."))
    return redirect("pairs:suggesting", suggesting.pk)


def _suggesting(request, suggesting_id) -> Suggesting:
    rows = Suggesting.objects.visible_to(request.user).select_related("programme__organisation", "asked_by")
    suggesting = get_object_or_404(rows, pk=suggesting_id)
    permit(request.user, "pair.match", suggesting.programme)
    request.programme = suggesting.programme
    return suggesting
