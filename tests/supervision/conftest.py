import pytest
import time_machine

from tests.cast import NOW

from .rows import approved, group, like_amir, started


@pytest.fixture
def now():
    """The clock stands still at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme(cast):
    return like_amir(cast.programme)


@pytest.fixture
def pair(cast, programme):
    """A pair that meets, whose mentor is in a group and whose plan is approved."""
    group(cast, cast.mentor)
    made = started(cast)
    approved(made)
    return made
