"""Model fields that are ciphertext in the database and text in Python, opened only when they are read."""

import base64
import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .keys import KeyLost, keyring

_PREFIX = "e1:"  # format 1: base64 of key id (16 bytes), nonce (12), ciphertext with tag


Row = TypeVar("Row", bound=Any)


class Ciphertext(str):
    """A sealed value as it lies in the database."""

    __slots__ = ()

    @property
    def raw(self) -> bytes:
        return base64.b64decode(self[len(_PREFIX) :])

    @property
    def key_id(self) -> UUID:
        return UUID(bytes=self.raw[:16])


def _bound_to(instance: Any, field: models.Field, key_id: UUID) -> bytes:
    """What the seal covers beside the text: a ciphertext moved to another row or field does not open."""
    place = (instance.organisation_id, instance._meta.db_table, instance.pk, field.column, key_id)
    return "|".join(map(str, place)).encode()


class SealedAttribute(DeferredAttribute):
    """Opens the value on first reading, so a list that does not show it does not pay for it."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = instance.__dict__[self.field.attname] = self.field.opened(instance, value)
        return value

    def __set__(self, instance, value):
        # A data descriptor, so that reading always passes through here.
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text under the key of a person (`subject`: dotted path to the person's id) or of the organisation (None).

    The row needs an `organisation_id` and an id that is known before it is stored (a UUID).
    Empty text stays empty. `queryset.update()` with plain text is refused.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args, subject: str | None = None, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.subject:
            kwargs["subject"] = self.subject
        return name, path, args, kwargs

    def encode(self, value) -> str:
        return value

    def decode(self, text: str):
        return text

    def is_empty(self, value) -> bool:
        return value is None or value == ""

    def _subject_id(self, instance) -> UUID | None:
        value = instance
        for part in self.subject.split(".") if self.subject else ():
            value = getattr(value, part)
        return value if self.subject else None

    def sealed(self, instance, value) -> Ciphertext:
        """`value` encrypted for this row; the key is made when the subject has none yet."""
        key = keyring().key_of(instance.organisation_id, self._subject_id(instance))
        nonce = os.urandom(12)
        body = AESGCM(key.material).encrypt(nonce, self.encode(value).encode(), _bound_to(instance, self, key.id))
        return Ciphertext(_PREFIX + base64.b64encode(key.id.bytes + nonce + body).decode())

    def opened(self, instance, sealed: Ciphertext):
        """The text of `sealed`; raises KeyLost where the key is gone or the text was moved or changed."""
        raw = sealed.raw
        key = keyring().key(instance.organisation_id, sealed.key_id)
        try:
            plain = AESGCM(key.material).decrypt(raw[16:28], raw[28:], _bound_to(instance, self, key.id))
        except InvalidTag as error:
            raise KeyLost(f"{instance._meta.label}.{self.name} of {instance.pk} does not open") from error
        return self.decode(plain.decode())

    def pre_save(self, instance, add):
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Ciphertext):
            return value
        return value if self.is_empty(value) else self.sealed(instance, value)

    def from_db_value(self, value, expression, connection):
        return Ciphertext(value) if value and value.startswith(_PREFIX) else value

    def get_prep_value(self, value):
        if not self.is_empty(value) and not isinstance(value, Ciphertext):
            raise TypeError(f"{self.name} is encrypted: save the row instead of updating or filtering by plain text")
        return value


class EncryptedJSONField(EncryptedTextField):
    """A JSON value (dict or list) kept as one encrypted text; an empty dict or list stays empty."""

    if TYPE_CHECKING:  # what django-stubs asks of a field
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def encode(self, value) -> str:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

    def decode(self, text: str):
        return json.loads(text)

    def is_empty(self, value) -> bool:
        return not value

    def pre_save(self, instance, add):
        return super().pre_save(instance, add) or ""

    def from_db_value(self, value, expression, connection):
        return Ciphertext(value) if value else {}

    def get_prep_value(self, value):
        return super().get_prep_value(value) or ""

    def value_to_string(self, obj):
        return json.dumps(self.value_from_object(obj), cls=DjangoJSONEncoder)


def unseal(rows: Iterable[Row]) -> list[Row]:
    """Load the keys of all sealed values of `rows` in one query per organisation, and give the rows back.

    Use it on every list that shows encrypted values: without it each row would ask for its key alone.
    """
    rows = list(rows)
    wanted: dict[UUID, set[UUID]] = {}
    for row in rows:
        for value in row.__dict__.values():
            if isinstance(value, Ciphertext):
                wanted.setdefault(row.organisation_id, set()).add(value.key_id)
    for organisation_id, key_ids in wanted.items():
        keyring().load(organisation_id, key_ids)
    return rows
