"""How a visitor wants the pages: kept with the account, for visitors without one in cookies."""

from django.conf import settings

from handslag.core.languages import is_complete, is_draft

from .models import Account

ELSEWHERE = "language-elsewhere"  # the cookie with the language of the pages that are not there in a chosen draft
DISPLAY = {"text_size": Account.TextSize.values, "theme": Account.Theme.values}


def display_of(request) -> dict[str, str]:
    """Theme and text size of the one who looks."""
    if request.user.is_authenticated:
        return {name: getattr(request.user, name) for name in DISPLAY}
    said = {name: request.COOKIES.get(name, "") for name in DISPLAY}
    return {name: said[name] if said[name] in values else values[0] for name, values in DISPLAY.items()}


def remember_language(request, response, chosen: str) -> None:
    """Keep the language that was chosen in a cookie. With a draft, also the complete one from before: who is signed in
    was reading it; of anybody else it counts only if chosen, so that the programme's comes before the browser's."""
    name = settings.LANGUAGE_COOKIE_NAME
    before = request.LANGUAGE_CODE if request.user.is_authenticated else request.COOKIES.get(name)
    if is_draft(chosen) and is_complete(before):
        remember(response, ELSEWHERE, before)
    remember(response, name, chosen)


def remember(response, name: str, value: str) -> None:
    """Keep a preference in a cookie for a year."""
    response.set_cookie(name, value, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.PRODUCTION, httponly=True)
