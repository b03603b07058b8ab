"""Counting wrong tries to sign in.

They are counted per address, whether it has an account or not. A browser in which the address has signed in before
is counted apart, so that a stranger who keeps guessing never locks the owner out.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "handslag.people.devices"
YEAR = 365 * 24 * 3600


def tries_of(request: HttpRequest, email: str) -> str:
    """The name under which tries for `email` in this browser are counted."""
    email = email.strip().lower()
    cookie = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=SALT, max_age=YEAR) or ""
    device, _, mark = cookie.partition(".")
    return f"{email} {device}" if device and constant_time_compare(mark, _mark(email)) else email


def remember_device(response: HttpResponse, email: str) -> None:
    """Leave a mark in the browser that `email` has signed in here. It opens nothing and does not tell the address."""
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME, f"{secrets.token_urlsafe(9)}.{_mark(email.strip().lower())}", salt=SALT,
        max_age=YEAR, samesite="Lax", httponly=True, secure=settings.PRODUCTION,
    )  # fmt: skip


def _mark(email: str) -> str:
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()
