from fcntl import LOCK_EX, flock

import pytest

from .demonstration import Demonstration


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, worker_id):
    """`handslag demo` for all tests that only look: they change nothing in it.

    Processes that run tests side by side have a server each; the first one makes the data that all of them show.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = (folder if worker_id == "master" else folder.parent) / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        demonstration = Demonstration.start(folder / "data")
    yield demonstration
    demonstration.stop()
