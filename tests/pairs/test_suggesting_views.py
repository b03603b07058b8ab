"""Many people are suggested in the background: the page that tells how far it is, and the board meanwhile."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.pairs import actions
from handslag.pairs.actions import suggesting as acts
from handslag.pairs.models import MatchingRound, Suggesting
from handslag.pairs.views.matching import AT_ONCE
from handslag.people.models import Person
from handslag.programmes.models import Membership
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def many(programme):
    """As many people as are not suggested at once any more."""
    own = {"organisation_id": programme.organisation_id}
    persons = Person.objects.bulk_create(Person(given_name=f"Nour {n}", created_at=NOW, **own) for n in range(AT_ONCE))
    Membership.objects.bulk_create(
        Membership(programme=programme, person=person, role="mentee", joined_at=NOW, **own) for person in persons
    )
    made.mentor(programme)
    made.mentee(programme)


@pytest.fixture
def asked(cast, programme):
    return actions.ask_for_suggestion(programme=programme, by=cast.coordinator.person, at=NOW)


def text(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", response.content.decode()))


def page_of(row):
    return reverse("pairs:suggesting", args=[row.pk])


def test_few_people_are_suggested_at_once(as_role, programme):
    made.mentor(programme)
    made.mentee(programme)
    as_role("coordinator").post(reverse("pairs:suggestion", args=[programme.pk]))
    assert MatchingRound.objects.of(programme.organisation_id).get().proposals.count() == 1
    assert not Suggesting.objects.of(programme.organisation_id).exists()


def test_many_people_are_suggested_in_the_background(
    as_role, cast, programme, many, django_capture_on_commit_callbacks
):
    url = reverse("pairs:suggestion", args=[programme.pk])
    with django_capture_on_commit_callbacks() as begun:
        answer = as_role("coordinator").post(url)
    row = Suggesting.objects.of(programme.organisation_id).get()
    assert (answer.status_code, answer.url, row.asked_by) == (302, page_of(row), cast.coordinator.person)
    assert not MatchingRound.objects.of(programme.organisation_id).exists()
    with django_capture_on_commit_callbacks() as begun_again:
        assert as_role("coordinator").post(url).url == page_of(row)  # a second tap
    assert (len(begun), len(begun_again)) == (1, 0)


def test_while_one_goes_on_few_people_wait_for_it_too(as_role, programme, asked):
    made.mentor(programme)
    made.mentee(programme)
    answer = as_role("coordinator").post(reverse("pairs:suggestion", args=[programme.pk]))
    assert answer.url == page_of(asked)


def test_the_page_says_what_is_being_done_and_for_how_long(as_role, asked, now):
    mark = acts._take(asked, NOW)
    asked.told |= {"people": 2000}
    acts._tell(asked, mark, "comparing", NOW)
    now.shift(timedelta(seconds=7))
    page = as_role("coordinator").get(page_of(asked))
    assert "Step 2 of 5: Comparing everybody with everybody" in text(page)
    assert "Reading the answers of 2,000 people" in text(page)
    assert "7 seconds so far" in text(page)
    assert "1 of 5" in text(page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.content.decode()
    assert "Nothing has been heard" not in text(page)


def test_the_moving_part_comes_alone(as_role, asked):
    mark = acts._take(asked, NOW)
    acts._tell(asked, mark, "choosing", NOW)
    part = as_role("coordinator").get(page_of(asked), headers={"X-Part": "progress"}).content.decode()
    assert 'data-step="Step 3 of 5: Choosing the best whole set of pairs"' in part
    assert "<html" not in part


def test_when_it_has_ended_the_script_is_told_nothing_else(as_role, asked):
    actions.stop_suggestion(suggesting=asked, by=None, at=NOW)
    assert as_role("coordinator").get(page_of(asked), headers={"X-Part": "progress"}).status_code == 204


def test_when_it_is_done_one_comes_to_the_board(as_role, programme):
    made.mentor(programme)
    made.mentee(programme)
    row = actions.ask_for_suggestion(programme=programme, by=None, at=NOW)
    acts.work(row, lambda: NOW)
    page = as_role("coordinator").get(page_of(row), follow=True)
    assert page.redirect_chain == [(reverse("pairs:matching", args=[programme.pk]), 302)]
    assert "These pairs are suggested." in text(page)


def test_the_page_says_where_nobody_seems_to_work_on_it(as_role, asked, now):
    now.shift(acts.ALIVE + timedelta(seconds=1))
    assert "Nothing has been heard of this work for a minute." in text(as_role("coordinator").get(page_of(asked)))


def test_stopping_says_that_nothing_has_changed(as_role, asked):
    page = as_role("coordinator").post(reverse("pairs:stopping", args=[asked.pk]), follow=True)
    assert "It was stopped. Nothing has changed." in text(page)
    assert "Try again" in text(page)


def test_stopping_too_late_leads_to_the_board(as_role, programme):
    made.mentor(programme)
    made.mentee(programme)
    row = actions.ask_for_suggestion(programme=programme, by=None, at=NOW)
    acts.work(row, lambda: NOW)
    page = as_role("coordinator").post(reverse("pairs:stopping", args=[row.pk]), follow=True)
    assert "It had ended before you stopped it." in text(page)
    assert MatchingRound.objects.of(programme.organisation_id).get().proposals.count() == 1


def test_a_refusal_is_read_in_the_language_of_the_reader(as_role, programme, asked):
    acts.work(asked, lambda: NOW)
    client = as_role("coordinator")
    assert "No mentee waits for a mentor. Select mentees first." in text(client.get(page_of(asked)))
    client.cookies["language"] = "sv"
    client.logout()
    swedish = as_role("coordinator").get(page_of(asked), headers={"Accept-Language": "sv"})
    assert "No mentee waits" not in text(swedish)


def test_a_failure_says_what_to_do(as_role, asked):
    mark = acts._take(asked, NOW)
    acts._end(asked, mark, Suggesting.Outcome.FAILED, NOW)
    page = as_role("coordinator").get(page_of(asked))
    assert "The work broke off, and nothing has changed. Try again." in text(page)


def test_the_board_leads_to_what_goes_on_and_offers_no_second(as_role, programme, asked):
    made.mentor(programme)
    made.mentee(programme)
    page = as_role("coordinator").get(reverse("pairs:matching", args=[programme.pk]))
    assert "New pairs are being worked out" in text(page)
    assert page_of(asked) in page.content.decode()
    assert reverse("pairs:suggestion", args=[programme.pk]) not in page.content.decode()


def test_the_board_says_that_the_last_one_brought_nothing(as_role, programme, asked):
    board = reverse("pairs:matching", args=[programme.pk])
    acts.work(asked, lambda: NOW)
    assert "The last suggestion brought no new pairs." in text(as_role("coordinator").get(board))
    made.mentor(programme)
    made.mentee(programme)
    acts.work(actions.ask_for_suggestion(programme=programme, by=None, at=NOW + timedelta(seconds=1)), lambda: NOW)
    assert "brought no new pairs" not in text(as_role("coordinator").get(board))


def test_it_is_for_those_who_match(as_role, asked):
    for role, status in [("mentor", 404), ("mentee", 404), ("coordinator", 200)]:
        assert as_role(role).get(page_of(asked)).status_code == status
    assert as_role("coordinator").get(reverse("pairs:stopping", args=[asked.pk])).status_code == 405


def test_it_is_not_for_another_organisation(client, cast, asked):
    client.force_login(cast.outsider.person.account)
    session = client.session
    session["second_factor"] = True
    session.save()
    assert client.get(page_of(asked)).status_code == 404
    assert client.post(reverse("pairs:stopping", args=[asked.pk])).status_code == 404
    asked.refresh_from_db(from_queryset=Suggesting.objects.of(asked.organisation_id))
    assert asked.ended_at is None


def test_the_page_asks_little_of_the_database(as_role, asked):
    client = as_role("coordinator")
    client.get(page_of(asked))
    with CaptureQueriesContext(connection) as seen:
        client.get(page_of(asked), headers={"X-Part": "progress"})
    assert len(seen) <= 8
