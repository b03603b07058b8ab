"""The page for an address that does not exist, or is not for who asks."""

from django.utils import timezone
from django.views.defaults import page_not_found

from handslag.recruitment.calls import open_calls


def not_found(request, exception):
    """The page of core; who is not signed in is told whom to ask, where the front door leads to one organisation only.

    Where it leads to several, or to none, the page shows the way to the front door.
    """
    user = getattr(request, "user", None)
    if (user is None or not user.is_authenticated) and not hasattr(request, "programme"):
        calls = list(open_calls(timezone.localdate()))
        if len({call.organisation_id for call in calls}) == 1:
            request.programme = calls[-1].programme
    return page_not_found(request, exception)
