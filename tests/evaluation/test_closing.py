"""Closing a programme: the list, the acts, and what is refused afterwards."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.next_steps import next_steps
from handslag.evaluation.closing import state_of, tasks
from handslag.evaluation.closing_actions import (
    PairsRunning,
    WrongDay,
    close_programme,
    end_all_pairs,
    write_reflection,
)
from handslag.evaluation.models import Closure, Reflection
from handslag.journal.models import Entry
from handslag.mentoring.actions.closing import note_not_done
from handslag.pairs.actions import suggest
from handslag.pairs.models import Pair
from handslag.programmes.closed import ProgrammeClosed, is_closed
from handslag.programmes.models import Phase, Programme
from handslag.recruitment.actions import open_call
from handslag.surveys.actions import Asked, invite, open_wave
from handslag.surveys.models import Wave
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY, many_pairs, started
from tests.surveys.conftest import install_surveys, says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def page(programme, name="closing"):
    return reverse(f"evaluation:{name}", args=[programme.pk])


def done(programme) -> list[bool]:
    return [task.state == "done" for task in tasks(state_of(programme, TODAY))]


def test_the_list_follows_from_what_has_been_done(cast, programme):
    pair = started(cast, on=TODAY - 300 * DAY)
    by = cast.coordinator.person
    assert done(programme)[:4] == [False] * 4
    wave = open_wave(questionnaire=install_surveys(programme)["mentee_final"], occasion="350", by=None, at=NOW)
    invite(wave=wave, people=[Asked(cast.mentee)], closes_on=TODAY, by=None, at=NOW)
    says(wave.invitations.get(), sat=4, helpful=4)
    write_reflection(programme=programme, held_on=TODAY, lessons="Start earlier", by=by, at=NOW)
    assert end_all_pairs(programme=programme, by=by, at=NOW) == 1
    pair.refresh_from_db(from_queryset=Pair.objects.of(cast.organisation))
    assert (pair.end_reason, pair.ended_on) == ("completed", TODAY)
    note_not_done(pair=pair, reason="moved", by=by, at=NOW)
    assert done(programme)[:4] == [True] * 4


def test_every_task_of_the_list_has_a_page(cast, programme):
    started(cast, on=TODAY - 300 * DAY)
    assert all(task.url for task in tasks(state_of(programme, TODAY)))


@pytest.mark.parametrize(("days", "state"), [(349, "later"), (350, "done")])
def test_the_last_survey_waits_until_every_pair_has_been_asked(cast, programme, days, state):
    started(cast, "second_mentor", "second_mentee", on=TODAY - 400 * DAY, ended_on=TODAY, end_reason="moved")
    wave = open_wave(questionnaire=install_surveys(programme)["mentee_final"], occasion="350", by=None, at=NOW)
    invite(wave=wave, people=[Asked(cast.second_mentee)], closes_on=TODAY, by=None, at=NOW)
    says(wave.invitations.get(), sat=4, helpful=4)
    started(cast, on=TODAY - days * DAY)
    task = next(tasks(state_of(programme, TODAY)))
    assert task.state == state
    assert ("1 of 1 so far" in task.said) == (state == "later")


def test_an_unanswered_last_survey_is_to_do_once_all_are_asked(cast, programme):
    started(cast, on=TODAY - 350 * DAY)
    wave = open_wave(questionnaire=install_surveys(programme)["mentee_final"], occasion="350", by=None, at=NOW)
    invite(wave=wave, people=[Asked(cast.mentee)], closes_on=TODAY, by=None, at=NOW)
    assert next(tasks(state_of(programme, TODAY))).state == "now"


@pytest.mark.parametrize(("begins", "ends", "kind"), [(240, 270, "warning"), (-10, 14, "info"), (-40, 0, "")])
def test_before_all_pairs_end_the_page_says_how_early_that_is(cast, programme, as_role, begins, ends, kind):
    started(cast, on=TODAY - 40 * DAY)
    programme.phases.create(
        organisation=cast.organisation, key="closing", position=9, title="Closing",
        starts_on=TODAY + begins * DAY, ends_on=TODAY + ends * DAY,
    )  # fmt: skip
    shown = as_role("coordinator").get(page(programme, "closing_end")).text.replace("\xa0", " ")
    early, _button, _rest = shown.partition("End them all, with thanks")
    assert ("planned to end on" in early) == bool(kind)
    assert "planned to end on" not in _rest
    if kind:
        assert f"notice--{kind}" in early
        assert ("That is 8 months, 3 weeks from today" if ends > 100 else "That is 2 weeks from today") in early


def test_the_home_leads_to_the_list_from_the_closing_phase_until_it_is_closed(cast, programme):
    def says(role: str, on=TODAY) -> bool:
        at = NOW + (on - TODAY)
        steps = next_steps(cast.account(role), Programme.objects.of(cast.organisation).get(pk=programme.pk), at)
        return page(programme) in [step.url for step in steps]

    assert not says("coordinator")
    Phase.objects.of(cast.organisation).filter(programme=programme).delete()
    Phase.objects.create(
        organisation=cast.organisation, programme=programme, key="closing", title="Closing", position=1,
        starts_on=TODAY + DAY, ends_on=TODAY + 30 * DAY,
    )  # fmt: skip
    assert [says("coordinator", TODAY + n * DAY) for n in (0, 1)] == [False, True]
    assert [says(role, TODAY + DAY) for role in ("mentor", "supervisor", "outsider")] == [False, False, False]
    close_programme(programme=programme, by=None, at=NOW)
    assert not says("coordinator", TODAY + DAY)


def test_a_programme_with_pairs_left_is_not_closed(cast, programme):
    started(cast, on=TODAY - 300 * DAY)
    with pytest.raises(PairsRunning):
        close_programme(programme=programme, by=None, at=NOW)
    assert not is_closed(programme)


def test_ending_all_leaves_pairs_that_never_met_to_the_team(cast, programme):
    waiting = started(cast)
    waiting.started_on = None
    waiting.save()
    assert end_all_pairs(programme=programme, by=None, at=NOW) == 0
    with pytest.raises(PairsRunning):
        close_programme(programme=programme, by=None, at=NOW)


def test_a_closed_programme_takes_nothing_new_and_says_when_data_go(cast, programme):
    forms = install_surveys(programme)
    wave = open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW)
    closure = close_programme(programme=programme, by=cast.coordinator.person, at=NOW)
    assert closure.delete_on == date(2028, 3, 2)
    assert Wave.objects.of(cast.organisation).get(pk=wave.pk).closed_at == NOW
    assert Entry.objects.of(cast.organisation.pk).filter(action="programme.close").count() == 1
    for act in (
        lambda: close_programme(programme=programme, by=None, at=NOW),
        lambda: suggest(programme=programme, by=None, at=NOW),
        lambda: open_call(
            programme=programme, role="mentor", questionnaire=forms["pulse"], slug="late", opens_on=TODAY,
            closes_on=TODAY, by=None, at=NOW,
        ),
        lambda: write_reflection(programme=programme, held_on=TODAY, lessons="Late", by=None, at=NOW),
    ):  # fmt: skip
        with pytest.raises(ProgrammeClosed):
            act()


def test_another_programme_stays_open(cast, programme):
    close_programme(programme=programme, by=None, at=NOW)
    assert not is_closed(cast.other_programme)


def test_a_reflection_is_not_of_tomorrow(cast, programme):
    with pytest.raises(WrongDay):
        write_reflection(programme=programme, held_on=TODAY + DAY, lessons="x", by=None, at=NOW)


def test_the_page_of_the_reflection_says_which_day_is_wrong(programme, as_role):
    said = {"held_on": (TODAY + DAY).isoformat(), "lessons": "Start earlier"}
    answer = as_role("coordinator").post(page(programme, "closing_reflection"), said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["held_on"]
    assert "Start earlier" in answer.text


def test_the_coordinator_walks_the_list_to_the_end(cast, programme, as_role):
    started(cast, on=TODAY - 300 * DAY)
    client = as_role("coordinator")
    assert "To do" in client.get(page(programme)).text
    assert str(cast.mentee.person) in client.get(page(programme, "closing_pairs")).text
    assert "1 pair ends today" in client.get(page(programme, "closing_end")).text
    client.post(page(programme))
    assert not Closure.objects.of(cast.organisation).exists()  # the pair still runs
    client.post(page(programme, "closing_end"))
    said = {"held_on": TODAY.isoformat(), "lessons": "Start earlier"}
    client.post(page(programme, "closing_reflection"), said)
    assert Reflection.objects.of(cast.organisation).get().lessons == "Start earlier"
    client.post(page(programme))
    text = client.get(page(programme)).text
    assert "The programme is closed" in text
    assert "2 March 2028" in text


def test_pairs_that_can_not_be_ended_now_are_said_in_words(cast, programme, as_role):
    pair = started(cast, on=TODAY + DAY)  # refused, as one that somebody else ends at the same moment
    answer = as_role("coordinator").post(page(programme, "closing_end"), follow=True)
    assert "This day is too early." in answer.text
    assert answer.redirect_chain == [(page(programme), 302)]
    pair.refresh_from_db(from_queryset=Pair.objects.of(cast.organisation))
    assert pair.ended_on is None


def test_an_empty_reflection_keeps_what_was_typed(cast, programme, as_role):
    said = {"held_on": "2027-01-01", "lessons": "", "ideas": "A summer camp"}
    answer = as_role("coordinator").post(page(programme, "closing_reflection"), said)
    assert answer.status_code == 422
    assert "A summer camp" in answer.text


@pytest.mark.parametrize("role", ["supervisor", "trainer", "partner", "administrator", "mentor", "mentee", "outsider"])
def test_nobody_but_the_coordinator_closes(cast, programme, as_role, role):
    client = as_role(role)
    for name in ("closing", "closing_pairs", "closing_reflection", "closing_end"):
        assert client.get(page(programme, name)).status_code == 404
        assert client.post(page(programme, name), {"x": 1}).status_code == 404
    assert not Closure.objects.of(cast.organisation).exists()


def test_the_pages_take_at_most_eight_queries_for_thirty_pairs(cast, programme, as_role):
    many_pairs(cast, 30, on=TODAY - 300 * DAY)
    client = as_role("coordinator")
    for name in ("closing", "closing_pairs", "closing_end"):
        client.get(page(programme, name))
        with CaptureQueriesContext(connection) as caught:
            client.get(page(programme, name))
        assert len(caught.captured_queries) <= 9, name
