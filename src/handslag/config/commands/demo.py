"""`handslag demo`: a running programme with people who are made up, for everybody to walk around in."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from ..setting_up import set_up_django


def add(parsers) -> None:
    command = parsers.add_parser(
        "demo",
        help="start a demonstration with a running programme",
        description="Make a demonstration (an AMIR programme in its fourth month, and a second organisation) and "
        "serve it. Stop it with Ctrl+C. It needs no other software and no settings.",
    )
    command.add_argument("--port", type=int, default=8000, help="port to serve on (default: %(default)s)")
    command.add_argument("--data", type=Path, default=Path("data/demo"), metavar="DIR", help="folder for its database")
    command.add_argument("--fresh", action="store_true", help="throw an earlier demonstration in that folder away")
    command.add_argument("--no-serve", action="store_true", help="only make the data")
    command.set_defaults(run=_demo)


def _demo(arguments) -> int:
    data = arguments.data.resolve()
    database = data / "handslag.sqlite3"
    data.mkdir(parents=True, exist_ok=True)
    # A demonstration never touches another database, mail server or key, whatever the environment says.
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    os.environ.update(HANDSLAG_MODE="demo", HANDSLAG_DATA=str(data), DATABASE_URL=f"sqlite:///{database}")
    for name in ("HANDSLAG_MAIL", "HANDSLAG_SECRET_KEY", "HANDSLAG_MASTER_KEY", "HANDSLAG_JOURNAL_ANCHOR"):
        os.environ.pop(name, None)
    _collect_files()
    if arguments.fresh or not (data / "made").exists():
        _make(data)
    else:
        print(f"Using the demonstration in {data}; --fresh makes a new one.", flush=True)
    return 0 if arguments.no_serve else _serve(arguments.port)


def _collect_files() -> None:
    """At every start, so that an older demonstration does not keep the pages' old looks."""
    set_up_django()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _make(data: Path) -> None:
    for old in [*data.glob("handslag.sqlite3*"), data / "made"]:
        old.unlink(missing_ok=True)
    from django.core.management import call_command

    from handslag.desk.demo.story import tell

    print("Making the demonstration ...", flush=True)
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    for line in tell():
        print(f"  {line}", flush=True)
    (data / "made").touch()
    print(f"Made in {time.monotonic() - began:.0f} seconds.", flush=True)


def _serve(port: int) -> int:
    from .running import server_command

    server = subprocess.Popen(server_command("127.0.0.1", port, workers=1))
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: server.terminate())
    address = f"http://127.0.0.1:{port}"
    if not _answers(address, server):
        print(
            f"The server did not start. Is port {port} in use? Try --port with another number.",
            file=sys.stderr,
        )
        server.terminate()
        return 1
    print(f"Handslag is ready at {address}", flush=True)
    print(f"Sign in as anybody: {address}/demo/", flush=True)
    code = server.wait()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def _answers(address: str, server: subprocess.Popen) -> bool:
    """Whether the server says it is well within a minute."""
    for _ in range(300):
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2) as response:
                return response.status == 200
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    return False
