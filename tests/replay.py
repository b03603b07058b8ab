"""The same rows for many tests: actions make them once, their SQL is put down again for each other test."""

import pickle
from collections.abc import Callable
from typing import Any

from django.db import connection

_made: dict[Callable, tuple[bytes, list[tuple[str, Any]]]] = {}


def replayed(make: Callable[[], Any]) -> Any:
    """What `make()` gives, with the same ids in each test, in a database that does not hold it yet."""
    if make not in _made:
        made, statements = _watched(make)
        _made[make] = pickle.dumps(made), _joined(statements)
        return made
    pickled, statements = _made[make]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(*statement)
    return pickle.loads(pickled)


def _watched(make: Callable[[], Any]) -> tuple[Any, list[tuple[str, Any]]]:
    """Run `make`: what it gives, and each statement that wrote something."""
    statements = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            assert not many, "executemany is not replayed"
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        return make(), statements


def _joined(statements: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The same for PostgreSQL in one message: each way to the server and back takes longer than a row."""
    if connection.vendor != "postgresql":
        return statements
    with connection.cursor() as cursor:
        return [(";\n".join(cursor.mogrify(*statement) for statement in statements), None)]
