"""Writing the journal. Entries are made in the transaction of the act they tell of."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import takewhile
from typing import Protocol
from uuid import UUID

from django.db import transaction

from handslag.core.encryption import derive

from .models import Entry, Seal

# Rows younger than this are not sealed yet: a transaction that began earlier may still add one below them.
UNSEALED_SECONDS = 300


class Actor(Protocol):
    """Whoever acts: a person of an organisation, known here by the id alone."""

    pk: UUID


def mac_of(entry: Entry) -> str:
    """The HMAC (hex) over everything an entry says."""
    said = [
        str(entry.organisation_id), entry.at.astimezone(UTC).isoformat(timespec="microseconds"), str(entry.actor_id),
        entry.action, entry.subject_type, entry.subject_id, json.dumps(entry.detail, sort_keys=True),
    ]  # fmt: skip
    return hmac.new(derive("journal entries"), json.dumps(said).encode(), hashlib.sha256).hexdigest()


def _entry(
    action: str, subject_type: str, subject_id: object, *, by: Actor | None, organisation: UUID | None, at: datetime,
    detail: dict | None = None,
) -> Entry:  # fmt: skip
    entry = Entry(
        organisation_id=organisation, at=at, actor_id=by.pk if by else None, action=action,
        subject_type=subject_type, subject_id=str(subject_id), detail=detail or {},
    )  # fmt: skip
    entry.mac = mac_of(entry)
    return entry


def record(
    action: str,
    subject_type: str,
    subject_id: object,
    *,
    by: Actor | None,
    organisation: UUID | None,
    at: datetime,
    detail: dict | None = None,
) -> Entry:
    """Write that `by` (a person, or None for the system) did `action` to one row. `detail` holds ids and codes only."""
    entry = _entry(action, subject_type, subject_id, by=by, organisation=organisation, at=at, detail=detail)
    entry.save(force_insert=True)
    return entry


def record_many(
    action: str,
    subject_type: str,
    subjects: Iterable[tuple[object, dict]],
    *,
    by: Actor | None,
    organisation: UUID | None,
    at: datetime,
) -> list[Entry]:
    """As `record` for each of these (id, detail), in one query."""
    return Entry.objects.bulk_create(
        _entry(action, subject_type, pk, by=by, organisation=organisation, at=at, detail=detail)
        for pk, detail in subjects
    )


def record_reads(
    what: str,
    subject_type: str,
    subject_ids: Iterable,
    *,
    by: Actor | None,
    organisation: UUID | None,
    at: datetime,
    also: Iterable[tuple[str, str, object]] = (),
) -> list[Entry]:
    """Write that `by` is about to be shown `what` (e.g. "contact", "diary") of each of these rows, in one query.

    `also`: what else the same page shows, as (what, subject type, subject id).
    Call it before rendering: if the journal cannot be written, nothing is shown.
    """
    shown = [*((what, subject_type, pk) for pk in subject_ids), *also]
    return Entry.objects.bulk_create(
        _entry(f"read.{word}", kind, pk, by=by, organisation=organisation, at=at) for word, kind, pk in shown
    )


def digest_of(seal: Seal, macs: list[str]) -> str:
    """The HMAC (hex) over a batch: its range, the batch before it and the macs of its entries in order."""
    said = [
        str(seal.organisation_id),
        seal.number,
        seal.first_id,
        seal.last_id,
        seal.count,
        seal.previous,
        *macs,
    ]
    return hmac.new(derive("journal seals"), json.dumps(said).encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def seal(*, organisation_id: UUID | None, at: datetime) -> Seal | None:
    """Seal the entries of one organisation that are old enough into one batch; None where there is nothing new."""
    last = Seal.objects.of(organisation_id).order_by("number").last()
    rows = Entry.objects.of(organisation_id).filter(id__gt=last.last_id if last else 0).order_by("id")
    rows = rows.values_list("id", "mac", "at").iterator()
    entries = [(pk, mac) for pk, mac, _ in takewhile(lambda row: _old_enough(row[2], at), rows)]
    if not entries:
        return None
    new = Seal(
        organisation_id=organisation_id, number=last.number + 1 if last else 1, first_id=entries[0][0],
        last_id=entries[-1][0], count=len(entries), previous=last.digest if last else "", at=at,
    )  # fmt: skip
    new.digest = digest_of(new, [mac for _, mac in entries])
    new.save(force_insert=True)
    return new


def _old_enough(written: datetime, at: datetime) -> bool:
    return (at - written).total_seconds() >= UNSEALED_SECONDS
