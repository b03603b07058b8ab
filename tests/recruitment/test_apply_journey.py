"""Journey A in a real browser on a small phone: a newly arrived person scans the flyer's code and applies."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from handslag.recruitment.models import Application
from tests.journeys.recorder import Recorder
from tests.recruitment.calls import open_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def flyer(cast, live_server):
    """The address in the flyer's code."""
    return f"{live_server.url}/apply/{open_for(cast.programme, 'mentee').slug}/?lang=en&from=language_school"


def press(page: Page, words: str, look: Callable[[], None]) -> None:
    button = page.get_by_role("button", name=words)
    expect(button).to_be_visible()
    look()
    button.click()


def choose(page: Page, *words: str) -> None:
    for word in words:
        page.locator("label", has_text=re.compile(word)).first.click()


def apply(
    page: Page, flyer: str, look: Callable[[], None] = lambda: None, *, name: str = "Amina", phone: str = "0701740605"
) -> None:
    """The usual way: nobody helps, two languages, three wishes, one time. `look` is called on every page."""
    page.goto(flyer)
    press(page, "Start", look)
    for field, text in (("first_name", name), ("phone", phone)):
        page.locator(f"[name={field}]").click()
        page.keyboard.type(text)
    press(page, "Next", look)
    choose(page, "Arabic", "Swedish", "Simple things")
    press(page, "Next", look)
    choose(page, "Malmö")
    press(page, "Next", look)
    choose(page, "Work", "A home", "The language")
    press(page, "Next", look)
    choose(page, "Weekdays, evening", "It does not matter")
    press(page, "Next", look)
    choose(page, "^Yes", "18 to 30", "6 to 12 months")
    press(page, "Next", look)
    choose(page, "you may keep my answers")
    press(page, "Send", look)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you!")
    look()


def test_a_mentee_applies_with_24_taps_two_typed_fields_and_nine_screens(browser, flyer):
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    recorder = Recorder.of(context, page)
    apply(page, flyer)
    expect(page.get_by_role("main")).to_contain_text("Sara Lind")
    assert Application.objects.everywhere("test").count() == 1
    assert recorder.taps <= 24, recorder.taps_by_page
    assert recorder.taps == sum(recorder.taps_by_page.values()) > 15
    assert recorder.typed_fields == {"first_name", "phone"}
    assert recorder.screens == 9
    context.close()


def test_a_mentee_applies_without_javascript(browser, flyer):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    apply(page, flyer)
    assert Application.objects.everywhere("test").get().channel == "language_school"
    context.close()


@pytest.mark.slow
def test_no_page_of_the_applicant_scrolls_sideways_or_brings_a_script_of_its_own(browser, flyer):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    seen, wide, scripts = [], [], []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)

    def look() -> None:
        seen.append(page.url)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(page.url)

    apply(page, flyer, look)
    assert len(seen) == 9
    assert wide == []
    assert {urlsplit(script).path for script in scripts} == {"/static/js/typed.js"}
    context.close()
