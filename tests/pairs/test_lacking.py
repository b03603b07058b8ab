"""Who lacks what before pairs are suggested."""

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs import actions
from tests.pairs import made
from tests.pairs.at_the_board import text
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_who_lacks_what_is_said_with_the_place_to_mend_it(as_role, programme, only_ours):
    made.mentor(programme, "Not Trained", units=3)
    made.mentor(programme, "No Language", languages=[])
    made.mentee(programme, "No Times", times=[])
    made.mentee(programme, "All Told")
    page = as_role("coordinator").get(reverse("pairs:readiness", args=[programme.pk]))
    assert "3 of 5 training units done" in text(page)
    assert "Has named no language." in text(page)
    assert "Has named no times." in text(page)
    assert "All Told" not in text(page)
    assert reverse("training:units", args=[programme.pk]) in text(page)
    assert [row.is_held_back for row in page.context["page"]] == [True, True, False]


def test_of_who_has_left_it_is_not_said_to_call(as_role, programme, only_ours):
    mentee = made.mentee(programme)
    pair = made.pair(made.mentor(programme), mentee, started_on=TODAY)
    actions.pause(membership=mentee, by=None, at=NOW)
    actions.end(pair=pair, reason="mentee_left", on=TODAY, by=None, at=NOW)
    client, url = as_role("coordinator"), reverse("pairs:readiness", args=[programme.pk])
    page = client.get(url).text
    assert "Nour Mentee has left. Look again only if Nour comes back." in page
    assert "Call first" not in page
    actions.look_again(membership=mentee, by=None, at=NOW)
    actions.pause(membership=mentee, by=None, at=NOW)
    assert "Nour Mentee wants nobody for now. Call first, then look again." in client.get(url).text


@pytest.mark.parametrize(("pausing", "said"), [
    ((), "Every place is taken, or there is no mentor yet."),
    (("Maha",), "1 mentor wants nobody for now, or has left."),
    (("Maha", "Nour"), "1 mentee wants nobody for now, or has left."),
])  # fmt: skip
def test_without_anybody_to_suggest_it_is_said_what_is_missing(as_role, programme, only_ours, pausing, said):
    """Not the training, where nobody waits for that."""
    mentor, mentee = made.mentor(programme), made.mentee(programme)
    untrained = made.mentor(programme, "Not Trained", units=3)
    for member in (mentor, mentee):
        if member.person.given_name in pausing:
            actions.pause(membership=member, by=None, at=NOW)
    if not pausing:
        made.pair(mentor, made.mentee(programme, "Other Mentee"), started_on=TODAY)
    client, url = as_role("coordinator"), reverse("pairs:matching", args=[programme.pk])
    if "Nour" not in pausing:
        assert "when all their training units are marked as done" in text(client.get(url))
    actions.pause(membership=untrained, by=None, at=NOW)
    page = text(client.get(url))
    assert "when all their training units are marked as done" not in page
    assert said in page
