import pytest

from tests.pairs import made


@pytest.fixture
def programme(cast):
    """The cast's programme, set up as AMIR. Its mentors are untrained and nobody has answers yet."""
    made.amir(cast.programme)
    return cast.programme


@pytest.fixture
def only_ours(cast):
    """The cast's mentors and mentees leave, so that a test has only those whom it makes."""
    for role in ("mentor", "second_mentor", "mentee", "second_mentee"):
        membership = cast.people[role]
        membership.ended_at = made.NOW
        membership.save()
