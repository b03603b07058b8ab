"""The diary in a real browser: counted taps, without scripts, on the smallest phone."""

from datetime import date

import pytest
from django.conf import settings

from handslag.mentoring.models import DiaryEntry
from tests.journeys.recorder import Recorder

pytestmark = pytest.mark.browser


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


def test_no_page_scrolls_sideways_on_the_smallest_phone(phone, pair):
    page = phone("mentor").new_page()
    wide = {}
    for path in ("diary/", "diary/new/", "plan/", "plan/goals/", "plan/steps/", "meetings/", "signature/"):
        page.goto(f"/pairs/{pair.pk}/{path}")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}
