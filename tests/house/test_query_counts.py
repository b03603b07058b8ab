"""What pages ask of the database: as much for a full page as for a few rows, and never more than eight queries.

Every address that answers a GET is asked by everybody who may open it (as the access matrix knows it, which sees to it
that nobody else gets a page there), in a programme with a little of everything and again after thirty more of
everything have come. The session, the journal and the counted tries count, the transaction itself does not.
"""

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from handslag.core.addresses import answers_get
from tests.house.addresses import addresses
from tests.house.growth import grow
from tests.house.matrix import Relation, Visitor, may_open, path_of, respond, visitor_without_cookies
from tests.house.world import tell

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 8
# That somebody is still there is written once a minute, whatever the page.
OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", 'UPDATE "django_session"')
TEAM = ("coordinator", "second_coordinator", "supervisor", "trainer", "expert", "partner", "administrator")
VISITORS = (*TEAM, "mentor", "mentee", "anonymous")
# What a team works with; every other address is asked for as well.
LISTS = {
    "recruitment:applications", "programmes:people", "programmes:partners", "pairs:pairs", "pairs:matching",
    "training:units", "training:session", "supervision:groups", "supervision:group", "supervision:attention",
    "supervision:pair",
    "supervision:concerns", "mentoring:diary",
    "mentoring:meetings", "mentoring:plan", "desk:journal", "desk:home", "evaluation:indicators",
}  # fmt: skip
# Pages that are known to make more; to be emptied. The choice of another mentor says why each of seven could fit: it
# opens their answers, which takes five queries beside the eight of the choice itself. The page of a supervision group
# shows its mentors, what is due of their pairs, and the meetings that were held, are ahead and were cancelled.
KNOWN = {"recruitment:application": 9, "pairs:choice": 13, "supervision:group": 9}


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """(queries with a few rows, queries with many) by visitor and name of the address; SQL of the latter."""
    with django_db_blocker.unblock(), transaction.atomic():
        story = tell("wombat", 9)
        visitors = [_visitor(story, name) for name in VISITORS]
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


def _visitor(story, name: str) -> Visitor:
    client = Client()
    if name in story.accounts:
        client.force_login(story.accounts[name])
        session = client.session
        session["second_factor"] = True
        session.save()
        client.get(reverse("desk:home"))  # the first page notes in the session that somebody is there
    return replace(visitor_without_cookies(name), cookies={key: one.value for key, one in client.cookies.items()})


def _asked(story, visitors) -> dict[tuple[str, str], list[str]]:
    """The queries of every page that answers 200 to a visitor, by visitor and name of the address."""
    found, own = {}, Relation("own", "here", story.rows)
    for address in addresses():
        if not address.parameters.keys() <= story.rows.keys() or address.name.startswith(("account_", "mfa_")):
            continue
        path = path_of(address, own)
        for visitor in visitors if answers_get(path) else ():
            if may_open(visitor, address, own) and (asked := _statements(visitor, path)) is not None:
                found[visitor.name, address.name] = asked
    return found


def _statements(visitor: Visitor, path: str) -> list[str] | None:
    """The statements that a page takes; None where the answer is none.

    Only their text is kept: Django's own log of queries writes out the values of each, at the cost of another query.
    """
    asked: list[str] = []

    def watch(execute, sql, params, many, context):
        if not sql.startswith(OUTSIDE):
            asked.append(sql)
        return execute(sql, params, many, context)

    return asked if respond(visitor, "GET", path, watch=watch).status_code == 200 else None
