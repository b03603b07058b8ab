"""What every page is given: who is looking, the navigation, and who to ask.

Here too it is kept which programme the page is about: of all that runs for every page, this alone knows it.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from handslag.core.addresses import page_to_return_to
from handslag.core.languages import draft_of, offered
from handslag.people.models import Person
from handslag.people.preferences import display_of
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme

from .navigation import audience_of, navigation_of
from .which_programme import programme_for_visitors, programme_of, remember_programme


def page(request) -> dict:
    """Context for base.html; makes no query beyond the memberships that the view has read already."""
    user = getattr(request, "user", AnonymousUser())
    signed_in = user.is_authenticated
    if signed_in:
        remember_programme(request)
    return {
        "user": user,
        "return_to": page_to_return_to(request),
        "audience": audience_of(user) if signed_in else "applicant",
        "navigation": SimpleLazyObject(lambda: navigation_of(request) if signed_in else []),
        "who_to_ask": SimpleLazyObject(lambda: _who_to_ask(_programme(request, signed_in), request)),
        **display_of(request),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": offered(user, request.resolver_match),
        "draft": draft_of(request),
        "organisation_name": SimpleLazyObject(lambda: _name(_programme(request, signed_in))),
        "demo": settings.DEMO,
        "signed_in": signed_in,
    }


def _programme(request, signed_in: bool) -> Programme | None:
    """The programme the page is about; a public page may have set it as `request.programme`, None where no programme
    must stand there. Elsewhere, as at signing in, a visitor is told whom to ask all the same."""
    if signed_in:
        return programme_of(request)
    if not hasattr(request, "programme"):
        request.programme = programme_for_visitors(timezone.localdate())
    return request.programme


def asked_at(programme: Programme) -> dict | None:
    """Whom `programme` lets everybody ask, if it has said so."""
    if not programme.contact_name:
        return None
    return {"name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours}


def _who_to_ask(programme: Programme | None, request) -> dict | None:
    asked = asked_at(programme) if programme else None
    if programme is None or asked is None:
        return None
    user = getattr(request, "user", None)
    if _is_asked(user, programme):
        return None
    # The front door shows the programme of an open call, which need not be one's own: a concern goes to one's own team.
    is_participant = user is not None and user.is_authenticated and audience_of(user) == "participant"
    if is_participant and may(request.user, "programme.see", programme):
        asked["concern_url"] = reverse("supervision:new_concern", args=[programme.pk])
    return asked


def _is_asked(user, programme: Programme) -> bool:
    """Whether it is the reader whom people ask, as far as the name tells: “Sara” may be Sara Lind.

    Only of the staff: a participant may bear the same name, and must not lose whom to ask, nor the way to a concern.
    """
    if audience_of(user) != "staff":
        return False
    own = (m.person for m in grants(user).memberships if m.organisation_id == programme.organisation_id)
    return any(is_contact(person, programme) for person in own)


def is_contact(person: Person, programme: Programme) -> bool:
    """Whether it is `person` whom people ask, as far as the name tells."""
    asked = set(programme.contact_name.casefold().split())
    return bool(asked) and asked <= set(str(person).casefold().split())


def _name(programme: Programme | None) -> str:
    return programme.organisation.name if programme else ""
