from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from handslag.core.encryption.fields import unseal
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .. import queries
from ..actions.selecting import reason_choices, why_not_confirm
from ..models import Application

PAGE = 25


@needs("application.read")
def index(request, programme_id):
    """The applications of a programme, with what to look at twice."""
    programme = get_object_or_404(
        Programme.objects.visible_to(request.user).select_related("organisation"), pk=programme_id
    )
    permit(request.user, "application.read", programme)
    request.programme = programme
    role = request.GET.get("role", "") if request.GET.get("role") in (Role.MENTOR, Role.MENTEE) else ""
    state = request.GET.get("state", "")
    state = state if state in (queries.OPEN, *Application.State.values) else ""
    roles, states, count = queries.filters(request.user, programme, role, state)
    pages = Paginator(queries.list_of(request.user, programme, role, state), PAGE)
    pages.count = count  # known from the filters
    page = pages.get_page(request.GET.get("page"))
    at, sensitive = timezone.now(), may(request.user, "interview.read", programme)
    rows = list(page.object_list)
    if sensitive and rows:
        _journal(request, "signals", programme, [row.pk for row in rows], at)
    lines = queries.lines(rows, programme, timezone.localdate(at), get_language(), sensitive=sensitive)
    context = {"programme": programme, "page": page, "lines": lines, "roles": roles, "states": states,
               "role": role, "state": state, "any": bool(count or role or state),
               "calls": _calls(request, programme, timezone.localdate(at))}  # fmt: skip
    return render(request, "recruitment/applications/index.html", context)


def _calls(request, programme, today: date) -> list[dict]:
    """Where people apply, with the whole address to be shared."""
    return [
        {
            "call": call,
            "url": request.build_absolute_uri(reverse("recruitment:apply", args=[call.slug])),
            "state": "open" if call.is_open(today) else "next" if today < call.opens_on else "closed",
        }
        for call in programme.calls.order_by("role", "opens_on")
    ]


@needs("application.read")
def show(request, application_id):
    """One application: what was answered, what was talked about, what was decided, and what comes next."""
    application = get_application(request, application_id)
    at = timezone.now()
    sensitive = may(request.user, "interview.read", application)
    contact = may(request.user, "contact.read", application)
    if sensitive or contact:
        _journal(request, "application", application.programme, [application.pk], at)
    return render(request, "recruitment/applications/show.html", _page(request, application, at, sensitive, contact))


def get_application(request, application_id) -> Application:
    """The application that the page is about, if the account may see it; else 404."""
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("programme__organisation", "person", "permit_check__by")
    rows = rows.prefetch_related("programme__places")
    application = get_object_or_404(rows, pk=application_id)
    request.programme = application.programme
    return application


def _page(request, application, at, sensitive: bool, contact: bool) -> dict:
    interviews = list(application.interviews.select_related("by"))
    selections = list(application.selections.select_related("proposed_by", "confirmed_by"))
    responses = list(
        application.person.responses.filter(programme=application.programme).select_related("questionnaire")
    )
    application.response = next(response for response in responses if response.pk == application.response_id)
    check = getattr(application, "permit_check", None)
    for row in filter(None, [*interviews, *selections, check]):
        row.application = application  # the seals are bound to the applicant
    if sensitive or contact:
        unseal([application.person, *responses, *interviews, *selections, *filter(None, [check])])
    waiting = next((s for s in selections if not s.confirmed_at and not s.sent_back_at), None)
    by = acting_person(request.user, application)
    why_not = why_not_confirm(waiting, by, {i.by_id for i in interviews}) if waiting else ""
    return {
        "programme": application.programme, "application": application, "kind": queries.KINDS[application.state],
        "signals": queries.signals(application, timezone.localdate(at), sensitive=sensitive),
        "forms": queries.answers_of(application, responses, get_language(), at, sensitive=sensitive),
        "interviews": interviews, "selections": selections, "check": check,
        "valid_until": date.fromisoformat(check.valid_until) if sensitive and check and check.valid_until else None,
        "waiting": waiting, "why_not": why_not,
        "reason_words": dict(reason_choices(application.programme)), "sensitive": sensitive, "contact": contact,
        "is_open": application.state in (*Application.OPEN, Application.State.WAITING),
        "may_decide": may(request.user, "application.decide", application),
    }  # fmt: skip


def _journal(request, what: str, programme, ids: list, at) -> None:
    record_reads(
        what, "recruitment.application", ids, by=acting_person(request.user, programme),
        organisation=programme.organisation_id, at=at,
    )  # fmt: skip
