"""The diary in a real browser: counted taps, without scripts, on the smallest phone."""

from datetime import date
from itertools import pairwise

import pytest
from django.conf import settings
from playwright.sync_api import expect

from handslag.mentoring.models import DiaryEntry
from handslag.people.models import Account
from tests.journeys.recorder import Recorder

pytestmark = pytest.mark.browser
# Whose bar at the bottom is looked at in bin/check; bin/test looks at the mentee's in Swedish, whose words are long.
MORE_BARS = [("mentor", "en"), ("mentor", "sv"), ("mentee", "en")]


@pytest.fixture
def phone(browser, live_server, pair, as_role):
    """Open a context of the smallest phone, signed in as a role of the cast."""
    contexts = []

    def open_as(role, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 320, "height": 640}, has_touch=True, **options
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        cookie = as_role(role).cookies[name].value
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        return context

    yield open_as
    for context in contexts:
        context.close()


def choice(page, answer):
    """The tile or the face with this word."""
    return page.locator("label").filter(has=page.get_by_text(answer, exact=True)).first


def test_the_diary_takes_two_screens_seven_taps_and_no_typing(cast, phone):
    context = phone("mentor")
    page = context.new_page()
    recorder = Recorder.of(context, page)
    page.goto("/home/")
    page.get_by_role("link", name="Write the diary").tap()
    page.wait_for_url("**/diary/new/")
    for answer in ("We met", "The language", "Café", "Good"):
        choice(page, answer).tap()
    page.get_by_role("button", name="Save").first.tap()
    page.get_by_text("Saved. Thank you for writing.").wait_for()
    entry = DiaryEntry.objects.of(cast.organisation).get()
    assert (entry.what, entry.themes, entry.activity, entry.mood) == ("met", ["language"], "cafe", 4)
    assert (entry.on_date, entry.minutes, entry.form) == (date.today(), 60, "in_person")
    assert recorder.taps <= 7
    assert recorder.typed_fields == set()
    assert recorder.screens == 2


def test_the_diary_is_written_without_scripts(cast, phone, pair):
    page = phone("mentor", java_script_enabled=False).new_page()
    page.goto(f"/pairs/{pair.pk}/diary/new/")
    choice(page, "No meeting this week").tap()
    page.get_by_role("button", name="Save").first.tap()
    page.wait_for_url("**/home/")
    assert DiaryEntry.objects.of(cast.organisation).get().what == "none"


@pytest.mark.slow
def test_no_page_scrolls_sideways_on_the_smallest_phone(phone, pair):
    page = phone("mentor").new_page()
    wide = {}
    for path in ("diary/", "diary/new/", "plan/", "plan/goals/", "plan/steps/", "meetings/", "signature/"):
        page.goto(f"/pairs/{pair.pk}/{path}")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}


@pytest.mark.slow
def test_another_language_unfolds_the_part_in_which_something_was_typed(phone, pair):
    page = phone("mentor").new_page()
    page.goto(f"/pairs/{pair.pk}/diary/new/")
    page.locator("details.card summary").click()
    page.locator("[name=sentence]").fill("We found the bank.")
    page.locator("details.menu summary").click()
    page.locator("details.menu button[value=sv]").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.locator("[name=sentence]")).to_be_visible()
    expect(page.locator("[name=sentence]")).to_have_value("We found the bank.")
    page.reload()
    expect(page.locator("[name=sentence]")).to_be_hidden()


@pytest.mark.parametrize(
    ("role", "language"),
    [("mentee", "sv"), *(pytest.param(*one, marks=pytest.mark.slow) for one in MORE_BARS)],
)
def test_the_bar_at_the_bottom_is_one_row_with_large_text_on_the_smallest_phone(cast, phone, role, language):
    Account.objects.filter(pk=cast.account(role).pk).update(language=language, text_size="large")
    page = phone(role).new_page()
    page.goto("/home/")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    links = page.locator(".bottom-bar__link")
    boxes = links.evaluate_all("all => all.map((link) => link.getBoundingClientRect().toJSON())")
    assert len(boxes) >= 3
    assert len({box["top"] for box in boxes}) == 1
    assert all(left["right"] <= right["left"] for left, right in pairwise(boxes))
    assert boxes[0]["left"] >= 0
    assert boxes[-1]["right"] <= 320
    assert not any(links.evaluate_all("all => all.map((link) => link.scrollWidth > link.clientWidth)"))
    sizes = links.evaluate_all("all => all.map((link) => parseFloat(getComputedStyle(link).fontSize))")
    assert min(sizes) >= 14
