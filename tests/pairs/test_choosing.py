"""The page where another mentor is chosen: who wants nobody for now is named as that, and can be looked for again."""

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs import actions
from handslag.pairs.models import Pause
from tests.pairs import made
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two(programme, only_ours):
    """A mentor and a mentee."""
    return made.mentor(programme), made.mentee(programme)


def page_of(client, matching_round, mentee) -> str:
    return client.get(reverse("pairs:choice", args=[matching_round.pk, mentee.pk])).text


def test_a_mentee_who_pauses_is_told_as_that_and_looked_for_again_from_the_page(as_role, programme, two):
    mentor, mentee = two
    actions.pause(membership=mentee, by=None, at=NOW)
    made.mentee(programme, "Omar Mentee")  # somebody has to be matched
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    page = page_of(client, matching_round, mentee)
    assert "Nour Mentee wants nobody for now." in page
    assert "No other mentor fits" not in page
    here = reverse("pairs:choice", args=[matching_round.pk, mentee.pk])
    page = client.post(reverse("pairs:looking", args=[mentee.pk]), {"next": here}, follow=True).text
    assert not Pause.objects.of(programme.organisation).filter(ended_at=None).exists()
    assert "wants nobody for now" not in page
    assert f'name="mentor" value="{mentor.pk}"' in page or "Swap with" in page  # scored anew


def test_a_mentor_who_pauses_is_named_and_not_offered(as_role, programme, two):
    mentor, mentee = two
    other = made.mentor(programme, "Karin Mentor")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    proposed = matching_round.proposals.get().mentor_id
    pausing = other if proposed == mentor.pk else mentor
    client = as_role("coordinator")
    assert f'name="mentor" value="{pausing.pk}"' in page_of(client, matching_round, mentee)
    actions.pause(membership=pausing, by=None, at=NOW)
    page = page_of(client, matching_round, mentee)
    assert f'name="mentor" value="{pausing.pk}"' not in page
    assert "Mentors who want nobody for now" in page
    assert reverse("pairs:looking", args=[pausing.pk]) in page


def test_looking_again_leads_nowhere_else(as_role, programme, two):
    for bad in ("https://example.org/", "//example.org/"):
        answer = as_role("coordinator").post(reverse("pairs:looking", args=[two[1].pk]), {"next": bad})
        assert answer.url == reverse("pairs:readiness", args=[programme.pk])
