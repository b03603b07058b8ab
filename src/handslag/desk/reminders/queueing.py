"""Putting into the outbox what is due and not there yet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handslag.outbox.actions import queue
from handslag.outbox.models import Message
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..one_by_one import one_by_one
from . import applications, pairs, phases, sessions
from .letters import letter_of
from .readers import Readers
from .rows import Occasion, anchored, rows_of
from .supervision import Supervision

# The last row of a timeline (the report) lies after the last day of the last phase.
AFTER_END = timedelta(days=60)
BEFORE_START = timedelta(days=30)
# Keys older than this belong to rows that are no longer due, however late.
LOOK_BACK = timedelta(days=45)
BATCH = 400


def queue_reminders(at: datetime) -> int:
    """Queue what is due at `at` in every programme that runs; gives how many messages are new."""
    rows = Programme.objects.everywhere("the schedule reminds in every organisation").prefetch_related("phases")
    return one_by_one(rows.select_related("organisation"), lambda one: of_programme(one, at) if _runs(one, at) else 0)


def _runs(programme: Programme, at: datetime) -> bool:
    today = day_of(programme, at)
    last = max((phase.ends_on for phase in programme.phases.all()), default=None)
    return last is not None and programme.starts_on - BEFORE_START <= today <= last + AFTER_END


def of_programme(programme: Programme, at: datetime) -> int:
    """The same for one programme. The number of queries follows from the timeline, not from how many take part."""
    today, rows, readers = day_of(programme, at), rows_of(programme), Readers(programme)
    supervision = Supervision(programme, anchored(rows, "supervision"), today, at)
    known = set(
        Message.objects.of(programme.organisation_id)
        .filter(programme=programme, queued_at__gte=at - LOOK_BACK)
        .exclude(once_key="")
        .values_list("once_key", flat=True)
    )
    fresh = [
        occasion
        for occasion in _occasions(programme, rows, readers, supervision, today, at)
        if occasion.once_key not in known
    ]
    letters = (letter_of(programme, occasion) for occasion in fresh)
    of_meetings = (letter for letter in pairs.meetings(programme, today, at) if letter.once_key not in known)
    queued = supervision.nudge_missing(at)
    for batch in _batches([*letters, *of_meetings]):
        queued += queue(programme=programme, letters=batch, by=None, at=at)
    return queued


def _occasions(programme, rows, readers, supervision, today, at) -> Iterator[Occasion]:
    yield from phases.occasions(programme, rows, readers, today)
    yield from sessions.occasions(programme, rows, readers, today, at)
    yield from applications.occasions(programme, anchored(rows, "application"), readers, today)
    yield from pairs.occasions(programme, rows, readers, today)
    yield from supervision.occasions()


def _batches(letters: list) -> Iterator[list]:
    for start in range(0, len(letters), BATCH):
        yield letters[start : start + BATCH]
