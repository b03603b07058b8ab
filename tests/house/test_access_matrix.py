"""Everybody asks for everything: nobody gets what is not theirs, and nobody changes what they may not change."""

import logging

import pytest

from tests.house.addresses import addresses
from tests.house.matrix import HATS, OTHER_METHODS, Round, relations, run

pytestmark = pytest.mark.django_db

# The quickest form asks one who stands on a line: coordinator here, trainer and mentor in the other organisation.
ON_THE_LINE = Round(frozenset({"two_hats"}), ("GET", "POST"), frozenset({"own", "abroad"}))
# The quick form asks everybody who stands near one, for what the quickest form has not asked for.
NEAR = Round(
    frozenset({"anonymous", "mentee", "mentor", "past_mentor", "two_hats", "second_mentor", "outside_coordinator"}),
    ("GET", "POST"), frozenset({"own", "other pair", "abroad"}), asked_already=ON_THE_LINE,
)  # fmt: skip
# In these forms only a coordinator of the programme beside, whose questions get deepest into the views, asks at every
# address for what is not there, to compare it with what is somebody else's; the full form, of bin/drill, has all do so.
COMPARES = frozenset({"second_mentor"})
# Answer in the demonstration only, to somebody who has an authenticator, or to whom a form was kept at sign-out.
NOT_OPENED = {
    *("kept_form", "desk:demo", "desk:style", "account_reauthenticate"),
    *("mfa_deactivate_totp", "mfa_reauthenticate", "mfa_view_recovery_codes"),
    *("mfa_edit_webauthn", "mfa_remove_webauthn"),  # nobody in this world has a passkey: tests/people/test_passkeys.py
}


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are what is wanted here; Django would log every one of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def told(findings) -> str:
    lines = sorted(set(findings.wrong))
    return f"{findings.requests} requests, {len(findings.wrong)} wrong:\n" + "\n".join(lines[:200])


def test_nobody_on_a_line_gets_over_it(world, record_property):
    findings = run(world, ON_THE_LINE, always_nothing=COMPARES)
    print(f"access matrix, quickest form: {findings.requests} requests")
    record_property("requests", findings.requests)
    assert not findings.wrong, told(findings)
    assert findings.requests >= 600


@pytest.mark.slow
def test_nobody_near_a_line_gets_over_it(world, record_property):
    findings = run(world, NEAR, always_nothing=COMPARES)
    print(f"access matrix, quick form: {findings.requests} requests")
    record_property("requests", findings.requests)
    assert not findings.wrong, told(findings)
    assert findings.requests >= 5000


@pytest.mark.drill
def test_nobody_gets_what_is_not_theirs_in_any_way(world, record_property, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 3600  # it takes longer than a sign-in stays fresh
    everybody, kinds = frozenset(HATS), frozenset(relation.name for relation in relations(world))
    findings = run(world, Round(everybody, ("GET", "POST"), kinds))
    others = run(world, Round(everybody, OTHER_METHODS, frozenset({"own", "abroad"})))
    count = findings.requests + others.requests
    print(f"access matrix: {count} requests")
    record_property("requests", count)
    assert not findings.wrong, told(findings)
    assert not others.wrong, told(others)
    assert count >= 20_000
    assert {address.name for address in addresses() if address.name not in NOT_OPENED} <= findings.opened
