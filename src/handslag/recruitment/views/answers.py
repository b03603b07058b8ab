from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from handslag.core.encryption import unseal
from handslag.core.errors import Refused
from handslag.journal.actions import record_reads
from handslag.outbox.letters import has_address
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.models import Programme

from ..actions.answering import PROPOSES, Act, answer_together
from ..answers import Plan, done_words, plan, untold_words, with_call_list
from ..forms import ReasonForm
from ..reasons import reason_choices, reason_word

MOST = 100  # a page of the list has a quarter of this
KEPT = ("role", "state")  # how the list was filtered
CHOSEN = ("act", "reason_code")  # stands in the list again where one goes back to tick others


@needs("application.decide")
def index(request, programme_id):
    """Answer those who are ticked: first what each will read, then all in one go."""
    programme = seen_programme(request.user, programme_id)
    permit(request.user, "application.decide", programme)
    request.programme = programme
    given = request.POST if request.method == "POST" else request.GET
    act, ids, refusal = _act(given), _ids(given, "application"), None
    form = _reason_form(request, programme, act, given)
    if request.method == "POST" and act and ids and (form is None or form.is_valid()):
        refusal = _answer(request, programme, act, ids, form)
        if refusal is None:
            return redirect(_back(programme, given, KEPT))
    context = {
        "programme": programme, "form": form, "errors": [str(refusal)] if refusal else [],
        "back": _back(programme, given, KEPT + CHOSEN), "kept": {name: given.get(name, "") for name in KEPT},
    }  # fmt: skip
    if act and ids:
        by, problems = acting_person(request.user, programme), getattr(refusal, "problems", {})
        context["plan"] = plan(request.user, programme, act, ids, by, timezone.now(), problems)
        context |= _proposals(request, programme, context["plan"])
    status = 422 if request.method == "POST" else 200
    return render(request, "recruitment/applications/answers.html", context, status=status)


def _answer(request, programme: Programme, act: Act, ids: list[UUID], form: ReasonForm | None) -> Refused | None:
    """Answer them all; what was refused, if it was."""
    try:
        done = answer_together(
            programme=programme, ids=ids, act=act, by=acting_person(request.user, programme), at=timezone.now(),
            reason_code=form.cleaned_data["reason_code"] if form else "", selections=_ids(request.POST, "selection"),
        )  # fmt: skip
    except Refused as refusal:
        return refusal
    untold = [a for a in done if not has_address(a.person)] if act == Act.CONFIRM else []
    if len(done) > len(untold) or not done:
        messages.success(request, done_words(act, len(done) - len(untold)))
    if untold:
        messages.warning(request, with_call_list(untold_words(len(untold)), programme))
    return None


def _reason_form(request, programme: Programme, act: Act | None, given: QueryDict) -> ReasonForm | None:
    """Where the answer needs a reason; one that was chosen before the look stands there already."""
    if act not in PROPOSES:
        return None
    chosen = {"reason_code": given.get("reason_code", "")}
    return ReasonForm(request.POST or None, initial=chosen, reasons=reason_choices(programme, PROPOSES[act]))


def _act(given: QueryDict) -> Act | None:
    return next((act for act in Act if act == given.get("act")), None)


def _ids(given: QueryDict, name: str) -> list[UUID]:
    """What was ticked, or seen; anything that is no id is left out."""
    found = []
    for text in given.getlist(name)[:MOST]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _back(programme: Programme, given: QueryDict, names: tuple[str, ...]) -> str:
    """The list as it was filtered, with what was chosen."""
    chosen = {name: given[name] for name in names if given.get(name)}
    return reverse("recruitment:applications", args=[programme.pk]) + (f"?{urlencode(chosen)}" if chosen else "")


def _proposals(request, programme: Programme, found: Plan) -> dict:
    """What colleagues propose and why. Their own words are sealed: opening them is written down first."""
    sensitive = may(request.user, "interview.read", programme)
    if found.selections and sensitive:
        record_reads(
            "selection", "recruitment.selection", [selection.pk for selection in found.selections],
            by=acting_person(request.user, programme), organisation=programme.organisation_id, at=timezone.now(),
        )  # fmt: skip
        unseal(found.selections)
    proposals = [(selection, reason_word(programme, selection)) for selection in found.selections]
    return {"sensitive": sensitive, "proposals": proposals}
