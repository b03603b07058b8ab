"""One mailbox is one account, and one number one number."""

import pytest
from django.db import IntegrityError

from handslag.people.actions import find_by_contact, register_person
from handslag.people.models import Account
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_the_database_takes_an_address_once_however_it_is_written(cast):
    with pytest.raises(IntegrityError):
        Account.objects.create(email="MENTOR@One.example", name="Again", created_at=NOW)


def test_another_address_is_another_account(cast):
    assert Account.objects.create(email="mentor@one.example.org", name="New", created_at=NOW).pk


def test_a_number_in_the_digits_of_another_script_is_kept_in_those_that_telephones_have(cast):
    person = register_person(organisation=cast.organisation, given_name="Nour", phone=" ٠٧٠-١٢٣ ٤٥ ٦٧", by=None, at=NOW)
    assert person.phone == "070-123 45 67"
    assert find_by_contact(cast.organisation, phone="070 123 45 67") == [person]
    assert find_by_contact(cast.organisation, phone="٠٧٠١٢٣٤٥٦٧") == [person]
