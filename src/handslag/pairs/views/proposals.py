from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_told
from handslag.programmes.access import acting_person, needs, permit

from ..actions import decide
from ..models import Proposal

# Locking is an act of its own: pairs:lock.
DECISIONS = {Proposal.Status.ACCEPTED, Proposal.Status.REFUSED, Proposal.Status.SUGGESTED}


@needs("pair.match")
@require_POST
def decision(request, proposal_id):
    """Accept, refuse, or take a decision back."""
    proposals = Proposal.objects.visible_to(request.user).select_related("round__programme")
    proposal = get_object_or_404(proposals, pk=proposal_id)
    permit(request.user, "pair.match", proposal.round.programme)
    status = request.POST.get("status", "")
    if status not in DECISIONS:
        return HttpResponseBadRequest()
    with refusals_told(request):
        decide(proposal=proposal, status=status, by=acting_person(request.user, proposal), at=timezone.now())
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return redirect(f"{reverse('pairs:matching', args=[proposal.round.programme_id])}{query}#p-{proposal.pk}")
