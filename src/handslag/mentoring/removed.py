"""What the journal alone knows of the diary: which entries are gone, and which told a step that hangs on another."""

from collections.abc import Iterable
from uuid import UUID

from handslag.journal.models import Entry
from handslag.pairs.models import Pair

from .models import FormalStep


def was_taken_back(pair: Pair, entry_id: UUID) -> bool:
    """Whether the mentor has removed the entry with this id from the diary of `pair`."""
    rows = Entry.objects.of(pair.organisation_id).filter(action="diary.take_back", subject_id=str(pair.pk))
    return rows.filter(detail__entry=str(entry_id)).exists()


def entries_that_told(step: FormalStep) -> Iterable[str]:
    """Ids of the entries that told the step again, after the one that it hangs on."""
    rows = Entry.objects.of(step.organisation_id).filter(action="step.repeat", subject_id=str(step.pk))
    return [row.detail["entry"] for row in rows]
