"""The page for an address that does not exist, or is not for who asks."""

from django.http import Http404
from django.views.defaults import page_not_found

from handslag.core.languages import speak_for
from handslag.core.marks import drafted
from handslag.recruitment.views.apply import no_such_application


@drafted
def not_found(request, exception):
    """The page of core, in a draft language too for who is not signed in: then no menu of ours stands around it.

    An applicant's address that lacks a part still says for which call it is.
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
    return page_not_found(request, exception)
