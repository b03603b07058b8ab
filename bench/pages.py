"""What a page costs: CPU-ms, kB and queries, beside Django's admin over the same rows in the same run.

    .venv/bin/python bench/pages.py [--people 10000] [--requests 100]

Makes the demonstration in a scratch folder, adds people until there are --people, serves the product and the admin
side by side (granian, one process each) and asks each page in turn, round after round, so that a busy machine slows
both alike. CPU is the user and system time of the server's processes per request, from /proc (Linux).
Uses DATABASE_URL if that is PostgreSQL (see bin/with-postgres), else SQLite. Goals: docs/performance.md.
"""

import argparse
import gzip
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"handslag": 8731, "admin": 8732}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    """One page to ask: who asks, where, and the admin's page it is compared with (the goal: at most `goal` of it)."""

    name: str
    role: str
    path: str
    beside: str = ""
    goal: float | None = None
    cpu: list[float] = field(default_factory=list)
    kilobytes: float = 0.0
    queries: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100, help="requests per page and round")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as folder:
        _environment(Path(folder))
        pages, cookies = _world(arguments.people)
        servers = {name: _serve(name, port) for name, port in PORTS.items()}
        try:
            for _ in range(arguments.rounds):
                for page in pages:
                    _measure(page, servers, cookies[page.role], arguments.requests)
        finally:
            for server in servers.values():
                server.terminate()
        _print(pages, arguments)
    return 0


def _environment(folder: Path) -> None:
    os.environ.update(HANDSLAG_MODE="demo", HANDSLAG_DATA=str(folder), HANDSLAG_MAIL=f"file://{folder}/mail")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def _world(people: int):
    """The demonstration, more people, and the pages to ask with a signed-in cookie for each role."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.more_people import add_people
    from handslag.desk.demo.story import tell
    from handslag.programmes.models import Programme

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for line in tell():
        print(f"  {line}", flush=True)
    programme = Programme.objects.everywhere("the bench").get(slug="amir-malmo")
    add_people(programme, people)
    pages = _pages(programme)
    cookies = {role: _cookie(role) for role in {page.role for page in pages}}
    for page in pages:
        page.queries = _queries(page)
    return pages, cookies


def _pages(programme) -> list[Page]:
    at, pair = f"/programmes/{programme.pk}", programme.pairs.filter(ended_on=None).order_by("matched_at", "id").first()
    application = programme.applications.order_by("received_at").first()
    lists, form, index = (
        "/admin/recruitment/application/",
        f"/admin/recruitment/application/{application.pk}/change/",
        "/admin/",
    )
    return [
        Page("admin: list of 25", "coordinator", lists),
        Page("admin: form", "coordinator", form),
        Page("admin: index", "coordinator", index),
        Page("landing", "", "/"),
        Page("coordinator's home", "coordinator", "/home/", index, 2.0),
        Page("applications (25)", "coordinator", f"{at}/applications/", lists, 0.40),
        Page("one application", "coordinator", f"/applications/{application.pk}/"),
        Page("people (25)", "coordinator", f"{at}/people/", lists, 0.40),
        Page("pairs (25)", "coordinator", f"{at}/pairs/", lists, 0.40),
        Page("training", "trainer", f"{at}/training/"),
        Page("supervision", "supervisor", f"{at}/supervision/"),
        Page("indicators", "coordinator", f"{at}/indicators/"),
        Page("mentor's home", "mentor", "/home/", index, 2.0),
        Page("diary: new entry", "mentor", f"/pairs/{pair.pk}/diary/new/", form, 0.75),
        Page("mentee's home", "mentee", "/home/", index, 2.0),
    ]


def _client(role: str):
    from django.test import Client

    from handslag.desk.demo.team import DOMAIN
    from handslag.people.models import Account

    client = Client(HTTP_HOST="127.0.0.1")
    if role:
        client.force_login(Account.objects.get(email=f"{role}@{DOMAIN}"))
    return client


def _cookie(role: str) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in _client(role).cookies.items())


def _queries(page: Page) -> int:
    """Queries of one request, transactions' own statements not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if page.path.startswith("/admin/"):
        return 0
    client = _client(page.role)
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.path)
    assert response.status_code == 200, (page.path, response.status_code)
    outside = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
    return sum(not query["sql"].startswith(outside) for query in captured.captured_queries)


def _serve(name: str, port: int) -> subprocess.Popen:
    settings = {"handslag": "handslag.config.settings", "admin": "bench.admin_settings"}[name]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "handslag.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": settings})
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/")
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{name} did not start")


def _cpu_ms(pid: int) -> float:
    """User and system time in ms of a process and all below it."""
    total, todo = 0.0, [pid]
    while todo:
        current = todo.pop()
        fields = Path(f"/proc/{current}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) * 1000 / TICKS
        for task in Path(f"/proc/{current}/task").iterdir():
            todo += [int(child) for child in (task / "children").read_text().split()]
    return total


def _measure(page: Page, servers, cookie: str, requests: int) -> None:
    name = "admin" if page.path.startswith("/admin/") else "handslag"
    connection = http.client.HTTPConnection("127.0.0.1", PORTS[name], timeout=30)
    body = b""
    for number in range(requests + 10):
        if number == 10:  # the first few warm up
            before = _cpu_ms(servers[name].pid)
        connection.request("GET", page.path, headers={"Cookie": cookie, "Host": "127.0.0.1"})
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, (page.path, response.status)
    page.cpu.append((_cpu_ms(servers[name].pid) - before) / requests)
    page.kilobytes = len(gzip.compress(body, 6)) / 1000


def _print(pages: list[Page], arguments) -> None:
    engine = "PostgreSQL" if os.environ["DATABASE_URL"].startswith("postgres") else "SQLite"
    print(f"\n{arguments.people} people, {engine}, {arguments.rounds} x {arguments.requests} requests a page\n")
    print(f"{'page':<22}{'queries':>8}{'CPU ms':>8}{'HTML gz kB':>12}{'of admin':>10}{'goal':>7}")
    cpu = {page.path: statistics.median(page.cpu) for page in pages}
    for page in pages:
        queries = str(page.queries) if page.queries else "-"
        ratio = f"{cpu[page.path] / cpu[page.beside]:.2f}" if page.beside else ""
        goal = f"{page.goal:.2f}" if page.goal else ""
        print(f"{page.name:<22}{queries:>8}{cpu[page.path]:>8.1f}{page.kilobytes:>12.1f}{ratio:>10}{goal:>7}")


if __name__ == "__main__":
    raise SystemExit(main())
