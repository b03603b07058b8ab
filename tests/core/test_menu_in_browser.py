"""The menu of languages by keyboard: it lies over the page, so it does not stay behind."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def menu(browser, cast, as_role, live_server):
    """Opened by keyboard on the home of a mentor; the focus is on its button."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    name = settings.SESSION_COOKIE_NAME
    cookie = as_role("mentor").cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/home/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    yield menu
    context.close()


def test_esc_closes_it_and_gives_the_focus_back_to_its_button(menu):
    menu.page.keyboard.press("Tab")
    expect(menu.locator("button").first).to_be_focused()
    menu.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_it_closes_when_the_focus_goes_on(menu):
    for _button in range(1 + menu.locator("button").count()):
        expect(menu).to_have_attribute("open", "")
        menu.page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
