from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.errors import Refused
from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import TooFarAhead, day_of

from ..actions.applying import WrongDates
from ..actions.reopening import close_call, reopen_call
from ..forms import ReopeningForm
from ..models import Application, Call

PAGE = 25


@needs("application.decide")
def close(request, call):
    """Let today be the last day to apply, after a look at who still waits for an answer."""
    call = _call(request, call)
    at = timezone.now()
    today = day_of(call.programme, at)
    rows = Application.objects.visible_to(request.user).filter(programme=call.programme, role=call.role)
    waiting = rows.filter(state__in=Application.OPEN).select_related("person").order_by("received_at", "id")
    pages = Paginator(waiting, PAGE)
    errors = []
    if request.method == "POST":
        try:
            close_call(call=call, by=acting_person(request.user, call.programme), at=at)
        except Refused as refusal:
            errors = [str(refusal)]
        else:
            messages.success(request, _closed_words(pages.count))
            return redirect(_list_of(call))
    context = {
        "programme": call.programme, "call": call, "page": pages.get_page(request.GET.get("page")), "errors": errors,
        "is_over": call.closes_on <= today, "is_last_day": call.closes_on == today,
    }  # fmt: skip
    return render(request, "recruitment/applications/closing.html", context, status=422 if errors else 200)


def _closed_words(unanswered: int) -> str:
    if not unanswered:
        return _("Today is the last day to apply. Everybody so far has an answer.")
    return ngettext(
        "Today is the last day to apply. %(n)s person has no answer yet.",
        "Today is the last day to apply. %(n)s people have no answer yet.",
        unanswered,
    ) % {"n": unanswered}


@needs("application.decide")
def reopen(request, call):
    """Let people apply again after the last day, or for longer on the last day."""
    call = _call(request, call)
    today = day_of(call.programme, timezone.now())
    form = ReopeningForm(request.POST or None, runs=call.closes_on == today)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, about={WrongDates: "closes_on", TooFarAhead: "closes_on"}):
            by = acting_person(request.user, call.programme)
            reopen_call(call=call, by=by, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _reopened_words(call, today, form.cleaned_data["closes_on"]))
            return redirect(_list_of(call))
    context = {"programme": call.programme, "call": call, "form": form,
               "is_open": call.closes_on > today, "is_last_day": call.closes_on == today}  # fmt: skip
    return render(request, "recruitment/applications/opening.html", context, status=422 if form.errors else 200)


def _reopened_words(call: Call, today: date, until: date) -> str:
    """`call` as it was before."""
    if call.closes_on == today:
        return _("People can apply until %(day)s.") % {"day": date_format(until, "j F Y")}
    return _("People can apply again. The address and the flyers are the same.")


def _list_of(call: Call) -> str:
    """Those who applied for the same role and have no answer yet."""
    return f"{reverse('recruitment:applications', args=[call.programme_id])}?role={call.role}"


def _call(request, slug: str) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("programme__organisation")
    call = get_object_or_404(calls, slug=slug)
    permit(request.user, "application.decide", call)
    request.programme = call.programme
    return call
