"""What was written wrong is corrected: a diary entry by its mentor for a week, a goal until it has an end."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring.actions import (
    DayWritten,
    GoalSettled,
    NotOfThisPair,
    PairEnded,
    TooLate,
    UnknownCode,
    WrongDay,
    add_goal,
    approve_plan,
    book_meeting,
    change_goal,
    correct_diary,
    correct_goal,
    write_diary,
)
from handslag.mentoring.actions.closing import assess_goal
from handslag.mentoring.actions.planning import TextMissing
from handslag.mentoring.models import FormalStep, Goal
from tests.cast import NOW, TODAY

from .conftest import make_pair, start

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPRING = TODAY + timedelta(days=90)
MET = {"what": "met", "on_date": TODAY, "activity": "cafe", "mood": 4, "themes": ["language"], "sentence": "Bank"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def goal(cast, pair):
    return add_goal(pair=pair, area="housing", text="Find a room", due_on=SPRING, by=cast.mentee.person, at=NOW)


@pytest.fixture
def entry(cast, pair, goal):
    return write_diary(
        pair=pair, by=cast.mentor.person, at=NOW, goals=[goal], formal_step="queue_joined", **MET
    )  # fmt: skip


@pytest.fixture
def correct(cast, entry, goal):
    def correct(**changed):
        values = {"entry": entry, "by": cast.mentor.person, "at": NOW + DAY, "goals": [goal], **MET}
        return correct_diary(**{**values, "formal_step": "queue_joined", **changed})

    return correct


def stored(row):
    return type(row).objects.of(row.organisation_id).get(pk=row.pk)


def journalled(cast, action):
    return [entry.detail for entry in Entry.objects.of(cast.organisation.pk).filter(action=action)]


# ---- the diary


def test_a_corrected_entry_says_so_and_the_journal_which_parts(cast, entry, correct):
    correct(mood=2, sentence="She spoke at the library", at=NOW + DAY)
    now = stored(entry)
    assert (now.mood, now.sentence, now.corrected_at) == (2, "She spoke at the library", NOW + DAY)
    assert now.written_at == NOW
    assert journalled(cast, "diary.correct") == [{"fields": ["mood", "sentence"]}]


def test_what_is_the_same_is_no_correction(cast, entry, correct):
    step = FormalStep.objects.of(cast.organisation).get()
    correct()
    assert stored(entry).corrected_at is None
    assert journalled(cast, "diary.correct") == []
    assert FormalStep.objects.of(cast.organisation).get() == step


def test_goals_and_the_formal_step_follow_the_correction(cast, entry, correct):
    correct(goals=[], formal_step="")
    assert not stored(entry).goals_touched.exists()
    assert not FormalStep.objects.of(cast.organisation).exists()
    assert journalled(cast, "diary.correct") == [{"fields": ["formal_step", "goals"]}]


def test_a_step_moves_with_the_day_of_its_entry(cast, entry, correct):
    correct(on_date=TODAY - DAY)
    [step] = FormalStep.objects.of(cast.organisation)
    assert (step.done_on, step.entry_id) == (TODAY - DAY, entry.pk)


def test_a_meeting_that_did_not_happen_after_all_leaves_nothing_of_a_meeting(cast, entry, correct):
    now = stored(correct(what="no_show", formal_step="queue_joined"))
    assert (now.form, now.activity, now.minutes, now.mood, now.themes) == ("", "", None, None, [])
    assert not FormalStep.objects.of(cast.organisation).exists()
    assert not now.goals_touched.exists()


def test_after_seven_days_an_entry_stands(entry, correct):
    assert correct(mood=1, at=NOW + 7 * DAY).mood == 1
    with pytest.raises(TooLate):
        correct(mood=5, at=NOW + 7 * DAY + timedelta(seconds=1))
    assert stored(entry).mood == 1


@pytest.mark.parametrize("who", ["second_mentor", "mentee", "coordinator", "supervisor"])
def test_nobody_else_corrects_the_mentors_words(cast, entry, correct, who):
    with pytest.raises(NotOfThisPair):
        correct(by=getattr(cast, who).person, mood=1)
    assert stored(entry).mood == 4


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"on_date": TODAY + 3 * DAY}, WrongDay), ({"mood": 6}, UnknownCode), ({"flags": ["unsafe"]}, UnknownCode),
        ({"formal_step": "moon_landing"}, UnknownCode),
    ],
)  # fmt: skip
def test_a_correction_is_checked_as_a_new_entry(cast, entry, correct, wrong, error):
    with pytest.raises(error):
        correct(**wrong)
    assert (stored(entry).corrected_at, stored(entry).on_date) == (None, TODAY)
    assert FormalStep.objects.of(cast.organisation).get().code == "queue_joined"


def test_the_diary_of_an_ended_pair_stands(pair, entry, correct, end):
    end(pair)
    with pytest.raises(PairEnded):
        correct(mood=1)


def typed(**changed):
    values = {
        "what": "met", "themes": ["language"], "activity": "cafe", "mood": "2", "on_date": TODAY.isoformat(),
        "form": "in_person", "minutes": "45", "sentence": "Another bank", "formal_step": "queue_joined",
    }  # fmt: skip
    return {**values, **changed}


def url(name, row, pair):
    return reverse(f"mentoring:{name}", args=[pair.pk, row.pk])


def test_the_mentor_finds_the_entry_filled_in_and_corrects_it(cast, pair, entry, goal, as_role):
    client = as_role("mentor")
    diary = reverse("mentoring:diary", args=[pair.pk])
    assert url("correction", entry, pair) in client.get(diary).text
    shown = client.get(url("correction", entry, pair)).text
    assert "Bank</textarea>" in shown
    assert f'value="{goal.pk}" checked' in shown.replace('" id="id_goals_1"', '"')
    assert client.post(url("correction", entry, pair), typed()).url == diary
    assert (stored(entry).minutes, stored(entry).sentence) == (45, "Another bank")
    assert "Corrected on 2 March 2026" in as_role("supervisor").get(diary).text


def test_opening_an_entry_to_correct_it_is_a_read(cast, pair, entry, as_role):
    as_role("mentor").get(url("correction", entry, pair))
    [read] = Entry.objects.of(cast.organisation.pk).filter(action="read.diary")
    assert (read.actor_id, read.subject_id) == (cast.mentor.person_id, str(entry.pk))


def test_a_wrong_correction_keeps_what_was_typed(pair, entry, as_role):
    answer = as_role("mentor").post(url("correction", entry, pair), typed(mood=""))
    assert answer.status_code == 422
    assert "Another bank" in answer.text
    assert stored(entry).sentence == "Bank"


def test_too_late_is_told_on_the_page_and_not_offered_any_more(pair, entry, as_role):
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        client = as_role("mentor")
        assert url("correction", entry, pair) not in client.get(reverse("mentoring:diary", args=[pair.pk])).text
        answer = client.post(url("correction", entry, pair), typed())
    assert answer.status_code == 422
    assert "for 7 days" in answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("second_mentor", 404), ("outsider", 404), ("mentee", 403), ("supervisor", 403), ("coordinator", 403)],
)
def test_others_may_not_open_the_correction(pair, entry, as_role, role, status):
    assert as_role(role).get(url("correction", entry, pair)).status_code == status


def test_an_entry_of_another_pair_is_not_found(cast, pair, entry, document, as_role):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    theirs = write_diary(pair=other, by=cast.second_mentor.person, at=NOW, **MET)
    assert as_role("mentor").get(url("correction", theirs, pair)).status_code == 404


def test_an_entry_is_not_moved_to_a_day_that_has_one_unless_they_met_twice(cast, pair, entry, correct):
    before = write_diary(pair=pair, by=cast.mentor.person, at=NOW, **{**MET, "on_date": TODAY - DAY})
    with pytest.raises(DayWritten) as refused:
        correct(on_date=TODAY - DAY)
    assert refused.value.entry == before
    assert stored(entry).on_date == TODAY
    correct(on_date=TODAY - DAY, again=True)
    correct(on_date=TODAY - DAY, mood=1)  # it stays there, so nobody is asked again
    assert (stored(entry).on_date, stored(entry).mood) == (TODAY - DAY, 1)


# ---- goals


@pytest.fixture
def reword(cast, goal):
    def reword(**changed):
        values = {"goal": goal, "area": "housing", "text": "Find a flat", "due_on": SPRING, "by": cast.mentee.person}
        return correct_goal(**{**values, "at": NOW + DAY, **changed})

    return reword


def test_a_goal_is_said_in_other_words_and_the_journal_says_which_parts(cast, goal, reword):
    reword(due_on=SPRING + DAY, first_step="Ask the landlord")
    now = stored(goal)
    assert (now.text, now.due_on, now.first_step) == ("Find a flat", SPRING + DAY, "Ask the landlord")
    assert (now.changed_at, now.corrected_at, now.status) == (NOW + DAY, NOW + DAY, "open")
    assert journalled(cast, "goal.correct") == [{"fields": ["due_on", "first_step", "text"]}]


def test_the_same_words_are_no_correction(cast, goal, reword):
    reword(text=" Find a room ")
    assert journalled(cast, "goal.correct") == []
    assert (stored(goal).changed_at, stored(goal).corrected_at) == (NOW, None)


def test_a_day_that_has_passed_may_stay_but_not_be_chosen(goal, reword):
    late = NOW + timedelta(days=100)
    assert reword(at=late).text == "Find a flat"
    with pytest.raises(WrongDay):
        reword(at=late, due_on=SPRING + DAY)


@pytest.mark.parametrize(("wrong", "error"), [({"text": " "}, TextMissing), ({"area": "moon"}, UnknownCode)])
def test_a_corrected_goal_is_checked_as_a_new_one(goal, reword, wrong, error):
    with pytest.raises(error):
        reword(**wrong)
    assert stored(goal).text == "Find a room"


@pytest.mark.parametrize("status", ["reached", "partly", "changed", "dropped"])
def test_a_goal_with_an_end_keeps_its_words(goal, reword, status):
    change_goal(goal=goal, status=status, by=None, at=NOW)
    with pytest.raises(GoalSettled, match="has an end"):
        reword()


def test_a_goal_that_was_looked_at_in_the_end_keeps_its_words(goal, reword):
    assess_goal(goal=goal, status="moving", by=None, at=NOW)
    with pytest.raises(GoalSettled, match="final look"):
        reword()


def test_an_ended_pair_corrects_no_goal(pair, reword, end):
    end(pair)
    with pytest.raises(PairEnded):
        reword()


def test_the_mentee_corrects_the_goal_on_its_page(pair, goal, as_role):
    client, page = as_role("mentee"), url("goal_correction", goal, pair)
    plan = reverse("mentoring:plan", args=[pair.pk])
    assert page in client.get(plan).text
    assert "Find a room</textarea>" in client.get(page).text
    values = {"area": "housing", "text": "Find a flat", "due_on": SPRING.isoformat(), "first_step": ""}
    assert client.post(page, values).url == plan
    assert stored(goal).text == "Find a flat"


def test_a_refused_goal_keeps_what_was_typed_and_says_why(pair, goal, as_role):
    change_goal(goal=goal, status="reached", by=None, at=NOW)
    client = as_role("mentor")
    page = url("goal_correction", goal, pair)
    assert page not in client.get(reverse("mentoring:plan", args=[pair.pk])).text
    values = {"area": "housing", "text": "Quite another", "due_on": SPRING.isoformat()}
    answer = client.post(page, values)
    assert answer.status_code == 422
    assert "Quite another" in answer.text
    assert "This goal has an end" in answer.text


@pytest.mark.parametrize(
    ("role", "status"),
    [("mentor", 200), ("supervisor", 200), ("second_mentor", 404), ("trainer", 404), ("outsider", 404)],
)
def test_those_who_may_plan_may_correct(pair, goal, as_role, role, status):
    assert as_role(role).get(url("goal_correction", goal, pair)).status_code == status


def test_opening_a_goal_to_correct_it_is_a_read(cast, pair, goal, as_role):
    as_role("mentor").get(url("goal_correction", goal, pair))
    [read] = Entry.objects.of(cast.organisation.pk).filter(action="read.plan")
    assert read.subject_id == str(goal.pk)


def test_a_goal_of_another_pair_is_not_found(cast, pair, goal, document, as_role):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    theirs = add_goal(pair=other, area="housing", text="Other", due_on=SPRING, by=None, at=NOW)
    assert as_role("mentor").get(url("goal_correction", theirs, pair)).status_code == 404
    assert Goal.objects.of(cast.organisation).count() == 2


def test_an_approved_plan_tells_the_team_which_words_it_has_not_read(cast, pair, goal, reword, as_role):
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    plan, newer = reverse("mentoring:plan", args=[pair.pk]), "Newer than the approval"
    assert newer not in as_role("supervisor").get(plan).text
    reword()
    page = as_role("supervisor").get(plan).text
    assert "Corrected on 3 March 2026" in page.replace("\xa0", " ")
    assert page.count(newer) == 1
    add_goal(pair=pair, area="housing", text="Join the queue", due_on=SPRING, by=None, at=NOW + DAY)
    assert as_role("supervisor").get(plan).text.count(newer) == 2
    for role in ("mentor", "mentee"):  # they read that it waits, where it waits
        page = as_role(role).get(plan).text
        assert page.count("New since then. The team looks at it.") == 2
        assert page.count("2 goals are new since then. The team looks at them.") == 1
    page = as_role("mentee").get(plan).text
    assert "Corrected on" in page
    assert newer not in page


def test_what_is_newer_is_settled_by_approving_again(cast, pair, goal, reword, as_role):
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    plan, again = reverse("mentoring:plan", args=[pair.pk]), "Approve the plan again"
    assert again not in as_role("supervisor").get(plan).text
    reword()
    assert again in as_role("supervisor").get(plan).text
    assert again not in as_role("mentor").get(plan).text
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        client = as_role("supervisor")
        client.post(reverse("mentoring:approval", args=[pair.pk]))
        page = client.get(plan).text
    assert again not in page
    assert "Newer than the approval" not in page
    assert "approved the plan on 4 March 2026" in page.replace("\xa0", " ")


def test_a_goal_that_was_corrected_before_the_approval_is_approved_as_it_stands(cast, pair, goal, reword, as_role):
    reword(at=NOW)
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    change_goal(goal=goal, status="moving", by=None, at=NOW + DAY)
    assert "Newer than the approval" not in as_role("supervisor").get(reverse("mentoring:plan", args=[pair.pk])).text


@pytest.mark.parametrize("name", ["correction", "goal_correction", "move"])
def test_the_pages_make_at_most_eight_queries(cast, pair, entry, goal, as_role, name):
    meeting = book_meeting(pair=pair, starts_at=NOW + DAY, place="", by=None, at=NOW)
    address = url(name, {"correction": entry, "goal_correction": goal, "move": meeting}[name], pair)
    client = as_role("mentor")
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 8, "\n".join(q[:60] + q[q.find(" FROM ") :][:60] for q in asked)
