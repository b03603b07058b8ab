"""Putting messages into the outbox, in the transaction of the act that they tell of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from handslag.core.encryption import keyring
from handslag.journal.actions import record
from handslag.people.models import DataKey, Person
from handslag.programmes.models import Programme

from ..letters import Letter, after_quiet_hours, has_address, language_of
from ..models import ChannelChoice, Message

Kind, State = Message.Kind, Message.State
# What a letter of these kinds tells is the step after that of the others: their promises of what comes next are kept.
OVERTAKES = {Kind.MATCH: (Kind.APPLICATION, Kind.SELECTION)}
# So many are sealed and written at once: one statement each, and no transaction that keeps others waiting.
BATCH = 400


@transaction.atomic
def queue(*, programme: Programme, letters: Iterable[Letter], by: Person | None, at: datetime) -> int:
    """Queue one message for each letter; gives how many are new. Nothing leaves before the transaction is committed.

    A letter whose `once_key` was used before is left out, also when two queue it at once. Nobody is written to who
    was erased. In a demonstration nothing leaves at all: messages count as sent. What these letters overtake, by
    `OVERTAKES`, is over for their readers.
    """
    letters = [letter for letter in letters if letter.person.erased_at is None]
    letters = _not_yet(programme, letters)
    _overtake(programme, letters, at)
    queued = 0
    for start in range(0, len(letters), BATCH):
        queued += _write(programme, letters[start : start + BATCH], at)
    if queued:
        kinds = sorted({str(letter.kind) for letter in letters})
        record(
            "message.queue", "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id,
            at=at, detail={"kinds": kinds, "count": queued},
        )  # fmt: skip
    return queued


def _overtake(programme: Programme, letters: list[Letter], at: datetime) -> None:
    for kind, earlier in OVERTAKES.items():
        readers = list({letter.person.pk for letter in letters if letter.kind == kind})
        for start in range(0, len(readers), BATCH):
            rows = Message.objects.of(programme.organisation_id).filter(
                programme=programme, person__in=readers[start : start + BATCH], kind__in=earlier
            )
            rows.exclude(expires_at__lte=at).update(expires_at=at)


def _not_yet(programme: Programme, letters: list[Letter]) -> list[Letter]:
    """The letters whose key is not used, each key once."""
    keys = [letter.once_key for letter in letters if letter.once_key]
    if not keys:
        return letters
    rows = Message.objects.of(programme.organisation_id)
    used: set[str] = set()
    for start in range(0, len(keys), BATCH):
        used |= set(rows.filter(once_key__in=keys[start : start + BATCH]).values_list("once_key", flat=True))
    fresh = []
    for letter in letters:
        if letter.once_key not in used:
            fresh.append(letter)
        used |= {letter.once_key} - {""}
    return fresh


def _write(programme: Programme, letters: Sequence[Letter], at: datetime) -> int:
    persons = {letter.person.pk for letter in letters}
    only_here = ChannelChoice.objects.of(programme.organisation_id).filter(
        person__in=persons, channel=ChannelChoice.Channel.APP
    )
    in_app = set(only_here.values_list("person_id", flat=True))
    _load_keys(programme.organisation_id, persons)
    rows = [_row(programme, letter, in_app, at) for letter in letters]
    with_key = any(row.once_key for row in rows)
    before = _count(programme, rows) if with_key else 0
    # Who comes second with the same key writes nothing: that is the database's word, so it holds for two at once.
    Message.objects.bulk_create(rows, ignore_conflicts=with_key)
    return _count(programme, rows) - before if with_key else len(rows)


def _count(programme: Programme, rows: list[Message]) -> int:
    return Message.objects.of(programme.organisation_id).filter(pk__in=[row.pk for row in rows]).count()


def _load_keys(organisation_id: UUID, persons: set[UUID]) -> None:
    """The keys of all readers in two queries, however many they are."""
    if len(persons) > 1:
        keys = DataKey.objects.of(organisation_id).filter(person__in=persons)
        keyring().load(organisation_id, set(keys.values_list("pk", flat=True)))


def _row(programme: Programme, letter: Letter, in_app: set[UUID], at: datetime) -> Message:
    wanted = max(letter.send_after or at, at)
    send_after = wanted if letter.at_any_hour else after_quiet_hours(programme, wanted)
    state = _state(letter.person, in_app)
    return Message(
        organisation_id=programme.organisation_id, programme=programme, person=letter.person,
        kind=Kind(letter.kind), language=language_of(letter.person, programme, drafted=letter.drafted),
        title=letter.title, body=letter.body, url=letter.url, once_key=letter.once_key, state=state, queued_at=at,
        send_after=send_after, next_try_at=send_after, expires_at=letter.expires_at,
        sent_at=send_after if state == State.SENT else None,
    )  # fmt: skip


def _state(person: Person, in_app: set[UUID]) -> str:
    if person.pk in in_app:
        return State.IN_APP
    if not has_address(person):
        return State.BY_HAND
    return State.SENT if settings.DEMO else State.QUEUED
