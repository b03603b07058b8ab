"""Shorter sessions and a second factor for those who see other people's things."""

from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from .access import grants
from .second_factor import SET_UP, ways_to_show_it

STAFF_IDLE = timedelta(minutes=30)
STAFF_ABSOLUTE = timedelta(hours=12)
_WITHOUT_SECOND_FACTOR = {"language", "landing", "health", "account_logout", "account_sign_in_again"}


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
    """Lead staff to their authenticator or passkey before anything else: to set it up, or to show it.

    That the account has one is not enough: a session begun before it was set up has not shown it. Whoever signed in
    with a passkey has shown it: the phone asked for a finger, a face or its code.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if not request.user.is_authenticated or name in _WITHOUT_SECOND_FACTOR:
            return None
        if not get_adapter().needs_second_factor(request.user) or _has_shown_it(request):
            return None
        ways = ways_to_show_it(request.user)
        if name in ways:
            return None
        query = {"next": request.get_full_path()} if request.method == "GET" and ways != SET_UP else {}
        return redirect(f"{reverse(ways[0])}?{urlencode(query)}" if query else ways[0])


def _has_shown_it(request) -> bool:
    """Whether this session has given a second factor; asked of the session alone."""
    if not request.session.get("second_factor"):
        records = get_authentication_records(request, request.user)
        if any(record.get("method") == "mfa" for record in records):
            request.session["second_factor"] = True
    return bool(request.session.get("second_factor"))
