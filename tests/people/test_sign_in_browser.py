"""A coordinator signs in for the first time, in a real browser: code, authenticator, recovery codes, home."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.cast import Cast
from tests.people.signing_in import code_in, figures, mails

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_a_coordinator_signs_in_for_the_first_time(live_server, page, width, db):
    cache.clear()
    Cast.make()
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(f"{live_server.url}/sign-in/")
    look(page, f"{width}-1-sign-in")
    page.get_by_role("link", name="Send me a code").click()
    page.get_by_label("E-mail").fill("coordinator@one.example")
    look(page, f"{width}-2-code")
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code").fill(code_in(mails()[-1]))
    look(page, f"{width}-3-confirm")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("I cannot scan it").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Authenticator code").fill(figures(secret))
    look(page, f"{width}-4-authenticator")
    page.get_by_role("button", name="Turn it on").click()
    assert page.locator("main li code").count() == 10
    look(page, f"{width}-5-recovery-codes")
    page.get_by_role("link", name="I have written them down").click()
    page.wait_for_url("**/home/")
    assert page.locator("h1").count() == 1


def look(page, name: str) -> None:
    """No page is wider than the screen; with SCREENSHOTS set to a folder, keep what it looks like."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
