from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import render
from django.utils import timezone

from handslag.journal.actions import record
from handslag.journal.models import Entry
from handslag.journal.queries import newest_entries
from handslag.people.models import Person
from handslag.programmes.access import grants, needs

from ..journal.forms import JournalForm
from ..journal.lines import lines_of
from ..journal.subjects import ACTOR, Concerned, concerned_by, concerning, count_of, entries_about
from ..journal.words import SAID_BY_ROOM, SEALED

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
    who, about = (form.persons(request.user, field, organisations) for field in ("who", "about"))
    concerned = None if about is None else concerning(about, organisations, actors=who)
    entries = _found(newest_entries(organisations).filter(form.condition()), who, concerned)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    before, shown, after = _with_neighbours(entries, page)
    if concerned is None:
        concerned = concerned_by(filter(None, (before, *shown, after)), organisations, actors=who)
    else:
        form.tell_if_too_many("about", count_of("people.person", concerned))
    form.tell_if_too_many("who", count_of(ACTOR, concerned))
    context = {
        "page": page, "lines": lines_of(request.user, shown, concerned, before=before, after=after), "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }  # fmt: skip
    return render(request, "desk/journal.html", context)


def _with_neighbours(entries: QuerySet[Entry], page: Page) -> tuple[Entry | None, list[Entry], Entry | None]:
    """The entries of `page`, between the one before it and the one after it; one query."""
    first = max(page.start_index() - 1, 0)
    around = list(entries[max(first - 1, 0) : page.end_index() + 1])
    before = around.pop(0) if first else None
    after = around.pop() if page.has_next() else None
    return before, around, after


def _found(entries: QuerySet[Entry], who: QuerySet[Person] | None, concerned: Concerned | None) -> QuerySet[Entry]:
    """Those of the entries that were asked for; `who`: only their acts, `concerned`: only those about these rows.

    Of sealed ones that were written at once only the first: by how many more the pages count, one could tell how many
    people have said something in confidence. And nothing that its room says in closer words.
    """
    at_once = Entry.objects.filter(
        organisation_id=OuterRef("organisation_id"), at=OuterRef("at"), actor_id=OuterRef("actor_id")
    )
    earlier = at_once.filter(action=OuterRef("action"), id__lt=OuterRef("id"))
    entries = entries.exclude(Q(action__in=SEALED) & Exists(earlier))
    for action, closer in SAID_BY_ROOM.items():
        entries = entries.exclude(Q(action=action) & Exists(at_once.filter(action__in=closer)))
    if who is not None:
        entries = entries.filter(actor_id__in=who.values("pk"))
    if concerned is not None:
        entries = entries.filter(entries_about(concerned)).exclude(action__in=SEALED)
    return entries
