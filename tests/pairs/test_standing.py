"""What an application says of somebody who was accepted, once there is a pair."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.recruitment.actions import confirm
from tests.cast import NOW, TODAY
from tests.pairs import made
from tests.recruitment.received import proposed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "Accepted. Next comes the training."),
        ({}, "Accepted, and matched. Next comes the first meeting."),
        ({"started_on": TODAY}, "Accepted, and in a pair that meets."),
        ({"started_on": TODAY, "ended_on": TODAY, "end_reason": "moved"}, "Accepted. The pair has ended."),
        ({"ended_on": TODAY, "end_reason": "error"}, "Accepted. Next comes the training."),
    ],
)
def test_an_accepted_application_says_how_far_the_person_has_come(cast, as_role, state, said):
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    application = selection.application
    pair = None if state is None else made.pair(application.person.memberships.get(), cast.mentee, **state)
    shown = as_role("coordinator").get(reverse("recruitment:application", args=[application.pk])).text
    assert said in shown
    linked = pair is not None and pair.end_reason != "error"
    assert (pair is not None and reverse("pairs:pair", args=[pair.pk]) in shown) == linked


def test_a_new_pair_counts_more_than_one_that_ended(cast, as_role):
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    member = selection.application.person.memberships.get()
    before = TODAY - timedelta(days=9)
    made.pair(member, cast.mentee, started_on=before, ended_on=before, end_reason="moved")
    made.pair(member, cast.second_mentee)
    shown = as_role("coordinator").get(reverse("recruitment:application", args=[selection.application.pk])).text
    assert "Accepted, and matched." in shown
