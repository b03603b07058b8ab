"""One mailbox is one account."""

import pytest
from django.db import IntegrityError

from handslag.people.models import Account
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_the_database_takes_an_address_once_however_it_is_written(cast):
    with pytest.raises(IntegrityError):
        Account.objects.create(email="MENTOR@One.example", name="Again", created_at=NOW)


def test_another_address_is_another_account(cast):
    assert Account.objects.create(email="mentor@one.example.org", name="New", created_at=NOW).pk
