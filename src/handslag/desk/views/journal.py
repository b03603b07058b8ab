from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from handslag.journal.actions import record
from handslag.journal.models import Entry
from handslag.people.models import Person
from handslag.programmes.access import grants, needs


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
    entries = Entry.objects.filter(organisation_id__in=organisations).order_by("-id")
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    actors = {entry.actor_id for entry in page}
    names = {p.pk: str(p) for p in Person.objects.visible_to(request.user).filter(pk__in=actors)}
    rows = [{"entry": entry, "actor": names.get(entry.actor_id)} for entry in page]
    return render(request, "desk/journal.html", {"page": page, "rows": rows})
