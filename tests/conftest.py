"""What every test may rely on: the right database, and a browser that works as root and without a network."""

import os
import shutil
from typing import Any

import pytest
from django.db import connection

# Playwright runs an event loop in the tests' own thread, where Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_sessionstart() -> None:
    """Refuse to call a run on SQLite a run on PostgreSQL."""
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    if connection.vendor != wanted:
        raise pytest.UsageError(f"DATABASE_URL asks for {wanted}, but the settings gave {connection.vendor}.")


# ---- browser: one that is missing fails the test, it never skips ----

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def system_chromium() -> str | None:
    """The distribution's Chromium; without one Playwright takes its own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = {**browser_type_launch_args, "args": [*browser_type_launch_args.get("args", []), *QUIET]}
    if executable := system_chromium():
        arguments["executable_path"] = executable
    if os.geteuid() == 0:  # Chromium's sandbox refuses to start as root
        arguments["args"].append("--no-sandbox")
    return arguments


# ---- people and sign-in ---------------------------------------------------------------------------------------


@pytest.fixture
def cast(db):
    """The small cast of `tests.cast`, made anew for the test."""
    from tests.cast import Cast

    return Cast.make()


@pytest.fixture
def as_role(client, cast):
    """Sign `client` in as a role of the cast, second factor given: `as_role("mentor").get(...)`."""

    def sign_in(role: str):
        client.force_login(cast.account(role))
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True, scope="session")
def _keep_the_journal():
    """Emptying the tables after a browser test leaves the journal alone: its database refuses to be emptied."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    operations = type(connection.ops)
    flush = operations.sql_flush

    def without_journal(self, style, tables, **options):
        return flush(self, style, [table for table in tables if not table.startswith("journal_")], **options)

    operations.sql_flush = without_journal
    assert issubclass(operations, BaseDatabaseOperations)
    yield
    operations.sql_flush = flush
