"""Pairs of many people are suggested by a process of its own: the servers go on answering, and one killed in the
middle leaves nothing half done."""

import json
import os
import signal
import subprocess
import sys
import time
from http.cookiejar import Cookie
from textwrap import indent

import pytest

from .demonstration import COMMAND, Visitor, free_port
from .test_two_processes import ROOT, _wait, environment  # noqa: F401

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds
EACH = 80  # mentors, and as many mentees
BEGIN = "import django, json; django.setup()\n"
WORLD = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from django.test import Client
from tests.cast import Cast
from tests.pairs import made
cast = Cast.make()
made.amir(cast.programme)
for n in range({EACH}):
    made.mentor(cast.programme, f"Mentor {{n}}"); made.mentee(cast.programme, f"Mentee {{n}}")
client = Client(); client.force_login(cast.account("coordinator"))
session = client.session; session["second_factor"] = True; session.save()
print(json.dumps({{"programme": str(cast.programme.pk), "session": session.session_key}}))
"""
ASK = """
from django.utils import timezone
from handslag.pairs import actions, background
from handslag.pairs.actions import suggesting
from handslag.programmes.models import Programme
suggesting.start = lambda row: None  # this test starts the process itself
programme = Programme.objects.everywhere("test").get(pk="%s")
print(json.dumps(str(actions.ask_for_suggestion(programme=programme, by=None, at=timezone.now()).pk)))
"""
LOOK = """
from handslag.pairs.models import Decision, Proposal, ScoreTable, Suggesting
row = Suggesting.objects.everywhere("test").get(pk="%s")
kinds = Proposal, Decision, ScoreTable
print(json.dumps([row.outcome, row.told, *(kind.objects.everywhere("test").count() for kind in kinds)]))
"""
AGE = """
from datetime import timedelta
from django.db.models import F
from handslag.pairs.models import Suggesting
print(json.dumps(Suggesting.objects.everywhere("test").update(told_at=F("told_at") - timedelta(minutes=2))))
"""


@pytest.fixture(scope="module")
def run(environment):  # noqa: F811
    """A function that runs a script in a process of its own, on the database of the installation."""

    def in_a_process(script: str):
        done = subprocess.run(
            [sys.executable, "-c", BEGIN + script], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        return json.loads(done.stdout)

    return in_a_process


@pytest.fixture(scope="module")
def world(run):
    return run(WORLD)


@pytest.fixture
def killed(environment, run, world):  # noqa: F811
    """A suggestion whose process was killed as soon as it had begun to read."""
    row = run(ASK % world["programme"])
    worker = subprocess.Popen([sys.executable, "-m", "django", "work_out_suggestion", row], env=environment, cwd=ROOT)
    watch = subprocess.Popen(
        [sys.executable, "-u", "-c", f"{BEGIN}while True:\n{indent(LOOK % row, '    ')}"],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in watch.stdout:
        if "step" in json.loads(line)[1]:
            os.kill(worker.pid, signal.SIGKILL)
            break
    assert worker.wait(PATIENCE) == -signal.SIGKILL
    watch.kill()
    watch.wait()
    return row


def test_killed_in_the_middle_it_leaves_nothing_and_is_taken_over_once(environment, run, world, killed):  # noqa: F811
    outcome, _told, *rows = run(LOOK % killed)
    assert (outcome, rows) == ("", [0, 0, 0])
    _tick(environment)
    assert run(LOOK % killed)[0] == ""  # it was heard of a moment ago
    run(AGE)
    _tick(environment)
    outcome, _told, proposals, decisions, tables = run(LOOK % killed)
    assert (outcome, proposals, decisions, tables) == ("done", EACH, 1, 1)


def _tick(environment) -> None:  # noqa: F811
    subprocess.run([COMMAND, "tick"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def at_both(environment, world):  # noqa: F811
    """The coordinator's browser at each of two servers."""
    ports = [free_port(), free_port()]
    running = [subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environment, cwd=ROOT) for port in ports]
    visitors = [Visitor(f"http://127.0.0.1:{port}") for port in ports]
    for visitor in visitors:
        _wait(f"{visitor.address}/health/")
        visitor.cookies.set_cookie(_cookie("sessionid", world["session"]))
    yield visitors
    for process in running:
        process.terminate()
    for process in running:
        process.wait(20)


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, False, None, None, {})


def test_asked_for_at_one_server_it_is_seen_at_the_other_until_the_board_has_it(at_both, world):
    one, other = at_both
    board = f"/programmes/{world['programme']}/matching/"
    status, page = one.post(f"{board}suggestion/")
    assert (status, "How far it has come" in page) == (200, True)
    status, page = other.get(board)
    address = page.split('href="/suggestions/')[1].split('"')[0]
    until = time.monotonic() + PATIENCE
    while "How far it has come" in page or "being worked out" in page:
        assert time.monotonic() < until
        time.sleep(0.2)
        status, page = other.get(f"/suggestions/{address}")
        assert status == 200
    assert f'Suggested pairs <span class="count">{EACH}</span>' in page
