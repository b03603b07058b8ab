"""Shorter sessions and a second factor for those who see other people's things."""

from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from .access import grants

STAFF_IDLE = timedelta(minutes=30)
STAFF_ABSOLUTE = timedelta(hours=12)
_WITHOUT_SECOND_FACTOR = {"language", "landing", "health", "account_logout"}


class SessionLimits:
    """Sign staff out after 30 idle minutes and after 12 hours (OWASP ASVS 5.0, 7.3); participants stay 30 days."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and grants(request.user).is_staff:
            self._hold(request, timezone.now())
        return self.get_response(request)

    def _hold(self, request, now):
        session = request.session
        began = parse_datetime(session.get("began_at", "")) or now
        seen = parse_datetime(session.get("seen_at", "")) or now
        if now - seen > STAFF_IDLE or now - began > STAFF_ABSOLUTE:
            logout(request)
            return
        # One write a minute is enough to know that somebody is there.
        if "seen_at" not in session or now - seen > timedelta(minutes=1):
            session["seen_at"] = now.isoformat()
            session.setdefault("began_at", now.isoformat())


class SecondFactor:
    """Lead staff to their authenticator before anything else: to set it up, or to show its figures.

    That the account has one is not enough: a session begun before it was set up has not shown it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name or ""
        if name in _WITHOUT_SECOND_FACTOR or not grants(request.user).is_staff or _has_shown_it(request):
            return None
        way = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
        if name == way:
            return None
        query = {"next": request.get_full_path()} if request.method == "GET" and way == "mfa_reauthenticate" else {}
        return redirect(f"{reverse(way)}?{urlencode(query)}" if query else way)


def _has_shown_it(request) -> bool:
    """Whether this session has given a second factor; asked of the session alone."""
    if not request.session.get("second_factor"):
        records = get_authentication_records(request, request.user)
        if any(record.get("method") == "mfa" for record in records):
            request.session["second_factor"] = True
    return bool(request.session.get("second_factor"))
