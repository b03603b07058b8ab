"""What an application says of somebody who was accepted, once there is a pair; and the page of who has left."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs.actions import end, pause
from handslag.recruitment.actions import confirm
from tests.cast import NOW, TODAY
from tests.pairs import grouped, made
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


# ---- the page of a person who has left


def page_of(member, client) -> str:
    return client.get(reverse("programmes:member", args=[member.programme_id, member.pk])).text


def test_the_page_of_who_has_left_leads_to_the_pair_that_still_runs(cast, as_role):
    ended = made.pair(cast.mentor, cast.mentee, started_on=TODAY - timedelta(days=9))
    runs = made.pair(cast.mentor, cast.second_mentee, started_on=TODAY - timedelta(days=9))
    end(pair=ended, reason="mentor_left", on=TODAY, by=None, at=NOW)
    client = as_role("coordinator")
    shown = page_of(cast.mentor, client)
    assert "Mentor is still in a pair with Second." in shown
    assert [reverse("pairs:pair", args=[pair.pk]) in shown for pair in (runs, ended)] == [True, False]
    end(pair=runs, reason="mentor_left", on=TODAY, by=None, at=NOW)
    shown = page_of(cast.mentor, client)
    assert "is still in" not in shown
    assert "Mentor has left. We look for nobody" in shown
    assert shown.count("Go to the pair</a>") == 1


def test_the_page_of_who_has_left_names_a_group_once(cast, programme, as_role):
    group = grouped.group(programme)
    mentor = group.pairs.first().mentor
    pause(membership=mentor, by=None, at=NOW, has_left=True)
    shown = page_of(mentor, as_role("coordinator"))
    assert shown.count("is still in the group Homes on Monday.") == 1
    assert reverse("mentoring:group", args=[group.pk]) in shown
