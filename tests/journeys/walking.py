"""Walking through the product as a person does: by what stands on the page, never by an address or an id of a row."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from handslag.people.models import Account

from .recorder import Recorder

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "reduced_motion": "reduce"}
DESK = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}


@dataclass
class Walk:
    """One person in front of one screen. Every act is a real click or key, and the recorder counts it."""

    page: Page
    recorder: Recorder

    def follow(self, words: str) -> None:
        """Press the first link whose words begin like this."""
        self._press(self.page.get_by_role("link", name=_begins(words)).first)

    def press(self, words: str, *, of: str = "") -> None:
        """Press the first button of the page whose words begin like this; `of`: in the card that says this."""
        part = self.page.get_by_role("main")
        if of:
            part = part.get_by_role("article").filter(has_text=of)
        self._press(part.get_by_role("button", name=_begins(words)).first)

    def _press(self, element: Locator) -> None:
        """Press what leads to another page, and wait until that page is there with all its files."""
        expect(element).to_be_visible()
        with self.page.expect_navigation():
            element.click()

    def choose(self, *words: str, under: str = "") -> None:
        """Press tiles, faces, ticks and radio buttons by what they say; `under` is what their question says."""
        part = self.page.locator("main")
        if under:
            part = part.locator("fieldset").filter(has=self.page.locator("legend", has_text=under))
        for word in words:
            part.locator("label").filter(has_text=re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)).first.click()

    def write(self, label: str, text: str) -> None:
        """Type into a field: the first letter as a key, so that it counts as typed, the others at once."""
        self.page.get_by_label(_begins(label)).first.click()
        self.page.keyboard.type(text[0])
        self.page.keyboard.insert_text(text[1:])

    def set(self, label: str, value: str) -> None:
        """Set a date, a time or a list to choose from; `value` as the browser keeps it, or as the list says it."""
        field = self.page.get_by_label(_begins(label)).first
        field.click()
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)

    def unfold(self, words: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def takes(self, words: str) -> bytes:
        """Press the first link whose words begin like this, and keep the file that it gives."""
        link = self.page.get_by_role("link", name=_begins(words)).first
        with self.page.expect_download() as download:
            link.click()
        return download.value.path().read_bytes()

    def reads(self, *words: str) -> None:
        """Fail unless the page says all of these."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word)

    def offers(self, words: str) -> bool:
        """Whether there is a button or a link with these words."""
        both = self.page.get_by_role("button", name=_begins(words)).or_(
            self.page.get_by_role("link", name=_begins(words))
        )
        return both.count() > 0

    @property
    def too_wide(self) -> bool:
        """Whether the page scrolls sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def _begins(words: str) -> re.Pattern:
    return re.compile(rf"^\s*{re.escape(words)}")


@contextmanager
def screen(browser: Browser, address: str, **options) -> Iterator[Walk]:
    """A browser of its own, with nobody signed in; `options` are Playwright's, PHONE or DESK among them."""
    context = browser.new_context(base_url=address, **options)
    try:
        context.set_default_timeout(10_000)
        page = context.new_page()
        yield Walk(page, Recorder.of(context, page))
    finally:
        context.close()


@contextmanager
def signed_in(browser: Browser, address: str, email: str, **options) -> Iterator[Walk]:
    """A browser in which the account `email` has signed in a moment ago, the second factor given; it shows the home.

    How one signs in has tests of its own (tests/people).
    """
    with screen(browser, address, **options) as walk:
        come_back(walk, address, email)
        yield walk


def come_back(walk: Walk, address: str, email: str) -> None:
    """Go home in a browser as somebody who has signed in a moment ago."""
    walk.page.context.add_cookies([session_cookie(email, address)])
    walk.page.goto("/home/")


def session_cookie(email: str, address: str) -> dict:
    """The cookie of a new session of the account `email`."""
    client = Client()
    client.force_login(Account.objects.get(email=email))
    session = client.session
    session["second_factor"] = True
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
