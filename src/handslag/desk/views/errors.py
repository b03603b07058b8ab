"""The page for an address that does not exist, or is not for who asks."""

from django.utils import timezone
from django.views.defaults import page_not_found

from handslag.organisations.models import Organisation
from handslag.recruitment.calls import open_calls


def not_found(request, exception):
    """The page of core. Who is not signed in is told whom to ask where there is only one organisation, with a call.

    With several, nobody knows which one the visitor came for: no name and no contact stands there, and the page shows
    the way to the front door.
    """
    user = getattr(request, "user", None)
    nobody_known = (user is None or not user.is_authenticated) and not hasattr(request, "programme")
    if nobody_known and Organisation.objects.count() == 1:
        call = open_calls(timezone.localdate()).last()
        request.programme = call.programme if call else None
    return page_not_found(request, exception)
