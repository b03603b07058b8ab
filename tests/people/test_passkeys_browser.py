"""Passkeys in a real browser, whose phone (Chromium's virtual authenticator) always recognises its owner's finger."""

import os
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.looking import faults
from tests.journeys.recorder import Recorder
from tests.people.signing_in import code_in, mails

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _cast(db):
    cache.clear()
    Cast.make()


@pytest.fixture
def wrong(page):
    """What the browser complained about: errors of scripts, and what the content policy forbade."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


@pytest.fixture
def phone(page, context):
    """A phone that can make passkeys; gives what to say to it."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})["authenticatorId"]

    def say(command: str, **more) -> dict:
        return session.send(f"WebAuthn.{command}", {"authenticatorId": key, **more})

    return say


def look(page, name: str) -> None:
    """No page breaks a rule of axe or is wider than the screen; with SCREENSHOTS set to a folder, keep the looks."""
    assert faults(page) == [], name
    folder = os.environ.get("SCREENSHOTS")
    for width in (320, 1280) if folder else ():
        for colours in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=colours)
            page.screenshot(path=Path(folder) / f"{name}-{width}-{colours}.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="light")


def sign_in_by_code(page, address: str, email: str) -> None:
    before = len(mails(0))
    page.goto(f"{address}/sign-in/")
    page.get_by_role("link", name="Send me a code").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code").fill(code_in(mails(before + 1)[-1]))
    page.get_by_role("button", name="Sign in").click()


def make_passkey(page, address: str, name: str) -> None:
    page.get_by_role("link", name="How you sign in").click()
    look(page, "ways-none")
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Name").fill(name)
    look(page, "new")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(f"{address}/account/sign-in/")


@pytest.mark.slow
def test_a_mentor_makes_a_passkey_and_signs_in_with_one_tap_of_ours(live_server, browser, context, page, phone, wrong):
    recorder = Recorder.of(context, page)
    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.wait_for_url("**/home/")
    make_passkey(page, live_server.url, "Blue phone")
    assert page.get_by_role("heading", name="Blue phone").is_visible()
    look(page, "ways-one")
    (kept,) = phone("getCredentials")["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/sign-in/")
    look(page, "sign-in")
    before = recorder.taps
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")
    assert recorder.taps - before == 1  # and the finger on the phone: two in all
    assert wrong == []


@pytest.mark.slow
def test_a_mentor_with_a_passkey_signs_in_by_code_without_it_and_removes_it(live_server, page, phone, wrong):
    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.wait_for_url("**/home/")
    make_passkey(page, live_server.url, "Lost phone")
    page.get_by_role("button", name="Sign out").click()
    phone("removeVirtualAuthenticator")
    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.wait_for_url("**/home/")
    page.get_by_role("link", name="How you sign in").click()
    page.get_by_role("link", name="Change the name").click()
    look(page, "name")
    page.go_back()
    page.get_by_role("link", name=re.compile("Remove.*Lost phone")).click()
    look(page, "removal")
    page.get_by_role("button", name="Remove the passkey").click()
    assert page.get_by_text("You have no passkey yet.").is_visible()
    assert wrong == []


@pytest.mark.slow
def test_a_coordinator_with_a_passkey_alone_reaches_the_work(live_server, page, phone, wrong):
    sign_in_by_code(page, live_server.url, "coordinator@one.example")
    look(page, "choose")
    page.get_by_role("link", name="Make a passkey").click()
    look(page, "new-staff")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/account/recovery-codes/")
    page.get_by_role("link", name="I have written them down").click()
    page.wait_for_url("**/home/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_code(page, live_server.url, "coordinator@one.example")
    page.wait_for_url("**/sign-in/again/passkey/**")
    look(page, "again")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/home/")
    page.get_by_role("link", name="How you sign in").click()
    look(page, "ways-staff")
    assert wrong == []


@pytest.mark.slow
def test_what_goes_wrong_is_said_with_what_to_do(live_server, page, phone):
    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.wait_for_url("**/home/")
    make_passkey(page, live_server.url, "Phone")
    page.get_by_role("link", name="Make one more passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("You need no second one.").wait_for()
    look(page, "known")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/sign-in/")
    phone("setUserVerified", isUserVerified=False)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("It was stopped, or it took too long.").wait_for()
    look(page, "stopped")
    phone("setUserVerified", isUserVerified=True)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")


@pytest.mark.slow
def test_a_phone_whose_passkey_was_removed_here_is_told_so(live_server, page, phone):
    from allauth.mfa.models import Authenticator

    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.wait_for_url("**/home/")
    make_passkey(page, live_server.url, "Phone")
    page.get_by_role("button", name="Sign out").click()
    Authenticator.objects.all().delete()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("This passkey did not work here.").wait_for()
    look(page, "refused")


@pytest.mark.slow
def test_without_javascript_the_pages_say_so_and_the_other_ways_stay(live_server, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/sign-in/")
    expect(page.get_by_text("To sign in with a passkey, turn on JavaScript")).to_be_visible()
    assert not page.get_by_text("Use a passkey").is_visible()
    sign_in_by_code(page, live_server.url, "mentor@one.example")
    page.get_by_role("link", name="How you sign in").click()
    page.get_by_role("link", name="Make a passkey").click()
    expect(page.get_by_text("Passkeys do not work in this browser. They need JavaScript")).to_be_visible()
    assert not page.get_by_text("Make the passkey").is_visible()
    if folder := os.environ.get("SCREENSHOTS"):
        page.set_viewport_size({"width": 320, "height": 800})
        page.screenshot(path=Path(folder) / "no-script-320.png", full_page=True)
    assert re.search(r"/account/passkeys/new/$", page.url)
    page.context.close()
