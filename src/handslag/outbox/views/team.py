from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handslag.core.encryption import opened, unseal
from handslag.core.refusals import refusals_in, refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme

from ..actions import correct_address, note_call, try_again
from ..answering import answer_pages
from ..forms import AddressForm
from ..models import Message
from ..queries import WAITING, people_to_call, sending, team_messages

Kind, State = Message.Kind, Message.State
# The order in which the team looks: what needs somebody first.
STATES = (State.FAILED, State.BY_HAND, State.QUEUED, State.SENT, State.CALLED, State.IN_APP, State.DROPPED)
KINDS = {
    State.FAILED: "error", State.BY_HAND: "warn", State.QUEUED: "now", State.SENT: "ok", State.IN_APP: "info",
    State.DROPPED: "", State.CALLED: "ok",
}  # fmt: skip
# Day-to-day matters whose heading says no more than the lists of lessons, meetings, supervision and pairs, which the
# team sees too. The headings of all other kinds, and every text, are the reader's alone.
TOLD_BY_HEADING = (Kind.TRAINING, Kind.MATCH, Kind.MEETING, Kind.SUPERVISION_DAY)


@needs("message.see")
@require_GET
def index(request, programme_id):
    """Which messages went out, which wait for somebody and which failed; whom to call about what, never the texts."""
    programme = request.programme = seen_programme(request.user, programme_id)
    permit(request.user, "message.see", programme)
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in STATES else ""
    found, at = sending(request.user, programme), timezone.now()
    page = Paginator(team_messages(request.user, programme, chosen), 25).get_page(request.GET.get("page"))
    told = _told(request, programme, page.object_list, at)
    pages = answer_pages(request.user, [message for message in page if message.state in WAITING])
    states, may_call = dict(State.choices), may(request.user, "contact.read", programme)
    kinds = {code: str(label) for code, label in Kind.choices}
    rows = [
        {
            "message": message,
            "kind": kinds[message.kind],
            "sign": KINDS[State(message.state)],
            "state": states[message.state],
            "why": _why_not_sent(message),
            "mendable": _is_mendable(message, at),
            "waits": message.state in WAITING,
            "may_be_untold": may_call and message.may_be_untold(at),
            "answer": pages.get(message.pk),
            **told.get(message.pk, {}),
        }
        for message in page
    ]
    chips = [(state, states[state], found["counts"].get(state, 0)) for state in STATES]
    context = {
        "programme": programme, "page": page, "rows": rows, "chosen": chosen, "chips": chips,
        "late_since": found["late_since"], "place": _place(request),
        "to_call": people_to_call(request.user, programme, at).exists(),
    }  # fmt: skip
    return render(request, "outbox/team.html", context)


def _place(request) -> str:
    """Where in the list the reader is, as it stands after an address; nothing else of what came with the request."""
    said = {name: request.GET.get(name, "") for name in ("state", "page")}
    kept = {"state": said["state"] in STATES, "page": said["page"].isdecimal()}
    query = urlencode({name: value for name, value in said.items() if kept[name]})
    return f"?{query}" if query else ""


def _list_of(programme_id: UUID, place: str) -> str:
    return reverse("outbox:team", args=[programme_id]) + place


def _told(request, programme, messages: Iterable[Message], at: datetime) -> dict[UUID, dict[str, str]]:
    """The phone number of everybody who waits to be called, and the headings that may be shown. Noted as read."""
    if not may(request.user, "contact.read", programme):
        return {}
    waiting = [message for message in messages if message.state in WAITING and message.person.erased_at is None]
    unseal([*(message.person for message in waiting), *waiting])
    found = {
        message.pk: {
            "phone": opened(message.person, "phone"),
            "heading": opened(message, "title") if message.kind in TOLD_BY_HEADING else "",
        }
        for message in waiting
    }
    persons = dict.fromkeys(message.person_id for message in waiting if found[message.pk]["phone"])
    by = acting_person(request.user, programme)
    record_reads("contact", "people.person", persons, by=by, organisation=programme.organisation_id, at=at)
    return found


def _why_not_sent(message: Message) -> str:
    """Why it failed, and that a later act has overtaken it since; "" where it did not fail."""
    if not message.failure:
        return ""
    why = str(Message.Failure(message.failure).label)
    overtaken = _("It is overtaken by now, so it is not sent again.")
    return f"{why} {overtaken}" if message.state == State.DROPPED else why


def _is_mendable(message: Message, at: datetime) -> bool:
    """Whether it makes sense to offer to send it (again)."""
    return message.state in WAITING and not message.is_over(at) and message.person.erased_at is None


def _seen(request, message_id) -> Message:
    rows = Message.objects.visible_to(request.user).select_related("programme__organisation", "person")
    message = get_object_or_404(rows, pk=message_id)
    request.programme = message.programme
    permit(request.user, "message.see", message)
    return message


@needs("message.see")
@require_POST
def another_try(request, message_id):
    """Send a message again that failed."""
    message = _seen(request, message_id)
    with refusals_told(request):
        try_again(message=message, by=acting_person(request.user, message), at=timezone.now())
        notes.success(request, _("The message goes out within a few minutes."))
    return redirect(_list_of(message.programme_id, _place(request)))


@needs("message.see")
@require_POST
def call(request, message_id):
    """Note that somebody was told by phone what a message says that did not go out."""
    message = _seen(request, message_id)
    with refusals_told(request):
        note_call(message=message, by=acting_person(request.user, message), at=timezone.now())
        notes.success(request, _("Noted: %(name)s was told by phone.") % {"name": message.person})
    return redirect(_list_of(message.programme_id, _place(request)))


@needs("message.see")
def address(request, message_id):
    """Correct the address of somebody whom a message did not reach, and send it there."""
    message = _seen(request, message_id)
    permit(request.user, "contact.read", message)
    person, by, at = message.person, acting_person(request.user, message), timezone.now()
    record_reads("contact", "people.person", [person.pk], by=by, organisation=person.organisation_id, at=at)
    form = AddressForm(request.POST or None, initial={"email": opened(person, "email")})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            correct_address(message=message, email=form.cleaned_data["email"], by=by, at=at)
            notes.success(request, _("The address is saved. The message goes out within a few minutes."))
            return redirect(_list_of(message.programme_id, _place(request)))
    back_url = _list_of(message.programme_id, _place(request))
    context = {"programme": message.programme, "message": message, "form": form, "back_url": back_url}
    return render(request, "outbox/address.html", context, status=422 if form.errors else 200)
