"""Several workers at once, on whatever database the suite runs."""

import threading

import pytest
from django.db import connection, connections

from handslag.outbox.actions import queue, send_due
from handslag.outbox.letters import Letter
from handslag.outbox.models import Message
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work) -> list:
    """Let `count` threads do `work` at the same moment, each with its own connection; gives what they returned."""
    start, done, errors = threading.Barrier(count), [], []

    def run():
        try:
            start.wait(10)
            done.append(work())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors, errors
    return done


@pytest.fixture
def own_file(cast, tmp_path):
    """A database that several connections can open: for SQLite a file with what the suite's memory holds."""
    if connection.vendor != "sqlite":
        yield
        return
    file, inside = str(tmp_path / "workers.sqlite3"), connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    name, inside.settings_dict["NAME"] = inside.settings_dict["NAME"], file
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        inside.settings_dict["NAME"] = name
        connections["default"] = inside


def test_workers_at_once_send_each_message_once(own_file, letter, mail_server):
    for n in range(24):
        letter("mentee", title=f"{n}")
    sent = at_once(3, lambda: send_due(clock=lambda: NOW)["sent"])
    assert sum(sent) == 24
    assert len(mail_server.received) == 24
    assert set(mail_server.received.values()) == {1}


def test_ticks_at_once_queue_an_occasion_once(cast, own_file):
    letters = [
        Letter(cast.people[role].person, "meeting", "T", "B", once_key=f"walk:{role}") for role in ("mentor", "mentee")
    ]
    queued = at_once(4, lambda: queue(programme=cast.programme, letters=letters, by=None, at=NOW))
    assert sum(queued) == 2
    assert Message.objects.of(cast.organisation).count() == 2
