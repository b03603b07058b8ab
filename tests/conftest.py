"""What every test may rely on: the right database, and a browser that works as root and without a network."""

import os
import shutil
import sys
from importlib import import_module
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
    """The small cast of `tests.cast`, the same people in each test."""
    from tests.cast import Cast
    from tests.replay import replayed

    return replayed(Cast.make)


@pytest.fixture
def as_role(client, cast):
    """Sign `client` in just now as a role of the cast, second factor given: `as_role("mentor").get(...)`."""

    from tests.people.signing_in import sign_in_now  # the engine's tests do without the rest of the product

    def sign_in(role: str):
        sign_in_now(client, cast.account(role))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _own_post_only():
    """Messages of signing in go out beside the request: none comes only in the next test."""
    yield
    if "handslag.people.sign_in" in sys.modules:  # the engine's tests do without the rest of the product
        from tests.people.signing_in import wait_for_the_post

        wait_for_the_post()


@pytest.fixture(autouse=True, scope="session")
def _empty_everything():
    """Emptying the tables after a browser test takes along the journal, which SQLite's triggers refuse to let go of,
    and the counted tries, whose table belongs to no model."""
    operations = type(connection.ops)
    flush = operations.sql_flush
    triggers = import_module("handslag.journal.migrations.0002_append_only")

    def all_of_it(self, style, tables, **options):
        statements = [*flush(self, style, tables, **options), "DELETE FROM people_tries"]
        if connection.vendor != "sqlite":
            return statements  # PostgreSQL truncates, and the trigger watches rows
        names = [f"{table}_no_{act}" for table in triggers.TABLES for act in ("UPDATE", "DELETE")]
        return [*(f"DROP TRIGGER {name}" for name in names), *statements, *triggers._statements("sqlite")]

    operations.sql_flush = all_of_it
    yield
    operations.sql_flush = flush
