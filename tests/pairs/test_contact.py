"""Whom the team calls, and who may see the numbers."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.programmes.roles import ROLES, Role
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
PAGES = ["pairs:pair", "supervision:pair"]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def read(cast):
    rows = Entry.objects.of(cast.organisation.pk).filter(action="read.contact")
    return set(rows.values_list("subject_id", flat=True))


def numbers(cast):
    return [f"tel:{cast.people[role].person.phone}".replace(" ", "") for role in ("mentor", "mentee")]


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
@pytest.mark.parametrize("page", PAGES)
def test_the_numbers_of_both_stand_to_be_called_and_the_reading_is_written_down(cast, as_role, role, page):
    client, url = as_role(role), reverse(page, args=[made.pair(cast.mentor, cast.mentee).pk])
    with CaptureQueriesContext(connection) as caught:
        shown = client.get(url).text
    assert all(number in shown for number in numbers(cast))
    assert read(cast) == {str(cast.mentor.person_id), str(cast.mentee.person_id)}
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    asked = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(asked) <= 8, asked


@pytest.mark.parametrize("page", PAGES)
def test_a_missing_number_is_said_and_not_written_down_as_read(cast, as_role, page):
    pair = made.pair(cast.mentor, cast.second_mentee)
    shown = as_role("coordinator").get(reverse(page, args=[pair.pk])).text
    assert "No phone number" in shown
    assert read(cast) == {str(cast.mentor.person_id)}


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_see_contact_data_sees_the_pair_without_numbers(cast, as_role, page, monkeypatch):
    monkeypatch.setitem(ROLES, Role.SUPERVISOR, ROLES[Role.SUPERVISOR] - {"contact.read"})
    pair = made.pair(cast.mentor, cast.mentee)
    answer = as_role("supervisor").get(reverse(page, args=[pair.pk]))
    assert answer.status_code == 200
    assert not any(number in answer.text for number in numbers(cast))
    assert not read(cast)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_two_do_not_get_each_others_number(cast, as_role, role):
    pair = made.pair(cast.mentor, cast.mentee)
    shown = as_role(role).get(reverse("pairs:pair", args=[pair.pk])).text
    assert not any(number in shown for number in numbers(cast))
    assert not read(cast)


def test_a_pair_that_has_ended_shows_no_numbers(cast, as_role):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY, ended_on=TODAY, end_reason="moved")
    shown = as_role("coordinator").get(reverse("pairs:pair", args=[pair.pk])).text
    assert not any(number in shown for number in numbers(cast))
    assert not read(cast)
