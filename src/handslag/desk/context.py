"""What every page is given: who is looking, the navigation, and who to ask."""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from handslag.people.preferences import display_of
from handslag.programmes.models import Programme

from .navigation import audience_of, navigation_of, programme_of


def page(request) -> dict:
    """Context for base.html; makes no query beyond the memberships that the view has read already."""
    user = getattr(request, "user", AnonymousUser())
    signed_in = user.is_authenticated
    return {
        "user": user,
        "audience": audience_of(user) if signed_in else "applicant",
        "navigation": SimpleLazyObject(lambda: navigation_of(request) if signed_in else []),
        "who_to_ask": SimpleLazyObject(lambda: _who_to_ask(_programme(request, signed_in))),
        **display_of(request),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": _languages(),
        "organisation_name": SimpleLazyObject(lambda: _name(_programme(request, signed_in))),
        "demo": settings.DEMO,
        "signed_in": signed_in,
    }


def _programme(request, signed_in: bool) -> Programme | None:
    """The programme the page is about; a public page may have set it as `request.programme`."""
    return programme_of(request) if signed_in else getattr(request, "programme", None)


def _who_to_ask(programme: Programme | None) -> dict | None:
    if programme is None or not programme.contact_name:
        return None
    return {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}


def _name(programme: Programme | None) -> str:
    return programme.organisation.name if programme else ""


def _languages() -> list[tuple[str, str]]:
    return [(code, LANG_INFO[code]["name_local"].capitalize()) for code, _ in settings.LANGUAGES]
