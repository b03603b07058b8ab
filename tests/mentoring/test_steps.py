"""A step that was taken is corrected and removed: for a week, by who noted it and by the team."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from handslag.journal.models import Entry
from handslag.mentoring.actions import (
    NotOfThisPair,
    PairEnded,
    StepStands,
    TooLate,
    UnknownCode,
    WrongDay,
    correct_step,
    record_step,
    take_back_step,
    write_diary,
)
from handslag.mentoring.models import FormalStep
from tests.cast import NOW, TODAY

from .conftest import make_pair, start

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def noted(cast, pair, role="mentor", evidence="seen_by_mentor", **more):
    said = {"code": "queue_joined", "done_on": TODAY - DAY} | more
    return record_step(pair=pair, evidence=evidence, by=cast.people[role].person, at=NOW, **said)


@pytest.fixture
def step(cast, pair):
    return noted(cast, pair)


@pytest.fixture
def told(cast, pair):
    """A step that the mentee told and the mentor confirmed."""
    noted(cast, pair, "mentee", "self_said")
    return noted(cast, pair)


@pytest.fixture
def correct(cast, step):
    def correct(**changed):
        said = {"step": step, "code": "job_application", "done_on": TODAY, "by_team": False, "at": NOW + DAY}
        return correct_step(**{"by": cast.mentor.person, **said, **changed})

    return correct


def rows(cast):
    return FormalStep.objects.of(cast.organisation)


def url(name, step):
    return reverse(f"mentoring:step_{name}", args=[step.pair_id, step.pk])


def plan(pair):
    return reverse("mentoring:plan", args=[pair.pk])


def test_a_step_is_said_anew_and_the_journal_tells_what(cast, correct):
    correct()
    [now] = rows(cast)
    assert (now.code, now.area, now.done_on, now.evidence) == ("job_application", "employment", TODAY, "seen_by_mentor")
    [entry] = Entry.objects.of(cast.organisation.pk).filter(action="step.correct")
    assert (entry.actor_id, entry.detail) == (cast.mentor.person_id, {"fields": ["code", "done_on"]})


def test_nothing_new_changes_nothing(cast, step, correct):
    correct(code=step.code, done_on=step.done_on)
    assert not Entry.objects.of(cast.organisation.pk).filter(action="step.correct").exists()


def test_a_corrected_step_leaves_the_diary_entry_that_told_it(cast, pair):
    entry = write_diary(
        pair=pair, what="met", on_date=TODAY, by=cast.mentor.person, at=NOW, activity="cafe", mood=4,
        themes=["housing"], formal_step="queue_joined",
    )  # fmt: skip
    [step] = entry.formal_steps.all()
    correct_step(
        step=step, code="queue_joined", done_on=TODAY - DAY, by=cast.mentor.person, by_team=False, at=NOW + DAY
    )  # fmt: skip
    assert rows(cast).get().entry is None


def test_a_removed_step_is_gone_and_the_journal_says_so_of_the_pair(cast, pair, step, as_role):
    for _press in range(2):
        take_back_step(step=step, by=cast.mentor.person, by_team=False, at=NOW + DAY)
    assert not rows(cast).exists()
    [entry] = Entry.objects.of(cast.organisation.pk).filter(action="step.take_back")
    assert (entry.subject_type, entry.subject_id) == ("pairs.pair", str(pair.pk))
    assert entry.detail == {"step": str(step.pk), "code": "queue_joined", "on": (TODAY - DAY).isoformat()}
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        shown = as_role("administrator").get(reverse("desk:journal")).text
    assert "Mentor One removed a step from the plan of Mentor One + Mentee One." in strip_tags(shown)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code": "moon_landing"}, UnknownCode),
        ({"done_on": TODAY + 2 * DAY}, WrongDay),
        ({"done_on": TODAY - 30 * DAY}, WrongDay),
        ({"at": NOW + 7 * DAY + timedelta(seconds=1)}, TooLate),
        ({"at": NOW + 8 * DAY, "by_team": True}, TooLate),
    ],
)
def test_what_cannot_be_and_what_is_too_late_is_refused(cast, correct, changed, error):
    with pytest.raises(error):
        correct(**changed)
    assert rows(cast).get().code == "queue_joined"


def test_a_step_that_stands_already_is_refused(cast, pair, correct):
    noted(cast, pair, code="job_application", done_on=TODAY)
    with pytest.raises(StepStands):
        correct()


def test_an_ended_pair_keeps_its_steps(pair, correct, end):
    end(pair)
    with pytest.raises(PairEnded):
        correct()


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_confirmed_step_is_changed_by_the_team_alone(cast, told, role):
    values = {"step": told, "by": cast.people[role].person, "at": NOW + DAY}
    with pytest.raises(NotOfThisPair):
        correct_step(code="job_application", done_on=TODAY, by_team=False, **values)
    with pytest.raises(NotOfThisPair):
        take_back_step(by_team=False, **values)
    correct_step(code="job_application", done_on=TODAY, by_team=True, **values)
    assert rows(cast).get().code == "job_application"


def test_nobody_changes_what_the_other_one_noted(cast, correct):
    with pytest.raises(NotOfThisPair):
        correct(by=cast.mentee.person)


# ---- pages


@pytest.mark.parametrize("role", ["mentor", "coordinator"])
def test_it_is_corrected_on_a_page(cast, pair, step, as_role, role):
    client = as_role(role)
    assert f'href="{url("correction", step)}"' in client.get(plan(pair)).text
    shown = client.get(url("correction", step)).text
    assert "Correct the step" in shown
    assert f'value="{TODAY - DAY:%Y-%m-%d}"' in shown
    assert "Correct a step" in shown
    answer = client.post(url("correction", step), {"code": "job_application", "done_on": f"{TODAY}"}, follow=True)
    assert answer.redirect_chain == [(plan(pair), 302)]
    assert "The step is corrected." in answer.text
    assert rows(cast).get().code == "job_application"


def test_a_slip_comes_back_at_its_field(cast, step, as_role):
    late = f"{TODAY + DAY}"
    answer = as_role("mentor").post(url("correction", step), {"code": "job_application", "done_on": late})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["done_on"])
    assert late in answer.text


def test_before_it_is_removed_the_page_asks_and_afterwards_says_so(cast, pair, step, as_role):
    client = as_role("mentor")
    shown = client.get(url("removal", step)).text
    assert "Remove this step?" in shown
    assert rows(cast).exists()
    assert "The step is removed." in client.post(url("removal", step), follow=True).text
    assert not rows(cast).exists()
    for again in (client.post, client.get):
        assert "This step was removed." in again(url("removal", step), follow=True).text


def test_what_stands_by_now_is_not_offered(pair, told, as_role):
    for role, offered in (("mentor", False), ("mentee", False), ("coordinator", True)):
        assert (url("removal", told) in as_role(role).get(plan(pair)).text) is offered
    assert as_role("mentor").get(url("correction", told)).url == plan(pair)
    sent = {"code": "job_application", "done_on": f"{TODAY}"}
    assert "Only the team changes it." in as_role("mentor").post(url("correction", told), sent).text
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        client = as_role("coordinator")
        assert url("removal", told) not in client.get(plan(pair)).text
        assert "This one stays." in client.post(url("removal", told), follow=True).text


@pytest.mark.parametrize(
    ("role", "status"), [("second_mentor", 404), ("outsider", 404), ("mentee", 403), ("trainer", 404)]
)
@pytest.mark.parametrize("name", ["correction", "removal"])
def test_others_may_not(cast, step, as_role, role, status, name):
    client = as_role(role)
    sent = {"code": "job_application", "done_on": f"{TODAY}"}
    assert [client.get(url(name, step)).status_code, client.post(url(name, step), sent).status_code] == [status] * 2
    assert rows(cast).get().code == "queue_joined"


def test_a_step_of_another_pair_is_not_found(cast, pair, step, document, as_role):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    theirs = noted(cast, other, "second_mentor")
    client = as_role("coordinator")
    for name in ("correction", "removal"):
        assert client.get(reverse(f"mentoring:step_{name}", args=[pair.pk, theirs.pk])).status_code == 404
