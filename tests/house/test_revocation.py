"""What is taken away is gone with the next request, in a browser that stays signed in; no form comes from outside."""

import pytest
from django.test import Client
from django.utils import timezone

from handslag.core.addresses import answers_get
from handslag.pairs.actions import end
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.actions import end_role
from tests.house.addresses import addresses
from tests.house.matrix import LEADS_HOME, may_open, path_of, relations, visitor_without_cookies
from tests.house.world import World
from tests.people.signing_in import sign_in_now

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "DELETE")
# What the home page of a mentor goes on to say when the pair has ended: the programme, the meeting of the group, and
# a short survey that was asked while the pair ran and waits for its last day.
STILL_ONES_OWN = ("AMIR", "Hall", "About you and mentee")

# bin/test asks for an administrator's pages, which are few; bin/check for everybody's.
OTHERS = [pytest.param(name, marks=pytest.mark.slow) for name in ("coordinator", "supervisor", "trainer", "partner")]


def browser(world: World, name: str, **options) -> Client:
    client = Client(**options)
    sign_in_now(client, world.accounts[name])
    return client


def pages(world: World, name: str, client: Client) -> list[str]:
    """The pages of the own programme that `name` may open by a permission or as one of a pair, and that open."""
    visitor, own = visitor_without_cookies(name), relations(world)[0]
    found = [a for a in addresses() if a.parameters and a.permission != "public" and may_open(visitor, a, own)]
    found = [path_of(address, own) for address in found if set(address.parameters) != {"template"}]
    open_now = [path for path in found if answers_get(path) and client.get(path).status_code == 200]
    assert open_now, "nothing opens, so nothing could be taken away"
    return open_now


def fresh(row):
    """The row as the database has it; the one in the world's memory stays as it was."""
    return type(row).objects.of(row.organisation_id).get(pk=row.pk)


def statuses(client: Client, paths: list[str]) -> set[int]:
    return {client.get(path).status_code for path in paths}


@pytest.mark.parametrize("name", ["administrator", *OTHERS])
def test_a_role_that_has_ended_opens_nothing_any_more(world, name):
    client = browser(world, name)
    paths = pages(world, name, client)
    end_role(membership=fresh(world.here.members[name]), reason="left", by=None, at=timezone.now())
    assert statuses(client, paths) == {404}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mentor", "coordinator"])
def test_a_closed_account_is_led_to_the_sign_in_page(world, name):
    client = browser(world, name)
    paths = pages(world, name, client)
    Account.objects.filter(pk=world.accounts[name].pk).update(is_active=False)
    assert statuses(client, paths) == {302}
    assert client.get(paths[0]).url.startswith("/sign-in/")


@pytest.mark.slow
def test_a_mentor_sees_nothing_of_a_pair_that_has_ended(world):
    client = browser(world, "mentor")
    pair = world.here.rows["pair_id"]
    paths = [path for path in pages(world, "mentor", client) if str(pair.pk) in path]
    assert len(paths) >= 5
    end(pair=fresh(pair), reason="mentor_left", on=timezone.localdate(), by=None, at=timezone.now())
    own = relations(world)[0]
    led_home = {path_of(address, own) for address in addresses() if address.name in LEADS_HOME}  # by old letters
    assert {client.get(path).headers["Location"] for path in led_home} == {"/home/"}
    assert statuses(client, [path for path in paths if path not in led_home]) == {404}
    home = client.get("/home/").content.decode()
    for line in STILL_ONES_OWN:
        home = home.replace(f"{line} {world.here.canary}", "")
    assert world.here.canary not in home


@pytest.mark.slow
def test_a_mentee_who_has_left_sees_nothing_any_more(world):
    client = browser(world, "mentee")
    paths = pages(world, "mentee", client)
    end_role(membership=fresh(world.here.members["mentee"]), reason="left", by=None, at=timezone.now())
    assert statuses(client, paths) == {404}


def test_rights_are_read_anew_for_every_request(world):
    account = Account.objects.get(pk=world.accounts["coordinator"].pk)
    assert grants(account).holds_anywhere("pair.end")
    end_role(membership=fresh(world.here.members["coordinator"]), reason="left", by=None, at=timezone.now())
    assert not grants(Account.objects.get(pk=account.pk)).holds_anywhere("pair.end")


@pytest.mark.slow
def test_no_form_of_another_site_is_taken(world):
    """Every address, as somebody who may do everything in it, without the token of our own pages."""
    client, own = browser(world, "coordinator", enforce_csrf_checks=True), relations(world)[0]
    for address in addresses():
        for method in UNSAFE:
            answer = client.generic(method, path_of(address, own))
            assert answer.status_code == 403, f"{method} {address.route}: {answer.status_code}"
