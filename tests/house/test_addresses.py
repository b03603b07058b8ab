"""Every page states who may ask for it."""

import pytest

from handslag.programmes.roles import PERMISSIONS
from tests.house.addresses import addresses


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_an_address_states_its_permission(address):
    assert address.permission in {"public", "signed in", *PERMISSIONS}, f"{address.route} says nothing"


def test_names_are_not_used_twice():
    names = [address.name for address in addresses()]
    assert len(names) == len(set(names))


def test_acts_are_nouns():
    verbs = {"edit", "delete", "create", "update", "accept", "confirm-selection", "publish", "end", "suggest", "sign"}
    words = {word for address in addresses() for word in address.route.strip("/").split("/")}
    assert words & verbs == set()
