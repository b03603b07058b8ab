"""The page for an address that does not exist, or is not for who asks."""

from django.http import Http404
from django.utils import timezone
from django.views.defaults import page_not_found

from handslag.core.languages import speak_for
from handslag.core.marks import drafted
from handslag.organisations.models import Organisation
from handslag.recruitment.calls import open_calls
from handslag.recruitment.views.apply import no_such_application


@drafted
def not_found(request, exception):
    """The page of core, in a draft language too for who is not signed in: then no menu of ours stands around it.

    Who is not signed in is told whom to ask where there is only one organisation, with a call. With several, nobody
    knows which one the visitor came for: no name and no contact stands there, and the page shows the way to the front
    door. An applicant's address that lacks a part still says for which call it is.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        speak_for(request, not_found)
        before, _slash, rest = request.path.lstrip("/").partition("/")
        slug, _slash, of_draft = rest.partition("/")
        if before == "apply" and of_draft:
            try:
                return no_such_application(request, slug)
            except Http404:
                pass  # no such call either
        if not hasattr(request, "programme") and Organisation.objects.count() == 1:
            call = open_calls(timezone.localdate()).last()
            request.programme = call.programme if call else None
    return page_not_found(request, exception)
