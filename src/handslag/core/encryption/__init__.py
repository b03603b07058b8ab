"""Encrypted fields: AES-GCM, each value bound to its organisation, table, row and field.

Keys come from a keyring that `config` injects (setting `HANDSLAG_KEYRING`), so this room knows no models.
It encrypts what is never sorted, searched or counted; coded values stay plain behind the access rules.
"""

from .fields import EncryptedJSONField, EncryptedTextField, unseal
from .keys import Key, KeyLost, derive, keyring
from .reading import is_lost, opened, text_of

__all__ = [
    "EncryptedJSONField",
    "EncryptedTextField",
    "Key",
    "KeyLost",
    "derive",
    "is_lost",
    "keyring",
    "opened",
    "text_of",
    "unseal",
]
