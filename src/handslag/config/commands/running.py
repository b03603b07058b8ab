"""`handslag serve`, `tick` and `django`: what keeps an installation running."""

import argparse
import os
import sys

from ..setting_up import set_up_django


def add(parsers) -> None:
    serve = parsers.add_parser("serve", help="serve the product to browsers", description="Serve the product.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    serve.add_argument("--workers", type=int, default=2, help="number of processes (default: %(default)s)")
    serve.set_defaults(run=_serve)
    tick = parsers.add_parser(
        "tick",
        help="do what is due now; run it every minute",
        description="Do what is due now: seal the journal and write its head to the anchor file, queue reminders, send "
        "mail, go on with suggestions of pairs that were broken off, remind who has not said yes or no to a match, and "
        "remove drafts, sessions, counted sign-in tries and texts of messages that have run out. Safe to run at any "
        "time, also twice at once. A job that fails stops no other; the status is then 1 instead of 0.",
    )
    tick.set_defaults(run=_tick)
    django = parsers.add_parser(
        "django", help="run a Django command, e.g. handslag django migrate", add_help=False, prefix_chars="\0"
    )
    django.add_argument("arguments", nargs=argparse.REMAINDER)
    django.set_defaults(run=_django)


def server_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the server: granian, WSGI, a few threads per process."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "handslag.config.wsgi:application",
    ]  # fmt: skip


def _serve(arguments) -> int:
    command = server_command(arguments.host, arguments.port, arguments.workers)
    os.execv(command[0], command)


def _tick(arguments) -> int:
    set_up_django()
    from handslag.desk.tick import JobsFailed, tick

    try:
        for line in tick():
            print(line)
    except JobsFailed:  # each is in the log; the status tells whoever watches
        return 1
    return 0


def _django(arguments) -> int:
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["handslag django", *arguments.arguments])
    return 0
