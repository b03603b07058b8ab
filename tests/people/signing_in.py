"""What the tests of signing in share: reading the code from the mail, the figures of an authenticator, a mail sink."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.utils import timezone

from handslag.people import sign_in
from handslag.people.models import Account

SIGN_IN, CODE, CONFIRM = "/sign-in/", "/sign-in/code/", "/sign-in/code/confirm/"
PASSWORD = "a calm long password"


def wait_for_the_post() -> None:
    """Wait until every message of signing in that was handed over so far is out: one of an earlier act, or of an
    earlier test, must not be taken for the one that is asked for next."""
    room = sign_in.WORKERS
    all_are_free = threading.Barrier(room)
    for waiting in [sign_in._post.submit(all_are_free.wait, 30) for _ in range(room)]:
        waiting.result()


def mails(count: int = 1, within: float = 5) -> list:
    """The messages sent so far, when there are `count`: they are handed over beside the request."""
    until = time.monotonic() + within
    while len(getattr(mail, "outbox", [])) < count and time.monotonic() < until:
        time.sleep(0.005)
    return mail.outbox


def code_in(message) -> str:
    """The only six-digit number in a message."""
    (code,) = re.findall(r"(?<!\d)\d{6}(?!\d)", getattr(message, "body", message))
    return code


def ask_for_code(client, email: str, **headers) -> str:
    """Ask for a code on the page and read it from the newest message."""
    wait_for_the_post()
    before = len(getattr(mail, "outbox", []))
    assert client.post(CODE, {"email": email}, **headers).status_code == 302
    return code_in(mails(before + 1)[-1])


def wrong(code: str) -> str:
    """A code that is not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def figures(secret: str) -> str:
    """What an authenticator with `secret` shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_authenticator(account) -> str:
    """Give `account` an authenticator and recovery codes; returns the secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return secret


def recovery_codes(account) -> list[str]:
    row = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()


def signed_in_as(client):
    """The id of the account that `client` is signed in as, or None."""
    return client.session.get("_auth_user_id")


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 sink")
        for line in self.rfile:
            word = line.decode().strip()
            if word.upper().startswith("RCPT TO:"):
                self.server.recipients.append(word[8:].strip(" <>"))
            if word.upper() == "DATA":
                self._say("354 go on")
                self._read_message()
            if word.upper() == "QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, text: str):
        self.wfile.write(f"{text}\r\n".encode())

    def _read_message(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        time.sleep(self.server.slowness)
        self.server.messages.append("".join(lines))


@contextmanager
def mail_sink(slowness: float = 0):
    """A mail server on this machine that keeps what it gets; it takes `slowness` seconds over every message."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation)
    server.daemon_threads = True
    server.recipients, server.messages, server.slowness = [], [], slowness
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def sign_in_now(client: Client, account: Account) -> None:
    """Sign `client` in as somebody who has just shown who one is, the second factor too."""
    client.force_login(account)
    session = client.session
    session["second_factor"] = True
    session["account_authentication_methods"] = [
        {"method": "sign_in", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
