"""Work in a process of its own, so that it takes nothing from whoever asks for a page meanwhile."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection

EVERY = 5  # seconds
COMMAND = "work_out_suggestion"


def start(suggesting: UUID) -> None:
    """Start a process that works on this suggestion, with the environment of this one.

    Where none can be started, or it dies, `handslag tick` takes the suggestion over.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    process = subprocess.Popen(  # noqa: S603 our own interpreter, our own command, an id
        [sys.executable, "-m", "django", COMMAND, str(suggesting)], env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    threading.Thread(target=process.wait, daemon=True).start()  # or it would stay in the list of processes when done


@contextmanager
def signs_of_life(give: Callable[[], bool]) -> Iterator[None]:
    """Call `give` every few seconds, on a connection of its own, while what is inside goes on and until it says False.

    Not inside a transaction: nobody would see them.
    """
    if connection.in_atomic_block:
        yield
        return
    done = threading.Event()

    def tell() -> None:
        while not done.wait(EVERY) and give():
            pass
        connection.close()

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
