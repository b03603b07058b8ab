"""People are known again by their telephone number, however it is written."""

import pytest

from handslag.people.actions import find_by_contact
from tests.cast import organisation, person

pytestmark = pytest.mark.django_db
SPELLINGS = {
    "SE": ("070 174 06 77", "+46 70 174 0677", "0046701740677", "0701740677", "+46 (0)70-174 06 77"),
    "DK": ("20 12 34 56", "+45 20123456", "004520123456"),
}


@pytest.mark.parametrize(
    ("country", "kept", "asked"),
    [(country, kept, asked) for country, found in SPELLINGS.items() for kept in found for asked in found],
)
def test_one_number_is_one_however_it_is_written(country, kept, asked):
    org = organisation(country=country)
    lina = person(org, "Lina", phone=kept)
    assert find_by_contact(org, phone=asked) == [lina]


@pytest.mark.parametrize("other", ["070 174 06 78", "+45 70 174 06 77", "+47 0701740677", "46"])
def test_another_number_is_another(other):
    org = organisation()
    person(org, "Lina", phone="070 174 06 77")
    assert find_by_contact(org, phone=other) == []
