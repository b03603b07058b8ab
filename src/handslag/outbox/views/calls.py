"""The people who have to be called: the number, what to say, and one button when they are told."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from handslag.core.encryption import opened, unseal
from handslag.core.languages import called, direction_of
from handslag.core.refusals import refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.models import Programme

from ..actions import note_calls, take_back_calls
from ..answering import answer_pages
from ..letters import reads_another
from ..models import Message
from ..queries import by_matter, calls_to, people_to_call

Kind = Message.Kind
PAGE = 25
# Whoever may read the matter itself may read the words that tell of it. What is not here is for its reader alone:
# letters about supervision, other than on its days, may tell that somebody has written a concern.
TOLD_WITH = {
    Kind.APPLICATION: "application.read",
    Kind.SELECTION: "application.read",
    Kind.TRAINING: "training.see",
    Kind.MATCH: "pair.read",
    Kind.MEETING: "pair.read",
    Kind.PLAN: "plan.read",
    Kind.SUPERVISION_DAY: "supervision.see",
    Kind.TEAM: "message.see",
    Kind.PAIR_END: "pair.read",
    Kind.SURVEY: "survey.open",
    Kind.REMINDER: "message.see",
}


@needs("message.see")
def index(request, programme_id):
    """Whom to call and what to tell them; a POST notes that one of them was told what stood there, or takes such a note
    back."""
    programme = request.programme = seen_programme(request.user, programme_id)
    permit(request.user, "message.see", programme)
    permit(request.user, "contact.read", programme)
    at = timezone.now()
    if request.method == "POST":
        return _take_back(request, programme, at) if "not_told" in request.POST else _note(request, programme, at)
    page = Paginator(people_to_call(request.user, programme, at), PAGE).get_page(request.GET.get("page"))
    calls = calls_to([row["person_id"] for row in page], request.user, programme, at)
    context = {"programme": programme, "page": page, "blocks": _blocks(request, programme, calls, at)}
    if noted := _ids(request.GET.getlist("noted")):
        context["noted"] = [message for message in _these(request, programme, noted) if message.may_be_untold(at)]
    return render(request, "outbox/calls.html", context)


def _blocks(request, programme: Programme, calls: dict[UUID, list[Message]], at: datetime) -> list[dict]:
    """One person each. That numbers and words are shown is written down first."""
    everything = [message for messages in calls.values() for message in messages]
    unseal([*(messages[0].person for messages in calls.values()), *everything])
    told = {message.pk for message in everything if _may_be_told(request.user, programme, message)}
    phones = {person: opened(messages[0].person, "phone") for person, messages in calls.items()}
    by, shown = acting_person(request.user, programme), [person for person, phone in phones.items() if phone]
    record_reads(
        "contact", "people.person", shown, by=by, organisation=programme.organisation_id, at=at,
        also=[("message", "outbox.message", message.pk) for message in everything if message.pk in told],
    )  # fmt: skip
    kinds = {code: str(label) for code, label in Kind.choices}
    pages = answer_pages(request.user, everything)
    return [
        {
            "person": messages[0].person,
            "phone": phones[person],
            "matters": [
                [
                    {
                        "message": message, "kind": kinds[message.kind], "told": message.pk in told,
                        "called": called(message.language),
                        "reads": called(reads_another(message.person, message.language)),
                        "direction": direction_of(message.language),
                        "answer": pages.get(message.pk),
                    }
                    for message in matter
                ]
                for matter in by_matter(messages)
            ],
        }
        for person, messages in calls.items()
    ]  # fmt: skip


def _may_be_told(user, programme: Programme, message: Message) -> bool:
    permission = TOLD_WITH.get(Kind(message.kind))
    return permission is not None and may(user, permission, programme) and bool(opened(message, "title"))


def _note(request, programme: Programme, at: datetime):
    """Only what stood on the page was told: a message that came meanwhile is told in another call."""
    messages = list(_these(request, programme, _ids(request.POST.getlist("message"))))
    if not messages:
        raise Http404
    place = {"page": page} if (page := request.GET.get("page", "")).isdecimal() else {}
    with refusals_told(request):
        noted = note_calls(messages=messages, by=acting_person(request.user, programme), at=at)
        notes.success(request, _("Noted: %(name)s was told by phone.") % {"name": messages[0].person})
        place["noted"] = [message.pk for message in noted]
    return _back(programme, place)


def _take_back(request, programme: Programme, at: datetime):
    messages = list(_these(request, programme, _ids(request.POST.getlist("not_told"))))
    if not messages:
        raise Http404
    with refusals_told(request):
        take_back_calls(messages=messages, by=acting_person(request.user, programme), at=at)
        notes.success(request, _("Taken back: %(name)s is to be called.") % {"name": messages[0].person})
    return _back(programme, {})


def _back(programme: Programme, place: dict):
    """To the page again; what was `noted` can be taken back there."""
    query = f"?{urlencode(place, doseq=True)}" if place else ""
    return redirect(reverse("outbox:calls", args=[programme.pk]) + query)


def _these(request, programme: Programme, ids: Collection[UUID]) -> QuerySet[Message]:
    rows = Message.objects.visible_to(request.user).filter(programme=programme, pk__in=ids)
    return rows.select_related("person").defer("body")


def _ids(said: Iterable[str]) -> Collection[UUID]:
    """The messages that stood there; anything that is no id is left out."""
    found = []
    for text in said:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
