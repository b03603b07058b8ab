"""How everybody comes to the screen: at first through the door, later with a session that is kept."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Browser

from tests.people.signing_in import figures

from ..walking import DESK, PHONE, Walk, come_back, screen
from .post import Post


@dataclass
class Road:
    """The road with those who walk it. `to_morning` and `to_evening` set the clock forward.

    `screens`: the browser of each, by address; it stays open until `closing` is closed.
    """

    browser: Browser
    address: str
    post: Post
    to_morning: Callable[[date], None]
    to_evening: Callable[[date], None]
    closing: ExitStack
    screens: dict[str, Walk] = field(default_factory=dict)

    def desk(self, email: str):
        """The computer at which somebody of the team sits."""
        return self._at(email, DESK, second_factor=True)

    def phone(self, email: str):
        """The phone of a mentor or a mentee."""
        return self._at(email, PHONE, second_factor=False)

    def stranger(self):
        """A phone on which nobody has signed in."""
        return screen(self.browser, self.address, **PHONE)

    @contextmanager
    def _at(self, email: str, options: dict, *, second_factor: bool) -> Iterator[Walk]:
        if email in self.screens:
            walk = self.screens[email]
            come_back(walk, self.address, email)
        else:
            walk = self.closing.enter_context(screen(self.browser, self.address, **options))
            self._sign_in(walk, email)
            if second_factor:
                _set_up_authenticator(walk)
            self.screens[email] = walk
        walk.recorder.forget()
        yield walk

    def _sign_in(self, walk: Walk, email: str) -> None:
        """With a code that comes by mail."""
        walk.page.goto("/")
        walk.follow("Sign in")
        walk.follow("Send me a code")
        walk.write("E-mail", email)
        walk.press("Send the code")
        walk.write("Code", self.post.code_for(email))
        walk.press("Sign in")


def _set_up_authenticator(walk: Walk) -> None:
    walk.page.get_by_text("I cannot scan it").click()
    secret = walk.page.locator("details code").inner_text()
    walk.write("Authenticator code", figures(secret))
    walk.press("Turn it on")
    walk.follow("I have written them down")
