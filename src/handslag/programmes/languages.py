"""Draft languages: spoken where every text of a page is there, elsewhere the whole page is in another language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from handslag.core.languages import is_complete, is_draft, is_offered, speak_for
from handslag.people.preferences import ELSEWHERE, remember_language

from .access import grants


class DraftLanguages:
    """Stands after `Preferences`, which has chosen among the complete languages. For somebody who wants a draft, this
    settles what all other pages are in; a view that is marked as `drafted` is answered in the draft."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.draft_language = _wanted(request) if settings.DRAFT_LANGUAGES else ""
        if not request.draft_language:
            return self.get_response(request)
        request.fallback_language = _fallback(request)
        with translation.override(request.fallback_language):
            request.LANGUAGE_CODE = request.fallback_language
            response = self.get_response(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        if request.GET.get("lang") == request.draft_language:
            remember_language(request, response, request.draft_language)
        return response

    def process_view(self, request, view, args, kwargs):
        speak_for(request, view)


def _wanted(request) -> str:
    """The draft that the visitor wants before every language that is offered; nothing where that is a complete one."""
    said = [request.GET.get("lang", "")]
    if request.user.is_authenticated:
        said.append(request.user.language)
    said.append(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    said += [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    codes = (code if is_offered(code) else code.partition("-")[0] for code in said)
    first = next(filter(is_offered, codes), "")
    return first if is_draft(first) else ""


def _fallback(request) -> str:
    """What the other pages are in: the language of the account, what was read before the draft was chosen, the language
    of the person, the first of the programme one is in, else what `Preferences` chose."""
    memberships = grants(request.user).memberships[::-1]
    said = [request.user.language] if request.user.is_authenticated else []
    said.append(request.COOKIES.get(ELSEWHERE, ""))
    said += [m.person.language for m in memberships]
    said += [code for m in memberships if m.programme for code in m.programme.languages[:1]]
    return next(filter(is_complete, said), "") or translation.get_language() or settings.LANGUAGE_CODE
