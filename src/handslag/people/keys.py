"""The keyring of Handslag: a key per person under the organisation's key under the master key."""

import os
import uuid

from asgiref.local import Local
from cryptography.exceptions import InvalidTag
from django.core.signals import request_finished, request_started
from django.db import transaction

from handslag.core.encryption import Key, KeyLost, derive
from handslag.core.encryption.keys import unwrap, wrap

from .models import DataKey

# Unwrapped keys live for one request (or one command), so a destroyed key is gone for everybody at once.
_cache = Local()


def forget_keys(**_):
    """Drop every unwrapped key of this request."""
    _cache.keys, _cache.of_subject = {}, {}


request_started.connect(forget_keys)
request_finished.connect(forget_keys)


def _cached() -> tuple[dict, dict]:
    if not hasattr(_cache, "keys"):
        forget_keys()
    return _cache.keys, _cache.of_subject


class PersonKeys:
    """The `Keyring` named in the settings. A key is made when something is sealed for a subject for the first time."""

    def key_of(self, organisation_id, subject_id) -> Key:
        keys, of_subject = _cached()
        found = of_subject.get((organisation_id, subject_id))
        return keys[found] if found else self._find_or_make(organisation_id, subject_id)

    def key(self, organisation_id, key_id) -> Key:
        keys, _ = _cached()
        if key_id not in keys:
            self.load(organisation_id, {key_id})
        if keys[key_id] is None:
            raise KeyLost(f"Key {key_id} does not exist any more.")
        return keys[key_id]

    def load(self, organisation_id, key_ids) -> None:
        """Fetch and unwrap `key_ids` in one query, with the organisation's own key beside them."""
        missing = key_ids - _cached()[0].keys()
        if not missing:
            return
        rows = DataKey.objects.of(organisation_id)
        found = list(rows.filter(pk__in=missing) | rows.filter(person=None))
        for row in sorted(found, key=lambda row: row.person_id is not None):
            self._remember(row)
        # What is gone is remembered too: a list of erased people asks once, not once a row.
        _cached()[0].update(dict.fromkeys(missing - {row.pk for row in found}))

    def _find_or_make(self, organisation_id, subject_id) -> Key:
        rows = DataKey.objects.of(organisation_id)
        row = rows.filter(person_id=subject_id).first() or self._make(organisation_id, subject_id)
        return self._remember(row)

    @transaction.atomic
    def _make(self, organisation_id, subject_id) -> DataKey:
        material, key_id = os.urandom(32), uuid.uuid4()
        by = self._wrapping_key(organisation_id, subject_id)
        wrapped = wrap(material, by, str(key_id), os.urandom(12))
        # Two requests may make the same key at once: the unique constraint lets one win, the other takes it.
        row, _ = DataKey.objects.of(organisation_id).get_or_create(
            person_id=subject_id, organisation_id=organisation_id, defaults={"id": key_id, "wrapped": wrapped}
        )
        return row

    def _wrapping_key(self, organisation_id, subject_id) -> bytes:
        return self.key_of(organisation_id, None).material if subject_id else derive("organisation keys")

    def _remember(self, row: DataKey) -> Key:
        keys, of_subject = _cached()
        try:
            by = self._wrapping_key(row.organisation_id, row.person_id)
            material = unwrap(bytes(row.wrapped), by, str(row.id))
        except InvalidTag as error:
            raise KeyLost(f"Key {row.id} does not open: is the master key the right one?") from error
        keys[row.id] = Key(row.id, material)
        of_subject[row.organisation_id, row.person_id] = row.id
        return keys[row.id]
