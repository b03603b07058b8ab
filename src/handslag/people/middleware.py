"""What a visitor prefers: language, time zone (theme and text size: see preferences.py); and what came too late."""

import zoneinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from handslag.core.languages import is_complete

from .kept_forms import KEPT_FOR, NotKept, keep, let_go, remember_sign_in, remember_sign_out, typed
from .preferences import remember


class Preferences:
    """Choose the language: `?lang=` of a link or a flyer's code, then the account's, then the cookie's, then the
    browser's. A language in a link is kept in a cookie, so the next page speaks it too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.GET.get("lang", "")
        asked = asked if translation.check_for_language(asked) and is_complete(asked) else ""
        account = request.user if request.user.is_authenticated else None
        kept = account.language if account and is_complete(account.language) else ""
        language = asked or kept or translation.get_language_from_request(request)
        with translation.override(language), self._time_zone(account):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)  # a page may be in its writer's
        if asked:
            remember(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return response

    def _time_zone(self, account):
        try:
            return timezone.override(zoneinfo.ZoneInfo(account.time_zone) if account and account.time_zone else None)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return timezone.override(None)


class KeptForms:
    """Keep what is sent to a page for signed-in people after the session has ended, and lead to the sign-in page.

    Whoever only wanted to read such a page is told there why it asks to sign in again. Stands after the check of the
    form's key, so that nobody's own page makes another browser keep anything.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        cookie = request.COOKIES.get(settings.KEPT_FORM_COOKIE_NAME)
        if cookie and request.method == "POST" and request.user.is_authenticated:
            sent = response.status_code < 500
            if sent and let_go(cookie, account=request.user, path=request.get_full_path()):
                response.delete_cookie(settings.KEPT_FORM_COOKIE_NAME, samesite="Lax")
        return response

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name or ""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if name.startswith(("account_", "mfa_")):
            return None
        if request.method == "POST":
            return _ask_to_sign_in(request)
        if _session_has_ended(request):
            messages.info(request, _("Some time has passed, so you were signed out. Sign in again to see the page."))
        return None


def _session_has_ended(request) -> bool:
    """Whether the browser still sent the cookie of a session that is no more. Who signed out has no cookie left."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.is_empty()


def _ask_to_sign_in(request):
    """The way to the sign-in page, and from there to what was kept; where nothing is, back to the page and its form."""
    try:
        cookie = keep(
            path=request.get_full_path(), fields=typed(request), had_files=bool(request.FILES),
            csrf_secret=request.META.get("CSRF_COOKIE") or "", at=timezone.now(),
            cookie=request.COOKIES.get(settings.KEPT_FORM_COOKIE_NAME, ""),
        )  # fmt: skip
    except NotKept:
        lost = _("You are not signed in any more. What you sent was not kept. Sign in and write it once more.")
        messages.warning(request, lost)
        return _sign_in(_page_with_the_form(request))
    messages.info(request, _("You are not signed in any more. Sign in again: what you wrote is kept for one hour."))
    response = _sign_in(reverse("kept_form"))
    response.set_cookie(
        settings.KEPT_FORM_COOKIE_NAME, cookie, max_age=int(KEPT_FOR.total_seconds()), httponly=True, samesite="Lax",
        secure=settings.PRODUCTION,
    )  # fmt: skip
    return response


def _sign_in(then: str):
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': then})}")


def _page_with_the_form(request) -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return reverse(settings.LOGIN_REDIRECT_URL)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@receiver(user_logged_in)
def _signed_in(request, user, **kwargs) -> None:
    if secret := request.META.get("CSRF_COOKIE"):
        remember_sign_in(account=user, csrf_secret=secret, at=timezone.now())


@receiver(user_logged_out)
def _signed_out(request, **kwargs) -> None:
    if secret := request.META.get("CSRF_COOKIE"):
        remember_sign_out(csrf_secret=secret, at=timezone.now())
