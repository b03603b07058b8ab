"""How a visitor wants the pages: kept with the account, for visitors without one in cookies."""

from django.conf import settings

from .models import Account

DISPLAY = {"text_size": Account.TextSize.values, "theme": Account.Theme.values}


def display_of(request) -> dict[str, str]:
    """Theme and text size of the one who looks."""
    if request.user.is_authenticated:
        return {name: getattr(request.user, name) for name in DISPLAY}
    said = {name: request.COOKIES.get(name, "") for name in DISPLAY}
    return {name: said[name] if said[name] in values else values[0] for name, values in DISPLAY.items()}


def remember(response, name: str, value: str) -> None:
    """Keep a preference in a cookie for a year."""
    response.set_cookie(name, value, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.PRODUCTION, httponly=True)
