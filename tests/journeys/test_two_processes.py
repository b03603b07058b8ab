"""Two server processes on one database behave as one: nothing that matters lives in a process."""

import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from .demonstration import COMMAND, Visitor, free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CAST = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable")
from django.utils import timezone
from tests.cast import Cast, organisation
from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter
from handslag.outbox.models import Message
cast = Cast.make()
cast.mentor.person.account.set_password("a long way from home"); cast.mentor.person.account.save()
letters = [
    Letter(cast.mentor.person, Message.Kind.REMINDER, f"Letter {n}", "Hello", once_key=f"letter:{n}", at_any_hour=True)
    for n in range(40)
]
queue(programme=cast.programme, letters=letters, by=None, at=timezone.now())
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory, django_db_setup, django_db_blocker):
    """An installation of its own, on the database that the tests run on: SQLite, or another one in PostgreSQL."""
    data = tmp_path_factory.mktemp("two")
    own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    own |= {
        "HANDSLAG_MODE": "test", "HANDSLAG_DATA": str(data), "HANDSLAG_MAIL": f"file://{data / 'mail'}",
        "DJANGO_SETTINGS_MODULE": "handslag.config.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    if connection.vendor == "sqlite":
        yield own
        return
    name = f"two_{os.getpid()}"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    parts = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    yield own | {"DATABASE_URL": urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))}
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def servers(environment):
    """The addresses of two processes of `handslag serve` on one database with the cast in it."""
    subprocess.run([sys.executable, "-c", CAST], env=environment, cwd=ROOT, check=True)
    ports = [free_port(), free_port()]
    running = [subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environment, cwd=ROOT) for port in ports]
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    for address in addresses:
        _wait(f"{address}/health/")
    yield addresses
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


def mailed(environment) -> list[str]:
    """All mails that were sent so far."""
    files = sorted((Path(environment["HANDSLAG_DATA"]) / "mail").glob("*"))
    parts = [mail for file in files for mail in re.split(r"^-{79}$", file.read_text(), flags=re.MULTILINE)]
    return [mail for mail in parts if mail.strip()]


@pytest.fixture
def browser_at(servers):
    """The same browser at each of the two."""
    one = Visitor(servers[0])
    return one, Visitor(servers[1], one.cookies)


def test_a_code_asked_for_at_one_is_typed_at_the_other(browser_at, environment):
    one, other = browser_at
    one.post("/sign-in/code/", email="mentee@one.example")
    [code] = {code for mail in mailed(environment) for code in re.findall(r"^(\d{6})$", mail, re.MULTILINE)}
    status, page = other.post("/sign-in/code/confirm/", code=code)
    assert (status, "Sign out" in page) == (200, True)
    assert "Sign out" in one.get("/home/")[1]
    one.post("/sign-out/")
    assert "Sign out" not in other.get("/home/")[1]


def test_wrong_tries_are_counted_together(browser_at):
    """Ten in fifteen minutes: each process alone has seen five."""
    for number in range(10):
        said = {"login": "mentor@one.example", "password": f"wrong {number}"}
        assert "Sign out" not in browser_at[number % 2].post("/sign-in/", **said)[1]
    for at in browser_at:
        right = {"login": "mentor@one.example", "password": "a long way from home"}
        assert "Sign out" not in at.post("/sign-in/", **right)[1]


def test_two_ticks_at_once_send_every_message_once(servers, environment):
    before = len(mailed(environment))

    def tick(_number: int) -> None:
        subprocess.run([COMMAND, "tick"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(tick, range(2)))
    numbers = [re.search(r"^Message-ID: (.*)$", mail, re.MULTILINE).group(1) for mail in mailed(environment)[before:]]
    assert (len(numbers), len(set(numbers))) == (40, 40)
