from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.content.queries import newest
from handslag.core.errors import Refused
from handslag.programmes.access import acting_person, may, needs, permit

from .. import actions
from ..forms import AttendanceForm, SessionForm
from ..models import Session, Unit
from ..queries import guide_key, no_longer_trained
from ..roll import roll_of, statuses_of
from .cancelled import or_cancelled


@needs("training.plan")
def new(request, unit_id):
    """Plan a session of a unit."""
    units = Unit.objects.visible_to(request.user).select_related("programme__organisation")
    unit = get_object_or_404(units, pk=unit_id)
    request.programme = unit.programme
    permit(request.user, "training.plan", unit)
    form = SessionForm(request.POST or None, unit=unit)
    if form.is_valid():
        clean = form.cleaned_data
        session = _done(
            form, actions.plan_session, unit=unit, starts_at=form.starts_at(), place=clean["place"],
            online_link=clean["online_link"], minutes=clean["minutes"], led_by=clean["led_by"],
            by=acting_person(request.user, unit), at=timezone.now(),
        )  # fmt: skip
        if session and session.gathering.starts_at <= timezone.now():
            messages.success(request, _("This time is past: the session is written down afterwards. Mark who came."))
            return redirect("training:session", session.pk)
        if session:
            messages.success(request, _("The session is planned. Mentors see it on their home page."))
            return redirect("training:units", unit.programme_id)
    context = {"programme": unit.programme, "unit": unit, "form": form}
    return render(request, "training/new_session.html", context, status=422 if form.is_bound else 200)


@needs("training.see")
@or_cancelled
def show(request, session_id):
    """One session: when, where and about what; for those who take attendance also the roll."""
    session = session_of(request, session_id)
    if may(request.user, "attendance.take", session.unit.programme):
        roll = roll_of(session, request.user)
        return _page(request, session, roll, AttendanceForm(roll=roll))
    here, _elsewhere = statuses_of(session, request.user)
    if may(request.user, "person.read", session.unit.programme):
        return render(request, "training/session.html", _context(session) | {"marked": len(here)})
    return render(request, "training/session.html", _context(session) | {"mine": next(iter(here.values()), "")})


@needs("attendance.take")
@require_POST
@or_cancelled
def attendance(request, session_id):
    """Write down who came."""
    session = session_of(request, session_id)
    permit(request.user, "attendance.take", session.unit.programme)
    roll = roll_of(session, request.user)
    form = AttendanceForm(request.POST, roll=roll, sure=request.POST.getlist("sure"))
    if form.is_valid():
        statuses, by = form.statuses(), acting_person(request.user, session)
        if form.ask_again(no_longer_trained(session, statuses)):
            return _page(request, session, roll, form, status=422)
        saved = _done(form, actions.take_attendance, session=session, statuses=statuses, by=by, at=timezone.now())
        if saved is not None:
            said = ngettext("Saved for %(n)s mentor.", "Saved for %(n)s mentors.", len(statuses))
            messages.success(request, said % {"n": len(statuses)})
            return redirect("training:session", session.pk)
    return _page(request, session, roll, form, status=422)


def session_of(request, session_id) -> Session:
    """A session that the account sees, with its unit and programme."""
    sessions = Session.objects.visible_to(request.user)
    sessions = sessions.select_related("unit__programme__organisation", "gathering__led_by")
    session = get_object_or_404(sessions, pk=session_id)
    session.gathering.programme = request.programme = session.unit.programme
    return session


def _context(session) -> dict:
    return {
        "programme": session.unit.programme, "session": session, "unit": session.unit,
        "gathering": session.gathering, "has_started": session.gathering.starts_at <= timezone.now(),
    }  # fmt: skip


def _page(request, session, roll, form, status=200):
    programme = session.unit.programme
    key = guide_key(programme, session.unit.number)
    guide = key if newest(programme.organisation, key, get_language() or "en", programme.pk) else ""
    plans, is_held = may(request.user, "training.plan", programme), session.gathering.is_held
    context = _context(session) | {
        "guide": guide, "roll": roll, "form": form, "marked": len(roll.statuses), "may_change": plans and not is_held,
        "ask_to_change": not plans and not is_held,
        "may_accept": may(request.user, "application.decide", programme),
    }  # fmt: skip
    return render(request, "training/session.html", context, status=status)


def _done(form, action, **values):
    """What `action` gives; None where it refuses, with the reason above the form."""
    try:
        return action(**values)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
