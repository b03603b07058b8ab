"""A link in an old letter about a pair that has ended leads its mentor home, and nobody else."""

import pytest
from django.urls import reverse

from handslag.pairs import actions
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db
LINKS = ("pairs:pair", "pairs:answer", "mentoring:meetings", "mentoring:plan")


@pytest.fixture
def pair(cast):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY)
    actions.end(pair=pair, reason="moved", on=TODAY, by=None, at=NOW)
    return pair


@pytest.mark.parametrize("name", LINKS)
def test_the_mentor_is_led_home_and_reads_that_it_has_ended(cast, as_role, pair, name):
    client, url = as_role("mentor"), reverse(name, args=[pair.pk])
    assert client.get(url).url == "/home/"
    page = client.get(url, follow=True).text
    assert "This pair has ended. Here you see what comes next." in page
    assert cast.mentee.person.given_name not in page


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "outsider", "trainer"])
def test_for_everybody_else_there_is_no_such_page(as_role, pair, name, role):
    assert as_role(role).get(reverse(name, args=[pair.pk])).status_code == 404


def test_nothing_is_posted_there_and_no_other_page_of_it_leads_home(as_role, pair):
    client = as_role("mentor")
    assert client.post(reverse("pairs:answer", args=[pair.pk]), {"said": "yes"}).status_code == 404
    assert client.get(reverse("mentoring:diary", args=[pair.pk])).status_code == 404


def test_who_is_no_mentor_any_more_sees_no_trace_of_it(cast, as_role, pair):
    cast.mentor.ended_at = NOW
    cast.mentor.save()
    assert as_role("mentor").get(reverse("pairs:pair", args=[pair.pk])).status_code == 404
