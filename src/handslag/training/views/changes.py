"""Another day for a session, and a session that is not held."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.refusals import refusals_in
from handslag.gatherings.actions import NotAhead
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import zone

from .. import actions
from ..forms import CancelForm, MovingForm
from ..timetable import done_by_all
from .cancelled import or_cancelled
from .sessions import session_of


@needs("training.plan")
@or_cancelled
def moving(request, session_id):
    """Give a session another time or place."""
    session = _planned_session(request, session_id)
    programme, gathering, there = session.unit.programme, session.gathering, redirect("training:session", session.pk)
    if gathering.is_held:
        return there
    starts = gathering.starts_at.astimezone(zone(programme))
    now = {"day": starts.date(), "clock": starts.time(), "place": gathering.place,
           "online_link": gathering.online_link}  # fmt: skip
    form = MovingForm(request.POST or None, programme=programme, initial=now)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("place", "online_link")}
        by = acting_person(request.user, session)
        with refusals_in(form, about={NotAhead: "day"}):
            actions.move_session(session=session, starts_at=form.starts_at(), by=by, at=timezone.now(), **said)
            messages.success(request, _moved(request, session))
            return there
    context = {
        "programme": programme,
        "session": session,
        "form": form,
        "all_done": done_by_all(request.user, session.unit),
    }
    return render(request, "training/moving.html", context, status=422 if form.is_bound else 200)


@needs("training.plan")
@or_cancelled
def cancellation(request, session_id):
    """Take a session back, with the reason."""
    session, at = _planned_session(request, session_id), timezone.now()
    programme = session.unit.programme
    if session.gathering.is_held:
        return redirect("training:session", session.pk)
    form, all_done = CancelForm(request.POST or None), done_by_all(request.user, session.unit)
    if request.method == "POST" and form.is_valid():
        by = acting_person(request.user, session)
        with refusals_in(form, "reason"):
            actions.cancel_session(session=session, by=by, at=at, **form.cleaned_data)
            if all_done:
                messages.success(request, _("The session is cancelled. All mentors have done this unit."))
            else:
                messages.success(request, _("The session is cancelled. Plan a new one here."))
            return redirect("training:units", programme.pk)
    context = {"programme": programme, "session": session, "form": form, "tells": session.gathering.starts_at > at,
               "all_done": all_done}  # fmt: skip
    return render(request, "training/cancellation.html", context, status=422 if form.is_bound else 200)


def _moved(request, session) -> str:
    if done_by_all(request.user, session.unit):
        return _("The session is moved.")
    return _("The session is moved. We have written to everybody who comes.")


def _planned_session(request, session_id):
    session = session_of(request, session_id)
    permit(request.user, "training.plan", session.unit)
    return session
