"""The second factor: secrets of authenticators and recovery codes are sealed (who has the database alone cannot make
figures), and a passkey is a way in, never a demand at the door."""

import base64
import os

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from handslag.core.encryption.keys import derive, unwrap, wrap

PURPOSE = "second factor"
NAME = "Handslag"


class MFAAdapter(DefaultMFAAdapter):
    """Handslag's choices for allauth's second factor."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(wrap(text.encode(), derive(PURPOSE), PURPOSE, os.urandom(12))).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(base64.b64decode(encrypted_text), derive(PURPOSE), PURPOSE).decode()

    def needs_second_factor(self, account) -> bool:
        """Whether `account` must show a second factor. Roles are not known here: see programmes.second_factor."""
        return False

    def is_mfa_enabled(self, user, types=None) -> bool:
        """Whether `user` has a factor of `types` (of any, if None).

        Asked together with others a passkey does not count: whoever has one still signs in by a mailed code alone, so
        that a lost phone locks nobody out. Staff are asked for theirs by programmes.middleware.
        """
        asked = set(types if types is not None else Authenticator.Type)
        if asked != {Authenticator.Type.WEBAUTHN}:
            asked.discard(Authenticator.Type.WEBAUTHN)
        return super().is_mfa_enabled(user, types=asked)

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        """A name to begin with: what the passkey is probably made on, as the browser calls itself."""
        agent = context.request.headers.get("User-Agent", "")
        return _("My phone") if "Mobi" in agent or "Android" in agent else _("My computer")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkey it is: the host of this very request, and the name that the phone shows."""
        return super().get_public_key_credential_rp_entity() | {"name": NAME}
