"""The languages that somebody can choose. A draft language is spoken on whole pages only (docs/decisions/0010)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.translation import gettext as _

# CLDR's name for Dari hangs on Persian with a country.
_CLDR_NAME = {"prs": "fa_AF"}
# CLDR's Swedish calls Pashto "afghanska", which is no language to those who speak it.
_OTHER_NAME = {("sv", "ps"): "pashto"}
# CLDR's "Serbo-Croatian" is the name of a state's language that many of its speakers reject.
_SEVERAL = {"sh": ("bs", "hr", "sr")}


@dataclass(frozen=True)
class Language:
    """A language as the menu names it: in its own words. `word` and `sentence` say that it is a draft, else empty."""

    code: str
    name: str
    direction: str
    word: str = ""
    sentence: str = ""


def is_draft(code: str | None) -> bool:
    return code in settings.DRAFT_LANGUAGES


def is_complete(code: str | None) -> bool:
    return code in dict(settings.LANGUAGES)


def is_offered(code: str | None) -> bool:
    return is_complete(code) or is_draft(code)


def offered(user, found: ResolverMatch | None) -> list[Language]:
    """The complete languages, then the drafts where the page `found` can be in one; who is not signed in can read the
    page for an unknown address in one."""
    complete = [_named(code, draft=False) for code, _name in settings.LANGUAGES]
    speaks_drafts = getattr(found.func, "drafted", False) if found else not user.is_authenticated
    if not speaks_drafts:
        return complete
    return complete + [_named(code, draft=True) for code in settings.DRAFT_LANGUAGES]


def direction_of(code: str) -> str:
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"


def name_in(names: Mapping[str, str], code: str, language: str) -> str:
    """The name of the language `code`, of Babel's `names` in `language`; nothing where it has none."""
    if code in _SEVERAL:
        return ", ".join(filter(None, (name_in(names, each, language) for each in _SEVERAL[code])))
    return _OTHER_NAME.get((language, code)) or names.get(_CLDR_NAME.get(code, code), "")


def called(code: str) -> str:
    """A language as the reader of the page calls it (CLDR, through Babel)."""
    language = (translation.get_language() or "en").split("-")[0]
    names = Locale.parse(language).languages
    return name_in(names, code, language) or names.get(code.partition("-")[0], code)


@lru_cache(maxsize=100)
def _named(code: str, *, draft: bool) -> Language:
    name, direction = LANG_INFO[code]["name_local"].capitalize(), direction_of(code)
    if not draft:
        return Language(code, name, direction)
    with translation.override(code):
        return Language(
            code, name, direction,
            # Translators: stands in brackets behind the name of a language in which not all is translated.
            word=_("draft"),
            # Translators: shown in a draft language, below the languages to choose from and at the end of each page.
            sentence=_("This text is a draft. Nobody who grew up with the language has read it yet."),
        )  # fmt: skip


def draft_of(request) -> Language | None:
    """The draft language that this page is in, or nothing."""
    code = translation.get_language()
    return _named(code, draft=True) if code and is_draft(code) else None


def language_elsewhere(request) -> str:
    """What the language of the other pages is called, where this page is in a draft language; else nothing."""
    return called(request.fallback_language) if is_draft(translation.get_language()) else ""


def speak_for(request, view) -> None:
    """Speak the draft language that the visitor wants, if `view` is marked as `drafted`."""
    if getattr(request, "draft_language", "") and getattr(view, "drafted", False):
        _speak(request, request.draft_language)


def fall_back(request) -> None:
    """Leave the draft language: something on this page is not there in it, and a page is in one language."""
    if is_draft(translation.get_language()):
        _speak(request, request.fallback_language)


def speak_unless_chosen(request, code: str) -> None:
    """Speak `code`, in which the visitor wrote what this page is about, unless a link, this browser or the account says
    that another language was chosen: what the browser is set to is nobody's choice."""
    said = [request.GET.get("lang"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)]
    if request.user.is_authenticated:
        said.append(request.user.language)
    if is_offered(code) and not any(map(is_offered, said)):
        request.fallback_language = getattr(request, "fallback_language", request.LANGUAGE_CODE)
        _speak(request, code)


def _speak(request, code: str) -> None:
    translation.activate(code)  # the middleware gives back what was before
    request.LANGUAGE_CODE = code
