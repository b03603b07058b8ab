"""What the journal alone knows: who cancelled a meeting, which diary entries and steps are gone, which entries told a
step that hangs on another, and which steps were confirmed."""

from collections.abc import Iterable
from uuid import UUID

from handslag.journal.models import Entry
from handslag.pairs.models import Pair
from handslag.people.models import Person

from .models import FormalStep, PairMeeting


def who_cancelled(meeting: PairMeeting) -> Person | None:
    """Who took the meeting back; None where nobody did (its pair has ended by itself), or the person is gone."""
    rows = Entry.objects.of(meeting.organisation_id).filter(action="meeting.cancel", subject_id=str(meeting.pk))
    entry = rows.order_by("id").last()
    people = Person.objects.of(meeting.organisation_id)
    return people.filter(pk=entry.actor_id).first() if entry and entry.actor_id else None


def was_taken_back(pair: Pair, entry_id: UUID) -> bool:
    """Whether the mentor has removed the entry with this id from the diary of `pair`."""
    rows = Entry.objects.of(pair.organisation_id).filter(action="diary.take_back", subject_id=str(pair.pk))
    return rows.filter(detail__entry=str(entry_id)).exists()


def was_step_taken_back(pair: Pair, step_id: UUID) -> bool:
    """Whether the step with this id was removed from the plan of `pair`."""
    rows = Entry.objects.of(pair.organisation_id).filter(action="step.take_back", subject_id=str(pair.pk))
    return rows.filter(detail__step=str(step_id)).exists()


def confirmed(organisation_id: UUID, steps: Iterable[FormalStep]) -> set[str]:
    """Ids of those of `steps` of which somebody else said afterwards that it was so."""
    rows = Entry.objects.of(organisation_id).filter(
        action="step.confirm", subject_type="mentoring.formalstep", subject_id__in=[str(step.pk) for step in steps]
    )
    return set(rows.values_list("subject_id", flat=True))


def entries_that_told(step: FormalStep) -> Iterable[str]:
    """Ids of the entries that told the step again, after the one that it hangs on."""
    rows = Entry.objects.of(step.organisation_id).filter(action="step.repeat", subject_id=str(step.pk))
    return [row.detail["entry"] for row in rows]
