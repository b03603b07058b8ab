import pytest

from .demonstration import Demonstration


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """`handslag demo`, started once for all tests that only look: they change nothing in it."""
    demonstration = Demonstration.start(tmp_path_factory.mktemp("demonstration") / "data")
    yield demonstration
    demonstration.stop()
