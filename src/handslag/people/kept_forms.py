"""A form that is sent after its session has ended is kept for an hour, for the one who wrote it and nobody else.

It is sealed with a random key that only a cookie of that browser holds: neither the database nor a backup opens it.
Whose it is, is known from the secret behind the form's CSRF token, which belongs to one sign-in. Files and passwords
are never kept.
"""

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .models import Account, BrowserSignIn, KeptForm

KEPT_FOR = timedelta(hours=1)
LARGEST = 64 * 1024  # characters: several times the longest form of the product, filled to the brim
MOST_FIELDS = 500
MOST_FORMS = 20  # of one account at a time
LONGEST_PATH = 2000
_NEVER = ("csrfmiddlewaretoken",)
Fields = list[tuple[str, str]]


class NotKept(Exception):
    """There is nothing to keep, it is too much, or nobody knows whose it is."""


@dataclass(frozen=True)
class Kept:
    """What was kept: the fields in their order, and the address that they were on the way to."""

    path: str
    fields: Fields
    had_files: bool
    until: datetime


def typed(request: HttpRequest) -> Fields:
    """What stands in the fields of the form that was sent, without its key and without passwords."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER and "password" not in name.lower()
        for value in values
        if isinstance(value, str)
    ]


def remember_sign_in(*, account: Account, csrf_secret: str, at: datetime) -> None:
    """Note that the forms with `csrf_secret` are those of `account`."""
    until = at + timedelta(seconds=settings.SESSION_COOKIE_AGE) + KEPT_FOR
    BrowserSignIn.objects.update_or_create(mark=_mark(csrf_secret), defaults={"account": account, "until": until})


def remember_sign_out(*, csrf_secret: str, at: datetime) -> None:
    """Let what is known of the forms with `csrf_secret` run out in an hour."""
    BrowserSignIn.objects.filter(mark=_mark(csrf_secret), until__gt=at + KEPT_FOR).update(until=at + KEPT_FOR)


@transaction.atomic
def keep(*, path: str, fields: Fields, had_files: bool, csrf_secret: str, cookie: str, at: datetime) -> str:
    """Keep a form; gives what the browser has to hold (`cookie`, where it held it already). Raises NotKept."""
    whose = BrowserSignIn.objects.filter(mark=_mark(csrf_secret), until__gt=at, account__is_active=True).first()
    if whose is None or not fields or _is_too_much(path, fields):
        raise NotKept
    if KeptForm.objects.filter(account_id=whose.account_id).count() >= MOST_FORMS:
        raise NotKept
    key = _key(cookie) or AESGCM.generate_key(256)
    row = KeptForm(account_id=whose.account_id, browser=_mark(key.hex()), path=path, had_files=had_files, kept_at=at)
    nonce = os.urandom(12)
    row.sealed = nonce + AESGCM(key).encrypt(nonce, json.dumps(fields).encode(), _bound_to(row))
    row.save(force_insert=True)
    return base64.urlsafe_b64encode(key).decode()


def kept_forms(cookie: str, *, account: Account, at: datetime) -> list[Kept]:
    """What the browser with `cookie` sent too late within the hour, if it was `account` who wrote it; oldest first."""
    key, found = _key(cookie), []
    if key is None:
        return []
    for row in _rows(key, account).filter(kept_at__gt=at - KEPT_FOR):
        sealed = bytes(row.sealed)
        try:
            fields = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], _bound_to(row)))
        except InvalidTag:
            continue
        until = row.kept_at + KEPT_FOR
        found.append(Kept(row.path, [(name, value) for name, value in fields], row.had_files, until))
    return found


def let_go(cookie: str, *, account: Account, path: str = "") -> bool:
    """Delete what was kept for `account` in this browser, with `path` only what was on the way there; gives whether
    nothing is left."""
    key = _key(cookie)
    if key is None:
        return True
    rows = _rows(key, account)
    (rows.filter(path=path) if path else rows).delete()
    return not rows.exists()


def forget_kept_forms(*, at: datetime) -> int:
    """Delete what nobody came back for within the hour, and sign-ins that have run out; gives the number of forms."""
    BrowserSignIn.objects.filter(until__lte=at).delete()
    return KeptForm.objects.filter(kept_at__lte=at - KEPT_FOR).delete()[0]


def _mark(csrf_secret: str) -> str:
    return salted_hmac("handslag.people.kept_forms", csrf_secret, algorithm="sha256").hexdigest()


def _bound_to(row: KeptForm) -> bytes:
    """What the seal covers beside the fields: moved to another account or address, they do not open."""
    return f"{row.pk}|{row.account_id}|{row.path}".encode()


def _is_too_much(path: str, fields: Fields) -> bool:
    size = sum(len(name) + len(value) for name, value in fields)
    return size > LARGEST or len(fields) > MOST_FIELDS or len(path) > LONGEST_PATH


def _rows(key: bytes, account: Account) -> QuerySet[KeptForm]:
    return KeptForm.objects.filter(browser=_mark(key.hex()), account=account).order_by("kept_at")


def _key(cookie: str) -> bytes | None:
    try:
        key = base64.urlsafe_b64decode(cookie)
    except ValueError:
        return None
    return key if len(key) == 32 else None
