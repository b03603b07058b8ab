from urllib.parse import parse_qsl, urlencode, urlsplit

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from handslag.core.languages import is_offered
from handslag.core.marks import public

from ..actions import change_preferences
from ..preferences import DISPLAY, remember, remember_language


def _back(request):
    """Where the visitor came from, if it is a page of ours."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return "/"
    # The language of a flyer's link would win over the one that was just chosen.
    parts = urlsplit(back)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name != "lang"]
    return parts._replace(query=urlencode(kept)).geturl()


@public
@require_POST
def change(request):
    """Change the language of the pages and go back to the page one was on."""
    language, response = request.POST.get("language", ""), redirect(_back(request))
    if is_offered(language):
        if request.user.is_authenticated:
            change_preferences(account=request.user, language=language)
        remember_language(request, response, language)
    return response


@public
@require_POST
def display(request):
    """Change the text size or the colours of the pages: kept with the account, without one in a cookie."""
    chosen = {name: request.POST[name] for name, values in DISPLAY.items() if request.POST.get(name) in values}
    response = redirect(_back(request))
    if request.user.is_authenticated:
        change_preferences(account=request.user, **chosen)
    else:
        for name, value in chosen.items():
            remember(response, name, value)
    return response
