"""Parts of pages that have to hold at 320 px: faces with their words, and the choice of light or dark."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation

from handslag.core.languages import offered
from handslag.core.static_bundles import BUNDLES, joined

pytestmark = pytest.mark.browser
FACES = {"en": ["Very bad", "Bad", "Neither", "Good", "Excellent"],
         "sv": ["Inte alls", "Knappast", "Tillräckligt", "Ganska mycket", "Fullständigt"]}  # fmt: skip


def shown(page, body: str, *, scheme: str = "light") -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(f"<style>{joined(BUNDLES['css/staff.css'])}</style><main class='main'>{body}</main>")


@pytest.mark.parametrize("language", FACES)
@pytest.mark.parametrize("size", ["100%", "200%"])
def test_no_word_under_a_face_is_broken(page, language, size):
    words = FACES[language]
    field = forms.ChoiceField(choices=list(enumerate(words, start=1)), widget=forms.RadioSelect)
    form = type("Form", (forms.Form,), {"mood": field})()
    shown(page, render_to_string("ui/faces.html", {"field": form["mood"]}))
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    lines = page.locator(".face__body > span").evaluate_all(
        "spans => spans.map(span => { const range = document.createRange(); range.selectNodeContents(span);"
        " return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size })"
    )
    assert all(count <= len(text.split()) for count, text in zip(lines, words, strict=True)), lines
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", ["en", "sv", "el"])
@pytest.mark.parametrize("size", ["200%", "400%"])
@pytest.mark.parametrize("opened", [False, True])
def test_the_menu_of_languages_stays_on_the_page(page, language, size, opened):
    with translation.override(language):
        menu = render_to_string("ui/language_menu.html", {"languages": offered(AnonymousUser(), resolve("/"))})
    shown(page, f"<div class='site-header__row'><div class='site-header__end'>{menu}</div></div>")
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    if opened:
        page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("theme", "scheme", "ways"),
    [
        ("auto", "light", ["Dark page"]), ("auto", "dark", ["Light page"]), ("dark", "light", ["Light page"]),
        ("light", "dark", ["Dark page"]),
    ],
)  # fmt: skip
def test_what_the_page_does_not_show_is_offered(page, theme, scheme, ways):
    shown(page, render_to_string("ui/display_menu.html", {"theme": theme}), scheme=scheme)
    assert page.locator("button[name=theme]:visible").all_inner_texts() == ways
