"""Every address of the product that answers with a page, opened as everybody who gets one, and looked at.

The demonstration's pages are full but cannot be in every state at once; here each kind of page exists for somebody.
"""

import logging
from collections import defaultdict

import pytest
from django.test import Client

from tests.house.addresses import addresses
from tests.house.matrix import path_of, relations, visitors
from tests.house.world import World

from .looking import NARROW, faults, forms

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WHO = (
    *("anonymous", "coordinator", "supervisor", "trainer", "expert", "partner", "administrator"),
    *("mentor", "mentee"),
)
# Pages that nobody of these gets, with the reason.
NOT_A_PAGE_HERE = {
    "desk:demo", "desk:style",  # in the demonstration only, where they are looked at
    "health",  # words for a machine
}  # fmt: skip
# Pages for a moment that does not come in this world: steps of signing in (tests/people walks through them), ...
SIGNING_IN = {
    "account_confirm_login_code", "account_reauthenticate", "account_change_password", "mfa_authenticate",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
    "mfa_remove_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes",
}  # fmt: skip
# ... what leads on to another page at once, and what has not begun or is for somebody who is named.
OTHER_MOMENTS = {
    "kept_form", "surveys:sheet", "recruitment:resume", "recruitment:check", "recruitment:sent",
    "recruitment:import_done", "mentoring:intake", "supervision:concerns", "supervision:concern",
}  # fmt: skip


def answers(client: Client, path: str) -> str:
    """What a GET gets: "page", "file", "no" for what is for sending only, or the status."""
    answer = client.get(path)
    if answer.status_code == 200:
        return "page" if answer.headers["Content-Type"].startswith("text/html") else "file"
    return "no" if answer.status_code == 405 else str(answer.status_code)


@pytest.fixture
def world(live_server):
    logging.disable(logging.CRITICAL)  # Django would log every refusal
    yield World.make()
    logging.disable(logging.NOTSET)


@pytest.fixture
def sit_down(browser, live_server):
    """Open a browser and a client without one, signed in as a visitor."""
    contexts = []

    def as_visitor(visitor):
        client = Client()
        client.cookies.load(visitor.cookies)
        contexts.append(browser.new_context(base_url=live_server.url, viewport=NARROW, reduced_motion="reduce"))
        contexts[-1].add_cookies([{"name": name, "value": value, "url": live_server.url}
                                  for name, value in visitor.cookies.items()])  # fmt: skip
        return client, contexts[-1].new_page()

    yield as_visitor
    for context in contexts:
        context.close()


def test_every_address_that_answers_with_a_page_is_for_everybody(world, sit_down):
    """Each once, as the first who gets a page there."""
    own = relations(world)[0]
    people = visitors(world)
    found, wrong, looked = defaultdict(set), [], 0
    for name in WHO:
        client, page = sit_down(people[name])
        for address in addresses():
            if address.name in NOT_A_PAGE_HERE or "page" in found[address.name]:
                continue
            path = path_of(address, own)
            found[address.name].add(kind := answers(client, path))
            if kind == "page":
                page.goto(path)
                looked += 1
                wrong += [f"{name}: {fault}" for fault in faults(page)]
        print(f"every address, {name} and those before: {looked} pages in {forms()} forms, {len(wrong)} faults")
    left = {name: sorted(kinds) for name, kinds in found.items() if not kinds & {"page", "file", "no"}}
    assert wrong == []
    assert left.keys() <= SIGNING_IN | OTHER_MOMENTS, left
