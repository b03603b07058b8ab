"""What somebody sent too late: shown to its writer, with one button that sends it again."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_POST, require_safe

from handslag.core.languages import speak_for
from handslag.core.marks import signed_in

from ..form_words import Line, lines
from ..kept_forms import Kept, kept_forms, let_go, typed

PAGE = "people/kept_form.html"


@signed_in
@require_safe
def show(request):
    """What was kept for this account in this browser; nobody else's is opened."""
    cookie = request.COOKIES.get(settings.KEPT_FORM_COOKIE_NAME, "")
    kept = kept_forms(cookie, account=request.user, at=timezone.now())
    return render(request, PAGE, {"stored": True, "forms": _worded(request, kept)}, status=200 if kept else 404)


@signed_in
@require_POST
def remove(request):
    """Throw away what was kept."""
    let_go(request.COOKIES.get(settings.KEPT_FORM_COOKIE_NAME, ""), account=request.user)
    response = redirect(settings.LOGIN_REDIRECT_URL)
    response.delete_cookie(settings.KEPT_FORM_COOKIE_NAME, samesite="Lax")
    return response


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose key is gone: somebody signed in again in another tab, or the browser keeps no cookies.

    If the browser says that the form stood on a page of ours, what was typed is shown to be sent again, in the language
    of that page. Anything else may be another site's doing and is only told what to do.
    """
    match = request.resolver_match
    name = match.view_name if match else ""
    view = match.func if match else None
    speak_for(request, view)
    ours = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    fields = typed(request)
    if not ours or not fields or name.startswith(("account_", "mfa_")):
        return csrf_failure(request, reason=reason)
    kept = Kept(request.get_full_path(), fields, bool(request.FILES), timezone.now())
    words, context = getattr(view, "told", _told_by_names)(request, **match.kwargs if match else {})
    return render(request, PAGE, context | {"forms": [{"kept": kept, "lines": words}]}, status=403)


def _told_by_names(request, **_in_the_address) -> tuple[list[Line], dict]:
    return lines(typed(request), request.user), {}


def _worded(request, forms: list[Kept]) -> list[dict]:
    return [{"kept": kept, "lines": lines(kept.fields, request.user)} for kept in forms]
