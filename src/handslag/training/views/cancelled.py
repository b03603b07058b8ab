"""A session that was cancelled: letters and calendars still lead to it, and who could see it reads that it is off."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from handslag.core.encryption import text_of
from handslag.programmes.access import may

from ..models import CancelledSession
from ..timetable import done_by_all


def or_cancelled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view of a session: where that was cancelled, the page that says so."""

    @wraps(view)
    def show(request, session_id):
        try:
            return view(request, session_id)
        except Http404:
            return _page(request, cancelled_session(request, session_id))

    return show


def cancelled_session(request, session_id) -> CancelledSession:
    """The cancelled session, or 404 where the account could not see it."""
    rows = CancelledSession.objects.visible_to(request.user)
    session = get_object_or_404(rows.select_related("unit__programme__organisation", "cancelled_by"), pk=session_id)
    request.programme = session.unit.programme
    return session


def _page(request, session: CancelledSession) -> HttpResponse:
    programme, at = session.unit.programme, timezone.now()
    coming = session.unit.sessions.filter(gathering__starts_at__gt=at).select_related("gathering")
    context = {
        "programme": programme, "session": session, "reason": text_of(session, "reason"),
        "next": coming.order_by("gathering__starts_at").first(),
        "may_plan": may(request.user, "training.plan", programme), "all_done": done_by_all(request.user, session.unit),
    }  # fmt: skip
    return render(request, "training/cancelled.html", context)
