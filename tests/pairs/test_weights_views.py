"""What counts in matching: looked at before it is saved, and kept."""

import pytest
import time_machine
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.pairs import actions
from handslag.pairs.models import Proposal
from handslag.pairs.weighing import WORDS, preview, template_weights
from tests.pairs.at_the_board import row_of, text, two_pairs
from tests.pairs.made import NOW

pytestmark = pytest.mark.django_db
Status = Proposal.Status


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def board(programme, by, only_ours):
    return two_pairs(programme, by)


def test_other_weights_are_previewed_then_saved_and_the_board_says_so(as_role, programme, board):
    client, url = as_role("coordinator"), reverse("pairs:weights", args=[programme.pk])
    numbers = dict.fromkeys(WORDS, "0") | {"waiting": "10"}
    page = client.post(url, numbers | {"preview": "1"})
    assert "What would change" in text(page)
    programme.refresh_from_db()
    assert programme.weights["needs"] == 22
    assert client.post(url, numbers | {"save": "1"}).status_code == 302
    programme.refresh_from_db()
    assert programme.weights == {name: int(number) for name, number in numbers.items()}
    entry = Entry.objects.get(action="matching.weigh")
    assert entry.detail["needs"] == "22>0"
    assert "Suggest again to use it." in text(client.get(reverse("pairs:matching", args=[programme.pk])))
    page = client.post(url, {"template": "1"})
    assert 'name="needs" value="22"' in text(page)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, "Something has to count"),
        ({"needs": "101"}, "Write a whole number from 0 to 100."),
        ({"needs": "-1"}, "Write a whole number from 0 to 100."),
        ({"needs": ""}, "Write a whole number from 0 to 100."),
        ({"needs": "a"}, "Write a whole number from 0 to 100."),
    ],
)
def test_weights_that_are_none_are_refused_and_kept(as_role, programme, board, numbers, said):
    url = reverse("pairs:weights", args=[programme.pk])
    page = as_role("coordinator").post(url, dict.fromkeys(WORDS, "0") | numbers | {"save": "1"})
    assert page.status_code == 422
    assert said in text(page)


def test_the_preview_names_who_would_have_another_mentor(cast, programme, board):
    """Two mentees need housing, one of them lives where the mentor who knows it does not."""
    user = cast.account("coordinator")
    actions.decide(proposal=row_of(board, 0), status=Status.REFUSED, by=None, at=NOW)
    same = preview(user, programme, template_weights(programme), NOW)
    assert same.changes == []
    assert (same.before.matched, same.after) == (2, same.before)
