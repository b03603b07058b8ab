"""Reading settings from environment variables, with plain errors. `docs/operating.md` lists them all."""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable `name`; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see docs/operating.md).")
    return value


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def database(url: str) -> dict:
    """Django's settings for `sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME` (?host=/socket/folder)."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL begins with sqlite: or postgres:, not {parts.scheme}:")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Compiling one of our long queries takes PostgreSQL up to 0.3 s, and running it some ms.
        "OPTIONS": {"options": "-c jit=off"},
    }


def _sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A write takes the lock at once, so two requests wait for each other instead of failing midway.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; "
                "PRAGMA cache_size=-32000;"
            ),
        },
        # Opening anew for each request would cost as much as a short page: closing folds the log into the database.
        "CONN_MAX_AGE": 600,
    }


def mail(url: str) -> dict:
    """Django's mail settings for `smtp://USER:PASSWORD@HOST:PORT`, `smtps://...`, `smtp+tls://...`, `file:///DIR`
    or `memory:`."""
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(f"HANDSLAG_MAIL begins with smtp:, smtps:, smtp+tls: or file:, not {parts.scheme}:")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def use_newer_sqlite() -> None:
    """Let Django use the SQLite that pysqlite3 brings where the system's is older than 3.51.3.

    Versions before that can corrupt a database in WAL mode (sqlite.org/wal.html, "the WAL-reset bug").
    """
    import sqlite3

    if sqlite3.sqlite_version_info >= (3, 51, 3):
        return
    try:
        import pysqlite3
    except ImportError:  # no wheel for this system: its own SQLite serves
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
