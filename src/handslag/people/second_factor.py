"""Keeps the secrets of authenticators and recovery codes sealed: who has the database alone can not make figures."""

import base64
import os

from allauth.mfa.adapter import DefaultMFAAdapter

from handslag.core.encryption.keys import derive, unwrap, wrap

PURPOSE = "second factor"


class MFAAdapter(DefaultMFAAdapter):
    """Handslag's choices for allauth's second factor."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(wrap(text.encode(), derive(PURPOSE), PURPOSE, os.urandom(12))).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(base64.b64decode(encrypted_text), derive(PURPOSE), PURPOSE).decode()
