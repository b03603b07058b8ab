"""What people do with a signal: put it off, answer it. And the look, which notes what stands."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..models import PairPause, SignalNote
from ..pair_facts import Read, read_pairs
from ..queries import last_snooze_day
from ..signals import found, rules_of

BATCH = 500


class NoReason(Refused):
    """A signal is put off or answered with words."""


class TooLong(Refused):
    """Longer than the programme's rules allow."""


@transaction.atomic
def snooze(
    *, pair: Pair, code: str, key: str, until: date, reason: str, by: Person | None, at: datetime
) -> SignalNote:  # fmt: skip
    """Put a signal off until and with the day `until`: for 14 days at most, or until a pause is over."""
    today = day_of(pair.programme, at)
    pauses = PairPause.objects.of(pair.organisation_id).filter(pair=pair).values_list("from_on", "until_on")
    most = last_snooze_day(pair.programme, tuple(pauses), today)
    if not reason.strip():
        raise NoReason(_("Write why it can wait."))
    if not today < until <= most:
        raise TooLong(_("Choose a day from tomorrow to %(day)s.") % {"day": short_day(most)})
    note = _note(pair, code, key, today)
    note.snoozed_until, note.snooze_reason, note.snoozed_by = until, reason.strip(), by
    note.save(update_fields=["snoozed_until", "snooze_reason", "snoozed_by"])
    _record("signal.snooze", note, by=by, at=at)
    return note


@transaction.atomic
def answer(*, pair: Pair, code: str, key: str, outcome: str, by: Person | None, at: datetime) -> SignalNote:
    """Say what was done about a signal. Help asked for and unhappy answers are closed by this alone; any other stays
    until the facts change, but waits for nobody."""
    if not outcome.strip():
        raise NoReason(_("Write in a few words what you did."))
    note = _note(pair, code, key, day_of(pair.programme, at))
    note.answered_at, note.answered_by, note.outcome = at, by, outcome.strip()
    note.save(update_fields=["answered_at", "answered_by", "outcome"])
    _record("signal.answer", note, by=by, at=at)
    return note


@transaction.atomic
def look(*, programme: Programme, at: datetime) -> int:
    """Note which signals stand, since when, and which are gone; returns how many are new. Twice is no harm."""
    on = day_of(programme, at)
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    new, gone, again = _compared(read_pairs(programme, at, private=True), programme, on)
    SignalNote.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    notes = SignalNote.objects.of(programme.organisation_id)
    for pair_id, code, key in again:  # few: the same facts have come back
        notes.filter(pair=pair_id, code=code, key=key).update(
            first_seen_on=on, gone_on=None, snoozed_until=None, answered_at=None, answered_by=None
        )
    for some in _batches(gone):
        ids = [row.pk for row in notes.filter(pair__in={pk for pk, _code, _key in some}, gone_on=None)
               if (row.pair_id, row.code, row.key) in some]  # fmt: skip
        notes.filter(pk__in=ids).update(gone_on=on)
    return len(new)


def _compared(read: Iterable[Read], programme: Programme, on: date) -> tuple[list, list, list]:
    """Signals that are new, gone, and back again after they were gone."""
    rules, new, gone, again = rules_of(programme.rules), [], [], []
    for one in read:
        pair_id, now = one.facts.pair_id, {(row.code, row.key) for row in found(one.facts, on, rules)}
        for code, key in now - one.notes.keys():
            new.append(SignalNote(organisation_id=programme.organisation_id, pair_id=pair_id, code=code, key=key,
                                  first_seen_on=on))  # fmt: skip
        for place, note in one.notes.items():
            if place in now and note.gone_on is not None:
                again.append((pair_id, *place))
            elif place not in now and note.gone_on is None:
                gone.append((pair_id, *place))
    return new, gone, again


def _batches(rows: list) -> Iterator[set]:
    return (set(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))


def _note(pair: Pair, code: str, key: str, today: date) -> SignalNote:
    """The note of a signal, held; made now where no look has seen it yet."""
    place = {"pair": pair, "code": code, "key": key}
    fresh = {"organisation_id": pair.organisation_id, "first_seen_on": today}
    rows = SignalNote.objects.of(pair.organisation_id).select_for_update(of=("self",))
    note, _made = rows.get_or_create(**place, defaults=fresh)
    note.pair = pair
    return note


def _record(action: str, note: SignalNote, *, by: Person | None, at: datetime) -> None:
    organisation, said = note.organisation_id, {"pair": str(note.pair_id), "code": note.code}
    record(action, "supervision.signalnote", note.pk, by=by, organisation=organisation, at=at, detail=said)
