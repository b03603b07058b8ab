"""Everybody asks for everything: nobody gets what is not theirs, and nobody changes what they may not change."""

import logging

import pytest
from django.db import transaction

from tests.house.matrix import HATS, METHODS, relations, run
from tests.house.world import World

pytestmark = pytest.mark.django_db

# The quick form asks those who stand nearest to a line.
NEAR = {"anonymous", "mentee", "mentor", "past_mentor", "two_hats", "outside_coordinator"}


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are what is wanted here; Django would log every one of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.make()
        transaction.set_rollback(True)


def told(findings) -> str:
    lines = sorted(set(findings.wrong))
    return f"{findings.requests} requests, {len(findings.wrong)} wrong:\n" + "\n".join(lines[:200])


def test_nobody_near_a_line_gets_over_it(world, record_property):
    findings = run(world, NEAR, ("GET", "POST"), {"own", "other pair", "abroad"})
    print(f"access matrix, quick form: {findings.requests} requests")
    record_property("requests", findings.requests)
    assert not findings.wrong, told(findings)
    assert findings.requests >= 2000


@pytest.mark.slow
def test_nobody_gets_what_is_not_theirs_in_any_way(world, record_property):
    findings = run(world, set(HATS), METHODS, {relation.name for relation in relations(world)})
    print(f"access matrix: {findings.requests} requests")
    record_property("requests", findings.requests)
    assert not findings.wrong, told(findings)
    assert findings.requests >= 20_000
