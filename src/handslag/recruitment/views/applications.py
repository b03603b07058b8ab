from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from handslag.core.encryption import opened, unseal
from handslag.journal.actions import record_reads
from handslag.outbox.letters import has_address
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.roles import Role
from handslag.programmes.standing import standing_of

from .. import queries
from ..actions.answering import Act
from ..actions.contacting import sign_in_problem
from ..actions.selecting import why_not_confirm
from ..doubles import has_open_double, open_doubles
from ..hints import is_reachable
from ..models import Application, Selection
from ..reasons import reason_word
from ..signing_in import lacks_sign_in
from ..untold import is_untold

PAGE = 25


@needs("application.read")
def index(request, programme_id):
    """The applications of a programme, with what to look at twice."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "application.read", programme)
    request.programme = programme
    role = request.GET.get("role", "") if request.GET.get("role") in (Role.MENTOR, Role.MENTEE) else ""
    state = request.GET.get("state", "")
    state = state if state in (queries.ALL, *Application.State.values) else queries.OPEN
    found = queries.filters(request.user, programme, role, state)
    may_decide = may(request.user, "application.decide", programme)
    decides = acting_person(request.user, programme).pk if may_decide else None
    pages = Paginator(queries.list_of(request.user, programme, role, state, decides), PAGE)
    pages.count = found.count  # known from the filters
    page = pages.get_page(request.GET.get("page"))
    at, sensitive = timezone.now(), may(request.user, "interview.read", programme)
    rows = list(page.object_list)
    if sensitive and rows:
        _journal(request, "hints", programme, [row.pk for row in rows], at)
    lines = queries.lines(rows, programme, at, get_language(), sensitive=sensitive)
    context = {"programme": programme, "page": page, "lines": lines, "filters": found, "role": role, "state": state,
               "may_decide": may_decide, "acts": _acts(found) if may_decide and any(o.is_open for o in lines) else [],
               "all_ticked": request.GET.get("ticked") == "all", **_chosen(request),
               "calls": _calls(request, programme, timezone.localdate(at))}  # fmt: skip
    return render(request, "recruitment/applications/index.html", context)


def _chosen(request) -> dict[str, str]:
    """The answer and the reason that were chosen before anybody was ticked."""
    act = next((act for act in Act if act == request.GET.get("act")), None)
    return {"chosen": act or "", "chosen_words": str(act.label) if act else "",
            "reason_code": request.GET.get("reason_code", "")}  # fmt: skip


def _acts(found: queries.Filters) -> list[tuple[str, str]]:
    """What can be done with those who are ticked; there is something to confirm only where something is proposed."""
    proposed = found.count_of(Application.State.PROPOSED)
    return [(value, str(label)) for value, label in Act.choices if value != Act.CONFIRM or proposed]


def _calls(request, programme, today: date) -> list[dict]:
    """Where people apply, with the whole address to be shared."""
    return [
        {
            "call": call,
            "url": request.build_absolute_uri(reverse("recruitment:apply", args=[call.slug])),
            "state": "open" if call.is_open(today) else "next" if today < call.opens_on else "closed",
            "is_last_day": call.closes_on == today,
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
    rows = rows.select_related("programme__organisation", "person", "permit_check__by", "booking", "invitation")
    rows = rows.prefetch_related("programme__places")
    proposed = Selection.objects.visible_to(request.user).filter(application=OuterRef("pk"))
    rows = rows.annotate(has_open_double=has_open_double(), lacks_sign_in=lacks_sign_in(OuterRef("programme")))
    rows = rows.annotate(has_selection=Exists(proposed), is_untold=is_untold(timezone.now()))
    application = get_object_or_404(rows, pk=application_id)
    request.programme = application.programme
    return application


def _page(request, application, at, sensitive: bool, contact: bool) -> dict:
    interviews = list(application.interviews.select_related("by"))
    proposals = application.selections.select_related("proposed_by", "confirmed_by")
    selections = list(proposals) if application.has_selection else []
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
    is_open = application.awaits_answer
    may_decide = may(request.user, "application.decide", application)
    asks_who = is_open and may_decide and application.has_open_double
    is_in = application.state == Application.State.ACCEPTED
    booking = getattr(application, "booking", None)
    standing = standing_of(application.programme, application.person, application.role) if is_in else None
    return {
        "programme": application.programme, "application": application, "kind": queries.KINDS[application.state],
        "hints": queries.hints(application, at, sensitive=sensitive),
        "forms": queries.answers_of(application, responses, get_language(), at, sensitive=sensitive),
        "interviews": interviews, "selections": selections, "check": check,
        "valid_until": _last_day(check) if sensitive and check else None,
        "waiting": waiting, "why_not": why_not, "is_booked": booking is not None and booking.is_ahead(at),
        "reason": reason_word(application.programme, waiting) if waiting else "",
        "sensitive": sensitive, "contact": contact,
        "is_reachable": is_reachable(application.person), "has_address": has_address(application.person),
        "is_open": is_open, "may_decide": may_decide,
        "doubles": open_doubles(request.user, application) if asks_who else [],
        "standing": standing, "may_open_standing": standing and may(request.user, standing.permission, application),
        "sign_in_problem": sign_in_problem(application.person) if application.lacks_sign_in and may_decide else "",
    }  # fmt: skip


def _last_day(check) -> date | None:
    valid_until = opened(check, "valid_until")
    return date.fromisoformat(valid_until) if valid_until else None


def _journal(request, what: str, programme, ids: list, at) -> None:
    record_reads(
        what, "recruitment.application", ids, by=acting_person(request.user, programme),
        organisation=programme.organisation_id, at=at,
    )  # fmt: skip
