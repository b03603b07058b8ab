"""What the homes of mentor, mentee and team say about the pairs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from handslag.mentoring.actions import add_goal, approve_plan, book_meeting, correct_goal, hold_intake, write_diary
from handslag.mentoring.next_steps import steps, steps_of_the_team
from handslag.programmes.access import grants
from tests.cast import NOW, TODAY

from .conftest import make_pair, start


def said(cast, role, at=NOW):
    account = cast.account(role)
    found = [*steps(account, cast.programme, at), *steps_of_the_team(account, cast.programme, at)]
    return {step.text: step for step in found}


def has(found, begin):
    return [text for text in found if text.startswith(begin)]


def test_the_team_is_told_of_a_pair_that_has_not_met(cast, waiting_pair):
    step = said(cast, "coordinator")["Hold the first meeting of a pair"]
    assert step.url == reverse("mentoring:intake", args=[waiting_pair.pk])
    assert (step.count, step.urgency) == (1, 2)


def test_after_14_days_it_is_overdue(cast, waiting_pair):
    assert said(cast, "coordinator", NOW + timedelta(days=1))["Hold the first meeting of a pair"].urgency == 1


def test_several_first_meetings_lead_to_the_list(cast, waiting_pair):
    make_pair(cast, cast.second_mentor, cast.second_mentee)
    step = said(cast, "coordinator")["Hold the first meetings of pairs"]
    assert (step.count, step.url) == (2, reverse("pairs:pairs", args=[cast.programme.pk]))


def test_first_meetings_are_no_step_of_the_supervisor_and_plans_are(cast, pair):
    make_pair(cast, cast.second_mentor, cast.second_mentee)
    add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert list(said(cast, "supervisor")) == ["Approve a plan"]
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    assert said(cast, "supervisor") == {}


def test_a_goal_that_is_newer_than_the_approval_asks_the_team_again(cast, pair):
    tomorrow = NOW + timedelta(days=1)
    goal = {"pair": pair, "area": "housing", "due_on": TODAY + timedelta(90), "by": None}
    first = add_goal(**goal, text="x", at=NOW)
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    add_goal(**goal, text="y", at=tomorrow)
    step = said(cast, "supervisor", tomorrow)["Approve a plan"]
    assert (step.count, step.url) == (1, reverse("mentoring:plan", args=[pair.pk]))
    approve_plan(pair=pair, by=cast.supervisor.person, at=tomorrow)
    assert said(cast, "supervisor", tomorrow) == {}
    later = tomorrow + timedelta(hours=1)
    correct_goal(goal=first, area="housing", text="z", due_on=first.due_on, by=None, at=later)
    assert "Approve a plan" in said(cast, "supervisor", later)


def test_each_of_the_two_is_asked_to_sign(cast, waiting_pair, document):
    hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)
    for role in ("mentor", "mentee"):
        assert list(said(cast, role)) == ["Read and sign what you promised each other"]


def test_a_signature_takes_the_step_away(cast, pair):
    assert not has(said(cast, "mentor"), "Read and sign")


@pytest.fixture
def new_pair(cast, waiting_pair, document):
    start(cast, waiting_pair, document, held_on=TODAY)
    return waiting_pair


@pytest.mark.parametrize(("days", "asked"), [(6, False), (7, True)])
def test_the_mentor_is_asked_for_the_diary_after_a_week_without_entry(cast, new_pair, days, asked):
    assert bool(has(said(cast, "mentor", NOW + timedelta(days=days)), "Write the diary")) is asked


def test_the_mentor_is_asked_for_the_diary_after_a_planned_meeting(cast, new_pair):
    book_meeting(pair=new_pair, starts_at=NOW + timedelta(days=1), place="", by=None, at=NOW)
    later = NOW + timedelta(days=2)
    assert has(said(cast, "mentor", later), "Write the diary")
    write_diary(pair=new_pair, what="moved", on_date=TODAY + timedelta(days=1), by=None, at=later)
    assert not has(said(cast, "mentor", later), "Write the diary")


def met(pair, *days):
    for day in days:
        book_meeting(pair=pair, starts_at=NOW + timedelta(days=day), place="", by=None, at=NOW)


@pytest.fixture
def two_pairs(cast, new_pair, document):
    other = make_pair(cast, cast.mentor, cast.second_mentee)
    start(cast, other, document, held_on=TODAY)
    return new_pair, other


def test_one_step_leads_to_the_oldest_meeting_without_a_diary_and_says_how_many_wait(cast, two_pairs):
    first, second = two_pairs
    met(first, 3, 4), met(second, 2)
    later = NOW + timedelta(days=5)

    def asked():
        found = said(cast, "mentor", later)
        [text] = has(found, "Write the diary")
        return found[text]

    step = asked()
    day = TODAY + timedelta(days=2)
    assert step.url == f"{reverse('mentoring:new_entry', args=[second.pk])}?on={day.isoformat()}"
    assert (step.count, step.why) == (3, "You planned to meet on Wednesday 4 March. 2 more wait.")
    write_diary(pair=second, what="met", on_date=day, by=None, at=later)
    assert (asked().count, asked().why) == (2, "You planned to meet on Thursday 5 March. 1 more waits.")
    write_diary(pair=first, what="met", on_date=TODAY + timedelta(days=3), by=None, at=later)
    assert (asked().count, asked().why) == (0, "You planned to meet on Friday 6 March.")
    write_diary(pair=first, what="met", on_date=TODAY + timedelta(days=4), by=None, at=later)
    assert not has(said(cast, "mentor", later), "Write the diary")


def test_two_pairs_of_which_nothing_is_known_are_one_step(cast, two_pairs):
    found = said(cast, "mentor", NOW + timedelta(days=7))
    [text] = has(found, "Write the diary")
    assert (found[text].count, found[text].why) == (2, "Nothing was written since Monday 2 March. 1 more waits.")


def test_a_meeting_late_in_the_evening_is_of_the_day_where_the_programme_runs(cast, new_pair):
    met(new_pair, 1.6)  # 23.24 UTC is past midnight in Malmö
    later = NOW + timedelta(days=3)
    write_diary(pair=new_pair, what="moved", on_date=TODAY + timedelta(days=1), by=None, at=later)
    [text] = has(said(cast, "mentor", later), "Write the diary")
    assert said(cast, "mentor", later)[text].url.endswith(f"?on={TODAY + timedelta(days=2)}")


def test_the_form_of_the_diary_begins_with_the_day_of_the_meeting(cast, pair, as_role):
    url = reverse("mentoring:new_entry", args=[pair.pk])
    with time_machine.travel(NOW, tick=False):
        client = as_role("mentor")
        for asked, day in [("?on=2026-03-01", "2026-03-01"), ("?on=x", "2026-03-02"), ("?on=2027-01-01", "2026-03-02")]:
            assert f'name="on_date" value="{day}"' in client.get(url + asked).text


def test_the_next_meeting_is_to_be_booked_until_there_is_one(cast, new_pair):
    assert "Book the next meeting with Mentee" in said(cast, "mentor")
    book_meeting(pair=new_pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    assert "Book the next meeting with Mentee" not in said(cast, "mentor")


def test_the_mentee_is_asked_for_a_first_goal(cast, new_pair):
    assert "Choose your first goal" in said(cast, "mentee")
    add_goal(pair=new_pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert "Choose your first goal" not in said(cast, "mentee")


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "trainer", "expert", "partner", "administrator"])
def test_others_have_no_step_with_this_pair(cast, pair, role):
    assert said(cast, role) == {}


@pytest.mark.parametrize(
    ("role", "queries"), [("mentor", 1), ("mentee", 1), ("coordinator", 1), ("supervisor", 1), ("trainer", 0)]
)
def test_one_query_for_those_it_serves_and_none_for_others(cast, pair, django_assert_num_queries, role, queries):
    account = cast.account(role)
    grants(account)
    with django_assert_num_queries(queries):
        list(steps(account, cast.programme, NOW))
        list(steps_of_the_team(account, cast.programme, NOW))
