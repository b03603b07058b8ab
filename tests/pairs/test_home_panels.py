"""What a mentor or mentee whose pair has ended sees first on the home."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs import actions
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db

ENDED = {"mentor": "Your time with your mentee has ended.", "mentee": "Your time with Mentor has ended."}
BESIDE = "One of your pairs has ended."
TALK = "Do you want to talk about it? Call us."
NEW = "We look for a new %s for you."
LATER = "Do you want a new %s later? Tell us, or call us."
ANYBODY = "We look for a %s who fits you."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(cast, programme):
    made.train(cast.mentor)
    return made.pair(cast.mentor, cast.mentee, started_on=TODAY)


def end(pair, reason="no_fit", pausing=(), by=None):
    actions.end(pair=pair, reason=reason, on=TODAY, pausing=pausing, by=by, at=NOW)


@pytest.mark.parametrize(("role", "other"), [("mentor", "mentee"), ("mentee", "mentor")])
@pytest.mark.parametrize(
    ("reason", "said"), [("no_fit", NEW), ("completed", TALK), ("mentor_left", LATER), ("mentee_left", LATER)]
)
def test_who_was_in_a_pair_reads_that_it_has_ended_and_whether_we_look_as_the_letter_says(
    as_role, pair, role, other, reason, said
):
    end(pair, reason)
    if said == LATER and not reason.startswith(role):
        said = NEW
    page = as_role(role).get("/home/").text
    assert ENDED[role] in page
    assert [text for text in (NEW, LATER, TALK) if (text % other if "%" in text else text) in page] == [said]
    assert ANYBODY % other not in page


def test_where_the_page_of_an_ended_pair_leads_to_stands_what_comes_next(as_role, pair):
    end(pair)
    page = as_role("mentor").get(reverse("pairs:pair", args=[pair.pk]), follow=True).text
    assert "This pair has ended. Here you see what comes next." in page
    assert ENDED["mentor"] in page


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_nothing_has_ended_for_who_never_met_or_has_somebody_new(cast, as_role, pair, role):
    assert "has ended" not in as_role(role).get("/home/").text
    end(pair, "error")
    assert "has ended" not in as_role(role).get("/home/").text
    other = made.pair(cast.second_mentor, cast.mentee)
    end(other)
    assert "has ended" not in as_role(role).get("/home/").text


def test_a_mentee_who_has_somebody_new_reads_no_more_of_it_and_a_mentor_for_a_while(cast, as_role, pair):
    end(pair)
    made.pair(cast.second_mentor, cast.mentee, started_on=TODAY)
    made.pair(cast.mentor, cast.second_mentee, started_on=TODAY)
    assert "has ended" not in as_role("mentee").get("/home/").text
    client = as_role("mentor")
    page = client.get("/home/").text
    assert BESIDE in page
    assert NEW % "mentee" not in page
    with time_machine.travel(NOW + 31 * timedelta(days=1), tick=False):
        assert "has ended" not in client.get("/home/").text


def test_who_was_in_a_group_reads_that_the_time_in_the_group_has_ended(cast, as_role):
    grouped.ready(cast)
    _mentors, mentees = grouped.people(cast.programme, mentees=1)
    group = actions.make_group(grouped.plan(cast.programme, [cast.mentor], [cast.mentee, *mentees]), by=None, at=NOW)
    left = group.pairs.get(mentee=cast.mentee)
    actions.start(pair=left, on=TODAY, by=None, at=NOW)
    end(left)
    ended = f"Your time in the group {group.name} has ended."
    assert ended in as_role("mentee").get("/home/").text
    page = as_role("mentor").get("/home/").text
    assert BESIDE in page
    assert ended not in page  # the group goes on


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "coordinator", "trainer", "expert"])
def test_nobody_else_reads_of_it(as_role, pair, role):
    end(pair)
    assert "Your time with" not in as_role(role).get("/home/").text
