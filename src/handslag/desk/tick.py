"""The schedule: what `handslag tick` does, in one list. Every job may run at any time and twice at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from handslag.journal.actions import seal
from handslag.organisations.models import Organisation
from handslag.people.actions import forget_old_tries
from handslag.recruitment.actions import remove_old_drafts


def seal_the_journal() -> str:
    """Seal new journal entries and append the heads to the anchor file, which belongs on another machine."""
    heads = []
    for organisation_id in [None, *Organisation.objects.values_list("pk", flat=True)]:
        try:
            new = seal(organisation_id=organisation_id, at=timezone.now())
        except IntegrityError:  # another tick has sealed it at the same time
            continue
        if new is not None:
            heads.append(f"{organisation_id} {new.digest}\n")
    anchor = Path(settings.HANDSLAG_JOURNAL_ANCHOR)
    anchor.parent.mkdir(parents=True, exist_ok=True)
    with anchor.open("a") as file:
        file.writelines(heads)
    return f"journal: {len(heads)} batches sealed"


def clear_sessions() -> str:
    """Remove sign-ins that have run out."""
    call_command("clearsessions")
    return "sessions: old ones removed"


def clear_drafts() -> str:
    """Remove applications that somebody began and left for two weeks."""
    return f"drafts: {remove_old_drafts(at=timezone.now())} old ones removed"


def clear_tries() -> str:
    """Remove counts of sign-in tries that have run out, with the addresses in them (kept for a day at most)."""
    return f"tries: {forget_old_tries(timezone.now())} old ones removed"


SCHEDULE: list[Callable[[], str]] = [seal_the_journal, clear_sessions, clear_drafts, clear_tries]


def tick() -> Iterator[str]:
    """Do every job; yields a line for each."""
    for job in SCHEDULE:
        yield job()
