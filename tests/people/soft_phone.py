"""A phone made of Python: makes passkeys and signs in with them as a real one does (Web Authentication, level 2)."""

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

NEW, SIGN_IN = "/account/passkeys/new/", "/sign-in/passkey/"
HERE = {"HTTP_HOST": "localhost"}
_FLAG = AuthenticatorData.FLAG


def browser() -> Client:
    """A browser on http://localhost, where passkeys work without https."""
    return Client(**HERE)


@dataclass
class Phone:
    """One passkey at most; `verifies`: whether it asks for a finger, a face or a code."""

    verifies: bool = True
    origin: str = "http://localhost"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(16))
    whose: str = ""

    def make(self, options: dict) -> dict:
        """What a browser sends after `navigator.credentials.create`."""
        asked = options["publicKey"]
        self.whose = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        seen = AuthenticatorData.create(self._host(asked["rp"]["id"]), self._flags(_FLAG.AT), 0, data)
        client = self._client("webauthn.create", asked["challenge"])
        attestation = AttestationObject.create("none", seen, {})
        return self._said({"clientDataJSON": client, "attestationObject": attestation})

    def show(self, options: dict) -> dict:
        """What a browser sends after `navigator.credentials.get`."""
        asked = options["publicKey"]
        seen = AuthenticatorData.create(self._host(asked["rpId"]), self._flags(0), 1)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(seen + sha256(client).digest(), ec.ECDSA(SHA256()))
        said = self._said({"clientDataJSON": client, "authenticatorData": seen, "signature": signature})
        said["response"]["userHandle"] = self.whose
        return said

    def sign_in(self, browser: Client, **more):
        """Press "Use a passkey" and lay the finger on; gives the answer."""
        options = browser.get(SIGN_IN, headers={"accept": "application/json"}).json()["request_options"]
        return browser.post(SIGN_IN, {"credential": json.dumps(self.show(options)), **more})

    def add_to(self, browser: Client, name: str = "My phone"):
        """Make the passkey for whoever is signed in; gives the answer."""
        page = browser.get(NEW)
        assert page.status_code == 200, page.headers
        return browser.post(NEW, {"name": name, "credential": json.dumps(self.make(page.context["options"]))})

    def _flags(self, more: int) -> int:
        return _FLAG.UP | (_FLAG.UV if self.verifies else 0) | more

    def _host(self, name: str) -> bytes:
        return sha256(name.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        return CollectedClientData.create(kind, websafe_decode(challenge), self.origin)

    def _said(self, response: dict) -> dict:
        return {
            "id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key",
            "response": {name: websafe_encode(value) for name, value in response.items()},
            "clientExtensionResults": {},
        }  # fmt: skip
