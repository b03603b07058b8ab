"""The plan: goals, approval, formal steps; and planned meetings."""

from datetime import timedelta

import pytest

from handslag.mentoring.actions import (
    GoalsFull,
    NothingToApprove,
    NotOfThisPair,
    NotStarted,
    PairEnded,
    UnknownCode,
    WrongDay,
    add_goal,
    approve_plan,
    book_meeting,
    cancel_meeting,
    change_goal,
    record_step,
)
from handslag.mentoring.actions.planning import TextMissing
from handslag.mentoring.models import FormalStep, Goal, PairMeeting
from handslag.outbox.models import Message
from tests.cast import NOW, TODAY

from .conftest import make_pair, start

DAY = timedelta(days=1)
SPRING = TODAY + timedelta(days=90)


@pytest.fixture
def add(cast, pair):
    def add(**changed):
        values = {
            "pair": pair, "area": "housing", "text": "Find a room", "due_on": SPRING, "by": cast.mentee.person,
            "at": NOW,
        }  # fmt: skip
        return add_goal(**{**values, **changed})

    return add


@pytest.fixture
def step(cast, pair):
    def step(**changed):
        values = {
            "pair": pair, "code": "queue_joined", "done_on": TODAY, "evidence": "self_said", "by": cast.mentee.person,
            "at": NOW,
        }  # fmt: skip
        return record_step(**{**values, **changed})

    return step


def test_a_goal_is_kept_sealed(cast, add):
    goal = add(first_step="Join the queue")
    row = Goal.objects.of(cast.organisation).values().get(pk=goal.pk)
    assert "room" not in row["text"]
    assert Goal.objects.of(cast.organisation).get(pk=goal.pk).first_step == "Join the queue"


def test_three_goals_are_live_at_most_and_a_finished_one_makes_room(cast, add):
    first, _second, _third = add(), add(), add()
    with pytest.raises(GoalsFull):
        add()
    change_goal(goal=first, status="reached", by=None, at=NOW)
    add()
    with pytest.raises(GoalsFull):
        change_goal(goal=first, status="moving", by=None, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"text": "  "}, TextMissing), ({"area": "moon"}, UnknownCode), ({"due_on": TODAY - timedelta(1)}, WrongDay)],
)
def test_a_goal_needs_an_area_a_text_and_a_day_to_come(add, wrong, error):
    with pytest.raises(error):
        add(**wrong)


def test_a_goal_too_large_for_the_time_left_is_kept_all_the_same(add):
    assert add(due_on=TODAY + timedelta(days=3000)).pk


def test_a_status_that_does_not_exist_is_refused(add):
    with pytest.raises(UnknownCode):
        change_goal(goal=add(), status="forgotten", by=None, at=NOW)


def test_an_ended_pair_changes_no_plan(add, pair, end):
    goal = add()
    end(pair)
    with pytest.raises(PairEnded):
        add()
    with pytest.raises(PairEnded):
        change_goal(goal=goal, status="reached", by=None, at=NOW)


def test_a_plan_is_approved_once_and_only_with_a_goal(cast, pair, add):
    approve = {"pair": pair, "by": cast.supervisor.person, "at": NOW}
    with pytest.raises(NothingToApprove):
        approve_plan(**approve)
    add()
    assert approve_plan(**approve).approved_by == cast.supervisor.person
    with pytest.raises(NothingToApprove):
        approve_plan(**approve)


def test_a_plan_is_approved_again_when_a_goal_is_newer_and_both_are_told_again(cast, pair, add):
    approve = {"pair": pair, "by": cast.supervisor.person}
    add()
    approve_plan(**approve, at=NOW)
    newer = add_goal(pair=pair, area="housing", text="Queue", due_on=TODAY + timedelta(60), by=None, at=NOW + DAY)
    plan = approve_plan(**{**approve, "by": cast.coordinator.person}, at=NOW + 2 * DAY)
    assert (plan.approved_at, plan.last_yes_at, plan.approved_by) == (NOW, NOW + 2 * DAY, cast.coordinator.person)
    assert not newer.is_newer_than_approval(plan)
    letters = Message.objects.of(cast.organisation).filter(kind="plan").order_by("queued_at")
    assert len(letters) == 4
    assert "what is new in your plan" in letters[3].body
    with pytest.raises(NothingToApprove):
        approve_plan(**approve, at=NOW + 3 * DAY)


def test_a_newer_goal_that_has_an_end_asks_for_no_approval(cast, pair, add):
    add()
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    newer = add_goal(pair=pair, area="housing", text="Queue", due_on=TODAY + timedelta(60), by=None, at=NOW + DAY)
    change_goal(goal=newer, status="dropped", by=None, at=NOW + DAY)
    with pytest.raises(NothingToApprove):
        approve_plan(pair=pair, by=cast.supervisor.person, at=NOW + DAY)


def test_the_same_step_on_the_same_day_is_one(cast, step):
    assert step().pk == step().pk
    assert FormalStep.objects.of(cast.organisation).count() == 1


def test_what_the_mentee_told_is_confirmed_by_who_saw_it(cast, step):
    told = step()
    seen = step(evidence="seen_by_staff", by=cast.coordinator.person)
    assert (seen.pk, seen.evidence, seen.area) == (told.pk, "seen_by_staff", "housing")
    assert step().evidence == "seen_by_staff"


@pytest.mark.parametrize("days", [1, -60])
def test_a_step_is_taken_between_the_first_meeting_and_today(step, days):
    with pytest.raises(WrongDay):
        step(done_on=TODAY + timedelta(days=days))


def test_a_step_before_the_first_meeting_waits(cast, waiting_pair, step, document):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    with pytest.raises(NotStarted):
        step(pair=other)


def test_a_step_for_a_goal_of_another_pair_is_refused(cast, step, add, document):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    with pytest.raises(NotOfThisPair):
        step(pair=other, goal=add())


def test_a_step_needs_a_known_code_and_kind_of_proof(step):
    with pytest.raises(UnknownCode):
        step(code="moon_landing")
    with pytest.raises(UnknownCode):
        step(evidence="hearsay")


def test_a_meeting_is_booked_once_for_one_time(cast, pair):
    at = NOW + timedelta(days=3)
    first = book_meeting(pair=pair, starts_at=at, place="Library", by=None, at=NOW)
    assert book_meeting(pair=pair, starts_at=at, place="", by=None, at=NOW) == first
    cancel_meeting(meeting=first, by=None, at=NOW)
    cancel_meeting(meeting=first, by=None, at=NOW + timedelta(days=1))
    assert PairMeeting.objects.of(cast.organisation).get().cancelled_at == NOW


def test_a_meeting_in_the_past_or_of_an_ended_pair_is_refused(pair, end):
    with pytest.raises(WrongDay):
        book_meeting(pair=pair, starts_at=NOW, place="", by=None, at=NOW)
    end(pair)
    with pytest.raises(PairEnded):
        book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="", by=None, at=NOW)
