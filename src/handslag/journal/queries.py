"""Reading the journal, and checking that it is as it was written."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from .actions import digest_of, mac_of
from .models import Entry, Seal


def faults(organisation_id: UUID | None, anchor: str | None = None) -> list[str]:
    """What is wrong with the journal of one organisation; an empty list where all is well.

    Checks every entry's HMAC, every batch's digest and chain, and, where given, that the newest `anchor` (the head
    that was written outside the database) is still among the batches. Entries after the last batch are checked one
    by one only: their removal shows first once they are sealed (see UNSEALED_SECONDS).
    """
    found = []
    entries = list(Entry.objects.of(organisation_id).order_by("id"))
    found += [f"entry {entry.pk} was changed" for entry in entries if mac_of(entry) != entry.mac]
    seals = list(Seal.objects.of(organisation_id).order_by("number"))
    previous, last_id = "", 0
    for number, seal in enumerate(seals, start=1):
        macs = [entry.mac for entry in entries if last_id < entry.pk <= seal.last_id]
        if (seal.number, seal.previous) != (number, previous):
            found.append(f"batch {seal.number} does not follow the one before it")
        if len(macs) != seal.count or digest_of(seal, macs) != seal.digest:
            found.append(f"batch {seal.number} does not fit its entries")
        previous, last_id = seal.digest, seal.last_id
    if anchor and anchor not in {seal.digest for seal in seals}:
        found.append("the journal ends before the head that was anchored outside")
    return found


def newest_anchors(path: Path) -> dict[str, str]:
    """The last head per organisation ("None": entries of no organisation) in the anchor file: `organisation digest`."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 2}


def newest_entries(organisations: Iterable[UUID]) -> QuerySet[Entry]:
    """The entries of these organisations, the newest first; of one instant, what was written last."""
    return Entry.objects.filter(organisation_id__in=organisations).order_by("-at", "-id")
