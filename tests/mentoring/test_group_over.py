"""A link in an old letter about a group leads those who were in it home, and nobody else."""

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs.actions import make_group, take_out
from tests.cast import NOW, TODAY
from tests.pairs import grouped

pytestmark = pytest.mark.django_db
SAID = "Your time in this group has ended. Here you see what comes next."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(cast):
    """The cast's mentor and mentee with others; the mentee has been taken out."""
    grouped.ready(cast)
    _mentors, mentees = grouped.people(cast.programme, mentors=0, mentees=2)
    group = make_group(grouped.plan(cast.programme, [cast.mentor], [cast.mentee, *mentees]), by=None, at=NOW)
    take_out(group=group, member=cast.mentee, reason="moved", on=TODAY, by=None, at=NOW)
    return group


def over(group, cast) -> None:
    take_out(group=group, member=cast.mentor, reason="moved", on=TODAY, by=None, at=NOW)


def test_who_has_left_is_led_home_and_who_is_in_it_sees_it(cast, as_role, group):
    url = reverse("mentoring:group", args=[group.pk])
    assert as_role("mentee").get(url).url == "/home/"
    page = as_role("mentee").get(url, follow=True).text
    assert SAID in page
    assert group.name not in page
    assert as_role("mentor").get(url).status_code == 200


def test_its_mentor_is_led_home_once_it_is_over(cast, as_role, group):
    over(group, cast)
    assert SAID in as_role("mentor").get(reverse("mentoring:group", args=[group.pk]), follow=True).text


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "outsider", "trainer"])
def test_for_everybody_else_there_is_no_such_page(cast, as_role, group, role):
    over(group, cast)
    assert as_role(role).get(reverse("mentoring:group", args=[group.pk])).status_code == 404


def test_nothing_is_posted_there_and_no_other_page_of_it_leads_home(cast, as_role, group):
    over(group, cast)
    client = as_role("mentor")
    assert client.post(reverse("mentoring:group", args=[group.pk])).status_code == 404
    for name in ("group_diary", "group_meeting"):
        assert client.get(reverse(f"mentoring:{name}", args=[group.pk])).status_code == 404


def test_who_has_no_role_any_more_sees_no_trace_of_it(cast, as_role, group):
    cast.mentee.ended_at = NOW
    cast.mentee.save()
    assert as_role("mentee").get(reverse("mentoring:group", args=[group.pk])).status_code == 404
