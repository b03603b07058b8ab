"""A meeting that was cancelled: letters and calendars still lead to it, and who could see it reads that it is off."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from handslag.core.encryption import text_of
from handslag.programmes.access import may

from ..models import CancelledMeeting
from ..queries import next_meeting


def or_cancelled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of a meeting: where that was cancelled, the page that says so."""

    @wraps(view)
    def show(request, meeting_id):
        try:
            return view(request, meeting_id)
        except Http404:
            return _page(request, cancelled_meeting(request, meeting_id))

    return show


def cancelled_meeting(request, meeting_id) -> CancelledMeeting:
    """The cancelled meeting, or 404 where the account could not see it."""
    rows = CancelledMeeting.objects.visible_to(request.user)
    rows = rows.select_related("group__programme__organisation", "cancelled_by")
    meeting = get_object_or_404(rows, pk=meeting_id)
    request.programme = meeting.group.programme
    return meeting


def _page(request, meeting: CancelledMeeting) -> HttpResponse:
    context = {
        "meeting": meeting, "reason": text_of(meeting, "reason"), "next": next_meeting(meeting.group, timezone.now()),
        "team": may(request.user, "supervision.see", meeting.group),
        "may_plan": may(request.user, "supervision.hold", meeting.group),
    }  # fmt: skip
    return render(request, "supervision/cancelled.html", context)
