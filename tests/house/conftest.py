import pytest
from django.db import transaction

from tests.house.world import World


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The world of the access matrix, made once; what a test changes in it is undone, but not in the rows it holds
    in memory: a test that changes one reads it anew."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.make()
        transaction.set_rollback(True)
