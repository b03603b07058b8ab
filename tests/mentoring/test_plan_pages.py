"""The pages of the plan, and how many queries the lists of a pair make."""

from datetime import timedelta

import pytest

from handslag.mentoring.actions import add_goal, record_step, write_diary
from handslag.mentoring.models import FormalStep, Goal, PairMeeting
from tests.cast import NOW, TODAY

from .pages import page, rows, url

pytestmark = pytest.mark.usefixtures("now")


def test_a_goal_is_added_and_its_progress_noted(cast, pair, as_role):
    client = as_role("mentee")
    typed = {"area": "housing", "text": "Find a room", "first_step": "Join the queue", "due_on": "2026-06-01"}
    assert client.post(url("new_goal", pair), typed).status_code == 302
    goal = rows(cast, Goal).get()
    assert client.post(url("goal_status", pair, goal.pk), {"status": "reached"}).status_code == 302
    goal.refresh_from_db()
    assert goal.status == "reached"
    assert "Find a room" in page(client.get(url("plan", pair)))


def test_a_wrong_goal_keeps_what_was_typed(cast, pair, as_role):
    response = as_role("mentee").post(
        url("new_goal", pair), {"text": "Find a room", "due_on": "2026-01-01", "area": "housing"}
    )
    assert response.status_code == 422
    assert "Find a room" in page(response)
    assert "This day has passed" in page(response)
    assert not rows(cast, Goal).exists()


def test_a_goal_beyond_the_time_left_is_kept_with_a_gentle_word(cast, pair, as_role):
    client = as_role("mentor")
    client.post(url("new_goal", pair), {"area": "housing", "text": "Own a house", "due_on": "2030-01-01"})
    shown = page(client.get(url("plan", pair)))
    assert "Own a house" in shown
    assert "Which part of it can you reach before" in shown


def test_with_three_live_goals_no_fourth_is_offered(pair, as_role):
    client = as_role("mentor")
    for _ in range(3):
        add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert f'href="{url("new_goal", pair)}"' not in page(client.get(url("plan", pair)))
    typed = {"area": "housing", "text": "y", "due_on": "2026-06-01"}
    response = client.post(url("new_goal", pair), typed)
    assert response.status_code == 422
    assert "You work on 3 goals already" in page(response)


def test_the_team_approves_a_plan_and_the_pair_does_not(pair, as_role):
    add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
    assert url("approval", pair) not in page(as_role("mentor").get(url("plan", pair)))
    client = as_role("supervisor")
    assert url("approval", pair) in page(client.get(url("plan", pair)))
    assert "The plan is approved." in page(client.post(url("approval", pair), follow=True))
    assert url("approval", pair) not in page(client.get(url("plan", pair)))


@pytest.mark.parametrize(
    ("role", "evidence"),
    [("mentee", "self_said"), ("mentor", "seen_by_mentor"), ("coordinator", "seen_by_staff")],
)
def test_the_proof_of_a_step_follows_from_who_writes_it(cast, pair, as_role, role, evidence):
    typed = {"code": "queue_joined", "done_on": TODAY.isoformat()}
    assert as_role(role).post(url("new_step", pair), typed).status_code == 302
    assert rows(cast, FormalStep).get().evidence == evidence


def test_the_mentor_confirms_a_step_that_the_mentee_told(cast, pair, as_role):
    record_step(pair=pair, code="viewing", done_on=TODAY, evidence="self_said", by=cast.mentee.person, at=NOW)
    assert "I have seen it" not in page(as_role("mentee").get(url("plan", pair)))
    assert "I have seen it" in page(as_role("mentor").get(url("plan", pair)))


@pytest.mark.parametrize("name", ["diary", "plan", "meetings"])
def test_a_list_makes_as_many_queries_for_one_row_as_for_many(cast, pair, as_role, django_assert_max_num_queries, name):
    def one(number):
        write_diary(
            pair=pair, what="met", on_date=TODAY, by=cast.mentor.person, at=NOW, sentence="x", themes=["language"],
            formal_step="queue_joined" if number == 0 else "", again=True,
        )  # fmt: skip
        goal = add_goal(pair=pair, area="housing", text="x", due_on=TODAY + timedelta(90), by=None, at=NOW)
        Goal.objects.of(cast.organisation).filter(pk=goal.pk).update(status="reached")
        done_on = TODAY - timedelta(days=number % 7)
        record_step(
            pair=pair, code=f"{['viewing', 'interview', 'volunteering', 'budget_made', 'level_up'][number // 7]}",
            done_on=done_on, evidence="self_said", by=cast.mentee.person, at=NOW,
        )  # fmt: skip
        PairMeeting.objects.create(
            organisation=cast.organisation, pair=pair, starts_at=NOW + timedelta(days=number + 1)
        )

    def count():
        client = as_role("coordinator")
        client.get(url(name, pair))
        with django_assert_max_num_queries(30) as captured:
            assert client.get(url(name, pair)).status_code == 200
        return len(captured)

    one(0)
    few = count()
    for number in range(1, 30):
        one(number)
    assert count() == few
