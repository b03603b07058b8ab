"""Guessing with many requests at once, against a server of two processes."""

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from handslag.config.commands.running import server_command
from tests.people.signing_in import CODE, CONFIRM, SIGN_IN, code_in, wrong

OPEN_ACCOUNT = """
import django; django.setup()
from tests.cast import organisation, person
person(organisation(), "Amina Ali", email="amina@one.example")
"""
PORT = 8200 + os.getpid() % 700
SITE = f"http://127.0.0.1:{PORT}"


class Browser:
    """A browser without pictures: keeps cookies, sends forms with their token."""

    def __init__(self, cookies=()):
        self.jar = http.cookiejar.CookieJar()
        for cookie in cookies:
            self.jar.set_cookie(cookie)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.token = ""

    def get(self, path: str) -> str:
        try:
            with self.opener.open(SITE + path, timeout=60) as answer:
                body = answer.read().decode()
        except urllib.error.HTTPError as error:
            body = error.read().decode()
        self._remember_token(body)
        return body

    def post(self, path: str, **fields: str) -> str:
        form = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": self.token}).encode()
        try:
            with self.opener.open(SITE + path, form, timeout=60) as answer:
                body = answer.read().decode()
        except urllib.error.HTTPError as error:
            body = f"{error.code} {error.read().decode()}"
        self._remember_token(body)
        return body

    def _remember_token(self, body: str) -> None:
        if found := re.search(r'csrfmiddlewaretoken" value="([^"]+)"', body):
            self.token = found[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The product with two processes and a database of its own; yields the folder of its mail."""
    folder = tmp_path_factory.mktemp("server")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HANDSLAG_DATA": str(folder),
        "HANDSLAG_MAIL": f"file://{folder / 'mail'}",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'd.sqlite3'}"),
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    for step in (["-m", "django", "migrate", "-v0"], ["-c", OPEN_ACCOUNT]):
        subprocess.run([sys.executable, *step], env=environment, check=True)
    running = subprocess.Popen(server_command("127.0.0.1", PORT, workers=2), env=environment)
    try:
        _wait_until_it_answers()
        yield folder / "mail"
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait_until_it_answers() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{SITE}/health/", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("The server did not start.")


def newest_code(folder) -> str:
    until = time.monotonic() + 10
    while not (messages := sorted(folder.glob("*"))) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.2)
    return code_in(messages[-1].read_text().partition("\n\n")[2])


@pytest.mark.slow
def test_forty_guesses_of_one_code_at_once_are_counted_over_both_processes(server):
    owner = Browser()
    owner.get(CODE)
    assert "Write the code" in owner.post(CODE, email="amina@one.example")
    code = newest_code(server)

    def guess(number: int) -> str:
        again = Browser(owner.jar)
        again.token = owner.token
        return again.post(CONFIRM, code=wrong(code))

    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(guess, range(40)))
    looked_at = [answer for answer in answers if "That is not the code" in answer]
    assert 1 <= len(looked_at) <= 10
    assert not [answer[:200] for answer in answers if answer.startswith("5")]


@pytest.mark.slow
def test_passwords_are_counted_over_both_processes(server):
    def guess(number: int) -> str:
        browser = Browser()
        browser.get(SIGN_IN)
        return browser.post(SIGN_IN, login="somebody@one.example", password="wrong wrong wrong")

    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(guess, range(20)))
    assert sum("is not right. Write" in answer for answer in answers) == 10
