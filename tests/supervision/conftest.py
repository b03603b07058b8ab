import pytest

from .rows import like_amir


@pytest.fixture
def programme(cast):
    return like_amir(cast.programme)
