"""Where keys come from: one master key outside the database, and a keyring injected by `config`."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.module_loading import import_string


class KeyLost(Exception):
    """The key of this text is gone: the person was erased, or the row is not the one the text was written in."""

    # A template that reads such a text leaves the place empty; `text_of` says that it is erased.
    silent_variable_failure = True


@dataclass(frozen=True)
class Key:
    """A data key: its id is stored beside every text it sealed; `material` is 32 bytes."""

    id: UUID
    material: bytes


class Keyring(Protocol):
    """Gives the keys of organisations and persons. `subject_id` None means the organisation's own key."""

    def key_of(self, organisation_id: UUID, subject_id: UUID | None) -> Key: ...

    def key(self, organisation_id: UUID, key_id: UUID) -> Key: ...

    def load(self, organisation_id: UUID, key_ids: set[UUID]) -> None: ...


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keyring named by the setting `HANDSLAG_KEYRING`."""
    return import_string(settings.HANDSLAG_KEYRING)()


def master_key() -> bytes:
    """The 32 bytes from the setting `HANDSLAG_MASTER_KEY` (base64)."""
    return base64.b64decode(settings.HANDSLAG_MASTER_KEY)


@lru_cache(maxsize=64)
def derive(purpose: str) -> bytes:
    """A 32-byte key for one purpose, derived from the master key (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master_key())


def blind_index(organisation_id: UUID, kind: str, value: str) -> str:
    """A keyed fingerprint (hex, 64) by which an encrypted value can be found again exactly.

    Only for values with many possibilities (phone, e-mail, name), never for codes: those could be guessed.
    """
    key = derive(f"blind index {organisation_id} {kind}")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def wrap(material: bytes, by: bytes, context: str, nonce: bytes) -> bytes:
    """Seal a key under another key; `context` must be the same when it is opened."""
    return nonce + AESGCM(by).encrypt(nonce, material, context.encode())


def unwrap(wrapped: bytes, by: bytes, context: str) -> bytes:
    """Open what `wrap` sealed; raises cryptography's InvalidTag where anything was changed."""
    return AESGCM(by).decrypt(wrapped[:12], wrapped[12:], context.encode())
