from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import render
from django.utils import timezone

from handslag.journal.actions import record
from handslag.journal.models import Entry
from handslag.journal.queries import newest_entries
from handslag.programmes.access import grants, needs

from ..journal.forms import JournalForm
from ..journal.lines import lines_of
from ..journal.subjects import Concerned, concerned_by, concerning, entries_about
from ..journal.words import SEALED

PER_PAGE = 25


@needs("journal.read")
def index(request):
    """Who did or read what in the organisations that the account administers, the newest first."""
    held = grants(request.user)
    organisations = held.organisations("journal.read")
    readers = {m.organisation_id: m.person for m in held.memberships if m.organisation_id in organisations}
    for organisation, reader in readers.items():
        record(
            "read.journal", "organisations.organisation", organisation, by=reader, organisation=organisation,
            at=timezone.now(),
        )  # fmt: skip
    form = JournalForm(request.GET)
    form.is_valid()  # what is not valid is told beside the field and left out
    about = form.persons(request.user, "about")
    concerned = None if about is None else concerning(about, organisations)
    page = Paginator(_found(request, form, organisations, concerned), PER_PAGE).get_page(request.GET.get("page"))
    if concerned is None:
        concerned = concerned_by(page, organisations)
    context = {
        "page": page, "lines": lines_of(request.user, page, concerned), "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, "desk/journal.html", context)


def _found(request, form: JournalForm, organisations: set, concerned: Concerned | None) -> QuerySet[Entry]:
    """The entries that were asked for; `concerned`: only those about these rows."""
    entries = newest_entries(organisations).filter(form.condition())
    who = form.persons(request.user, "who")
    if who is not None:
        entries = entries.filter(actor_id__in=who.values("pk"))
    if concerned is not None:
        entries = entries.filter(entries_about(concerned)).exclude(action__in=SEALED)
    return entries
