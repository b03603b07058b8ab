import pytest

from handslag.pairs import actions
from tests.cast import Cast
from tests.pairs import made
from tests.replay import replayed


@pytest.fixture
def cast(request, db):
    """The small cast; where a test uses `programme`, that is set up as AMIR."""
    return replayed(_in_amir if "programme" in request.fixturenames else Cast.make)


@pytest.fixture
def programme(cast):
    """The cast's programme, set up as AMIR. Its mentors are untrained and nobody has answers yet."""
    return cast.programme


def _in_amir() -> Cast:
    cast = Cast.make()
    made.amir(cast.programme)
    return cast


@pytest.fixture
def by(cast):
    """The colleague who decides."""
    return cast.coordinator.person


@pytest.fixture
def named(cast):
    """The coordinator, and nobody else, reads what is said in confidence."""
    actions.name_readers(programme=cast.programme, readers=[cast.coordinator], by=None, at=made.NOW)


@pytest.fixture
def only_ours(cast):
    """The cast's mentors and mentees leave, so that a test has only those whom it makes."""
    for role in ("mentor", "second_mentor", "mentee", "second_mentee"):
        membership = cast.people[role]
        membership.ended_at = made.NOW
        membership.save()
