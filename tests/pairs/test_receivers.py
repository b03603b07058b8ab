"""On the pages of those to call, a letter that asks leads to where the answer is written down."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.outbox.answering import answer_pages
from handslag.outbox.models import Message
from handslag.pairs import actions, notices
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
PAGES = ("outbox:calls", "outbox:team")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(cast, programme):
    """Both are asked, and have no e-mail."""
    found = made.pair(
        made.mentor(programme), made.mentee(programme), matched_at=NOW, agreed_at=None,
        answer_by=TODAY + timedelta(days=7),
    )  # fmt: skip
    notices.asked(programme, [found], by=None, at=NOW)
    assert Message.objects.of(cast.organisation).filter(state=Message.State.BY_HAND).count() == 2
    return found


def links(client, page, pair) -> set:
    """Of whom the page leads to writing down the answer."""
    text = client.get(reverse(page, args=[pair.programme_id])).text
    two = {"mentor": pair.mentor_id, "mentee": pair.mentee_id}
    return {who for who, pk in two.items() if reverse("pairs:answer_by_phone", args=[pair.pk, pk]) in text}


@pytest.mark.parametrize("page", PAGES)
def test_each_who_is_called_about_a_match_leads_to_the_own_answer(as_role, pair, page):
    client = as_role("coordinator")
    assert links(client, page, pair) == {"mentor", "mentee"}
    actions.answer(pair=pair, member=pair.mentor, said="yes", by=None, at=NOW)
    assert links(client, page, pair) == {"mentee"}


def test_once_both_have_said_yes_there_is_nothing_to_answer(as_role, pair):
    for member in (pair.mentor, pair.mentee):
        actions.answer(pair=pair, member=member, said="yes", by=None, at=NOW)
    client = as_role("coordinator")
    assert "You have a mentor" in client.get(reverse("outbox:calls", args=[pair.programme_id])).text
    assert links(client, "outbox:calls", pair) == set()


def test_who_does_not_match_is_not_led_there(cast, pair):
    messages = Message.objects.of(cast.organisation).all()
    assert set(answer_pages(cast.account("coordinator"), messages)) == {message.pk for message in messages}
    assert answer_pages(cast.account("supervisor"), messages) == {}
    assert answer_pages(cast.account("outsider"), messages) == {}


@pytest.mark.parametrize("page", PAGES)
def test_many_letters_ask_no_more_queries(as_role, programme, pair, page):
    client, url = as_role("coordinator"), reverse(page, args=[programme.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    queries()
    few = queries()
    more = [
        made.pair(
            made.mentor(programme, f"M {n}"), made.mentee(programme, f"N {n}"), matched_at=NOW, agreed_at=None,
            answer_by=TODAY,
        )
        for n in range(6)
    ]  # fmt: skip
    notices.asked(programme, more, by=None, at=NOW)
    assert queries() == few <= 9
