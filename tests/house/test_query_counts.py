"""What pages ask of the database: as much for a full page as for a few rows, and never more than eight queries.

Every address that answers a GET is asked by everybody who may open it, in a programme with a little of everything and
again after thirty more of everything have come. The session, the journal and the counted tries count, the transaction
itself does not.
"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.addresses import addresses
from tests.house.growth import grow
from tests.house.world import tell

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 8
# That somebody is still there is written once a minute, whatever the page.
OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", 'UPDATE "django_session"')
TEAM = ("coordinator", "second_coordinator", "supervisor", "trainer", "expert", "partner", "administrator")
VISITORS = (*TEAM, "mentor", "mentee")
# What a team works with; every other address is asked for as well.
LISTS = {
    "recruitment:applications", "programmes:people", "programmes:partners", "pairs:pairs", "pairs:matching",
    "training:units", "training:session", "supervision:groups", "supervision:group", "supervision:attention",
    "supervision:pair",
    "supervision:concerns", "mentoring:diary",
    "mentoring:meetings", "mentoring:plan", "desk:journal", "desk:home", "evaluation:indicators",
}  # fmt: skip
# Pages that are known to make more; to be emptied.
KNOWN = {"recruitment:application": 9}


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """(queries with a few rows, queries with many) by visitor and name of the address; SQL of the latter."""
    with django_db_blocker.unblock(), transaction.atomic():
        story = tell("wombat", 9)
        visitors = {name: _signed_in(story.accounts[name]) for name in VISITORS} | {"nobody": Client()}
        few = _asked(story, visitors)
        grow(story)
        many = _asked(story, visitors)
        transaction.set_rollback(True)
    return few, many


def test_every_list_is_asked_for(counts):
    few, many = counts
    assert {name for _visitor, name in many} >= LISTS
    assert few.keys() == many.keys()


def test_a_page_makes_no_more_queries_for_thirty_rows_than_for_one(counts):
    few, many = counts
    grown = {key: "\n".join([f"{len(few[key])} -> {len(many[key])}", *many[key]]) for key in few
             if len(many[key]) > len(few[key])}  # fmt: skip
    assert not grown, "\n\n".join(f"{key}: {text}" for key, text in grown.items())


def test_no_page_makes_more_than_eight_queries(counts):
    _few, many = counts
    heavy = {
        key: "\n".join([str(len(asked)), *asked]) for key, asked in many.items() if len(asked) > KNOWN.get(key[1], MOST)
    }
    assert not heavy, "\n\n".join(f"{key}: {text}" for key, text in heavy.items())


def _signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    session = client.session
    session["second_factor"] = True
    session.save()
    client.get(reverse("desk:home"))  # the first page notes in the session that somebody is there
    return client


def _asked(story, visitors) -> dict[tuple[str, str], list[str]]:
    """The queries of every page that answers 200 to a visitor, by visitor and name of the address."""
    found = {}
    for address in addresses():
        if not address.parameters.keys() <= story.rows.keys() or address.name.startswith(("account_", "mfa_")):
            continue
        values = {name: getattr(story.rows[name], "pk", story.rows[name]) for name in address.parameters}
        path = reverse(address.name, kwargs=values)
        for name, client in visitors.items():
            with CaptureQueriesContext(connection) as captured:
                response = client.get(path)
            if response.status_code == 200:
                asked = [query["sql"] for query in captured.captured_queries]
                found[name, address.name] = [sql for sql in asked if not sql.startswith(OUTSIDE)]
    return found
