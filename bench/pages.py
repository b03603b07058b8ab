"""What a page costs: CPU-ms, kB and queries, beside Django's admin over the same rows in the same run.

    .venv/bin/python bench/pages.py [--people 10000] [--rounds 5] [--requests 40]
    bin/with-postgres .venv/bin/python bench/pages.py

Makes the demonstration twice, once with few people and once with many, serves both and the admin side by side
(granian, one process each) and asks each page in turn, round after round, so that a busy machine slows all alike.
CPU is the user and system time of a server's processes per request, from /proc (Linux); ratios are medians over the
rounds of what was measured within one round. Uses DATABASE_URL if that is PostgreSQL, else SQLite. Goals and how to
read the columns: docs/performance.md.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.servers import environment, server  # noqa: E402

FEW = 120  # more than one page of every list, the demonstration's own people included
# Page -> the admin's page beside it, and the share of its CPU that we allow ourselves.
GOALS = {
    "applications": ("admin: applications", 0.40),
    "people": ("admin: people", 0.40),
    "pairs": ("admin: pairs", 0.40),
    "apply: languages": ("admin: new diary entry", 0.75),
    "interview": ("admin: an application", 0.75),
    "new diary entry": ("admin: new diary entry", 0.75),
    "coordinator's home": ("admin: index", 2.0),
    "supervisor's home": ("admin: index", 2.0),
    "mentor's home": ("admin: index", 2.0),
    "mentee's home": ("admin: index", 2.0),
}
GROWING = {"applications", "people", "pairs", "journal"}  # lists that are longer in the larger world
WARM_UP = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=40, help="requests per page and round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", default="", help="part of the names of the pages to ask; admin pages are always asked"
    )
    parser.add_argument(
        "--keep", type=Path, help="keep the worlds in this folder and use those that are there (SQLite)"
    )
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handslag-bench-")))
        folder.mkdir(exist_ok=True)
        sizes = {"few": FEW, "many": arguments.people}
        urls = {size: database(size, folder) for size in sizes}
        worlds = make_worlds(folder, urls, sizes)
        servers = {size: stack.enter_context(server(environment(folder, url))) for size, url in urls.items()}
        admin = environment(folder, urls["many"], "bench.admin_settings")
        servers["admin"] = stack.enter_context(server(admin))
        wanted = [page for page in worlds["many"] if arguments.only in page or page.startswith("admin")]
        rounds, kilobytes = _measure(wanted, worlds, servers, arguments)
    _print(wanted, worlds, rounds, kilobytes, arguments)
    return 0


def database(size: str, folder: Path) -> str:
    """The address of an empty database."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder}/{size}.sqlite3"
    import psycopg

    address, _, options = url.partition("?")
    with psycopg.connect(f"{address}?{options}", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS bench_{size}")
        connection.execute(f"CREATE DATABASE bench_{size}")
    return f"{address.rpartition('/')[0]}/bench_{size}?{options}"


def make_worlds(folder: Path, urls: dict, sizes: dict) -> dict:
    """Make each world in a process of its own; gives its pages."""
    worlds = {}
    for size, people in sizes.items():
        out = folder / f"{size}.json"
        if out.exists():
            worlds[size] = json.loads(out.read_text())
            continue
        print(f"Making a world of {people} people ...", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.world", "--people", str(people), "--out", str(out)]
        subprocess.run(command, env=environment(folder, urls[size]), check=True)
        tables = [sys.executable, "-m", "django", "migrate", "admin", "--verbosity", "0"]  # its index reads a log
        subprocess.run(tables, env=environment(folder, urls[size], "bench.admin_settings"), check=True)
        worlds[size] = json.loads(out.read_text())
    return worlds


def _measure(pages, worlds, servers, arguments):
    """CPU-ms a request by (page, server) and round, and the compressed kB of each page."""
    rounds, kilobytes = defaultdict(list), {}
    for number in range(arguments.rounds):
        print(f"Round {number + 1} of {arguments.rounds}", file=sys.stderr, flush=True)
        for page in pages:
            for which in ["admin"] if page.startswith("admin") else ["many", "few"] if page in GROWING else ["many"]:
                seen = worlds["few" if which == "few" else "many"][page]
                cpu, body = _ask(servers[which], seen, arguments.requests)
                rounds[page, which].append(cpu)
                if which != "few":
                    kilobytes[page] = len(gzip.compress(body, 6)) / 1000
    return rounds, kilobytes


def _ask(which, seen: dict, requests: int) -> tuple[float, bytes]:
    which.connection.close()  # one that was idle since the last round may have been dropped
    for _ in range(WARM_UP):
        body = which.get(seen["path"], seen["cookie"])
    before = which.cpu_ms()
    for _ in range(requests):
        body = which.get(seen["path"], seen["cookie"])
    return (which.cpu_ms() - before) / requests, body


def _print(pages, worlds, rounds, kilobytes, arguments) -> None:
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    print(f"\n{arguments.people} people, {engine}, {arguments.rounds} rounds of {arguments.requests} requests a page\n")
    print(
        "| page | queries | database ms | CPU ms | HTML gz kB | of the admin | goal | growth CPU | growth database ms |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for page in pages:
        print(f"| {' | '.join(_row(page, worlds, rounds, kilobytes))} |")


def _row(page, worlds, rounds, kilobytes) -> list[str]:
    which = "admin" if page.startswith("admin") else "many"
    cpu, seen = statistics.median(rounds[page, which]), worlds["many"][page]
    row = [page, "", "", f"{cpu:.1f}", f"{kilobytes[page]:.1f}", "", "", "", ""]
    if which == "many":
        row[1:3] = [str(seen["queries"]), f"{seen['database_ms']:.1f}"]
    if page in GOALS:
        beside, goal = GOALS[page]
        row[5:7] = [f"{_ratio(rounds[page, 'many'], rounds[beside, 'admin']):.2f}", f"{goal:.2f}"]
    if page in GROWING:
        row[7] = f"{_ratio(rounds[page, 'many'], rounds[page, 'few']):.2f}"
        row[8] = f"{seen['database_ms'] - worlds['few'][page]['database_ms']:+.1f}"
    return row


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
