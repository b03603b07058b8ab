"""What a mentor or mentee sees first on the home page."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from handslag.core.home_panels import home_of
from handslag.mentoring.actions import add_goal, book_meeting, move_meeting, write_diary
from handslag.mentoring.models import DiaryEntry, PairMeeting
from handslag.pairs.actions import answer
from handslag.programmes.access import grants
from handslag.supervision.actions import agree_pause
from tests.cast import NOW, TODAY
from tests.pairs.made import pair as asked_pair

from .groups import begin, book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("role", "other"), [("mentor", "Mentee"), ("mentee", "Mentor")])
def test_both_see_when_where_and_with_whom_they_meet_next(cast, pair, as_role, role, other):
    book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    page = as_role(role).get("/home/").text
    assert f"Next meeting with {other}" in page
    assert "Tuesday 3 March, 10:00" in page
    assert "Library" in page
    assert ("Write the diary" in page) is (role == "mentor")


@pytest.mark.parametrize(("role", "other"), [("mentor", "Mentee"), ("mentee", "Mentor")])
def test_who_has_said_yes_reads_that_it_waits_for_the_other_and_comes_to_the_pair(cast, as_role, role, other):
    member = cast.people[role]
    pair = asked_pair(cast.mentor, cast.mentee, agreed_at=None, answer_by=TODAY)
    waits, link = f"You said yes. When {other} says yes too, we call you.", f'href="/pairs/{pair.pk}/"'
    assert waits not in as_role(role).get("/home/").text
    answer(pair=pair, member=member, said="yes", by=member.person, at=NOW)
    page = as_role(role).get("/home/").text
    assert waits in page
    assert f"{link}>More about {other}" in page
    assert "We wait for the other answer" not in page


@pytest.mark.parametrize(
    ("role", "said"), [("mentor", "You have a mentee: Mentee."), ("mentee", "You have a mentor: ")]
)
def test_both_read_that_they_are_called_about_the_first_meeting_until_it_is_planned(
    cast, waiting_pair, as_role, role, said
):
    page = as_role(role).get("/home/").text
    assert page.count(said) == 1
    assert f'href="/pairs/{waiting_pair.pk}/"' in page
    book_meeting(pair=waiting_pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    assert said not in as_role(role).get("/home/").text


@pytest.mark.parametrize(("days", "main"), [(7, "Write the diary"), (1, "Our meetings")])
def test_the_diary_is_the_main_button_only_while_it_is_to_be_written(cast, pair, as_role, days, main):
    entry = DiaryEntry.objects.of(cast.organisation)
    write_diary(
        pair=pair, entry_id=uuid4(), what="none", on_date=TODAY - timedelta(days=days), by=cast.mentor.person, at=NOW
    )
    assert entry.count() == 1
    book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    page = as_role("mentor").get("/home/").text
    buttons = re.findall(r'<a class="(button[^"]*)"[^>]*>.*?</svg>([^<]+)</a>', page)
    assert [text for look, text in buttons if look == "button"] == [main]
    assert {text for _look, text in buttons} == {"Write the diary", "Our meetings"}


def test_goals_are_shown_by_area_and_never_in_words(cast, pair, as_role):
    add_goal(pair=pair, area="housing", text="Leave my violent flat", due_on=TODAY + timedelta(90), by=None, at=NOW)
    page = as_role("mentee").get("/home/").text
    assert "Our goals" in page
    assert "by 31 May" in page
    assert "violent" not in page


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "coordinator", "trainer", "expert"])
def test_others_see_nothing_of_this_pair(cast, pair, role):
    book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    _steps, above, below = home_of(cast.account(role), cast.programme, NOW)
    assert [panel.template for panel in above + below if panel.template.startswith("mentoring/")] == []


def test_two_queries_for_the_two_whatever_they_have(cast, pair, django_assert_num_queries):
    from handslag.mentoring.home_panels import panels

    for _ in range(3):
        add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    account = cast.account("mentor")
    grants(account)
    with django_assert_num_queries(2):
        list(panels(account, cast.programme, NOW))


IN_PAUSE = "This meeting is in your pause: move or cancel it if you do not want it."


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_of_a_meeting_in_a_pause_the_home_says_so(cast, pair, as_role, role):
    pause = {"from_on": TODAY + timedelta(1), "until_on": TODAY + timedelta(7), "reason": "travel"}
    agree_pause(pair=pair, **pause, by=None, at=NOW)
    later = book_meeting(pair=pair, starts_at=NOW + timedelta(days=8), place="", by=None, at=NOW)
    assert IN_PAUSE not in as_role(role).get("/home/").text
    move_meeting(meeting=later, starts_at=NOW + timedelta(days=7), place="", by=None, at=NOW)
    assert as_role(role).get("/home/").text.count(IN_PAUSE) == 1


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_those_in_a_group_read_that_they_are_called_until_the_first_meeting_is_planned(cast, group, as_role, role):
    said = "We call you to find a day for the first meeting."
    assert as_role(role).get("/home/").text.count(said) == 1
    book(group)
    assert said not in as_role(role).get("/home/").text
    PairMeeting.objects.of(cast.organisation).delete()
    begin(group)
    assert said not in as_role(role).get("/home/").text
