"""A person answers a survey, signed in or by a personal link, and is asked for it on the home."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from handslag.core.next_steps import next_steps
from handslag.surveys.actions import close
from handslag.surveys.links import invitation_id, path_for, token_for
from handslag.surveys.models import Invitation
from tests.cast import NOW
from tests.supervision.rows import DAY
from tests.surveys.conftest import answers, says

pytestmark = pytest.mark.django_db


def page_of(invitation):
    return reverse("surveys:answer", args=[invitation.pk])


def test_only_a_page_of_free_questions_may_be_skipped(asked, as_role):
    said = "You may skip questions."
    [pulse] = asked("pulse", "mentee", about="mentor")
    assert said not in as_role("mentee").get(page_of(pulse)).text
    [skills] = asked("skills_pulse", "mentor")
    assert said in as_role("mentor").get(page_of(skills)).text


def test_a_mentee_answers_the_pulse_with_one_page_and_can_change_it(cast, asked, as_role):
    [invitation] = asked("pulse", "mentee", about="mentor")
    client = as_role("mentee")
    page = client.get(page_of(invitation))
    assert page.status_code == 200
    assert cast.mentor.person.given_name in page.text
    assert page.text.count('class="face"') == 10
    sent = client.post(page_of(invitation), {"going": "4", "fit": "5", "call": "no"})
    assert (sent.status_code, sent["Location"]) == (302, page_of(invitation))
    assert answers(cast).get().coded == {"going": 4, "fit": 5, "call": "no"}
    assert "Change my answers" in client.get(page_of(invitation)).text
    again = client.get(page_of(invitation), {"change": 1})
    assert 'value="4" id="id_going_3" checked' in again.text
    client.post(f"{page_of(invitation)}?change=1", {"going": "2", "fit": "5", "call": "yes"})
    assert answers(cast).get().coded["going"] == 2


def test_three_pages_keep_what_was_answered_between_them(cast, asked, as_role):
    [invitation] = asked("mentee_final", "mentee")
    client = as_role("mentee")
    first = client.post(page_of(invitation), {"sat": "5", "helpful": "4"})
    assert first["Location"].endswith("page=now")
    assert not answers(cast, "mentee_final").exists()
    second = client.post(first["Location"], {"job": "yes", "network": "4"})
    third = client.get(second["Location"])
    assert "When did it start?" in third.text  # the question hangs on the answer before
    last = client.post(second["Location"], {"job_on": "2026-02-01", "job_kind": "part_time"})
    client.post(last["Location"], {"best": "The walks", "contact": "yes"})
    response = answers(cast, "mentee_final").get()
    assert response.coded["sat"] == 5
    assert response.coded["job_kind"] == "part_time"
    assert response.sealed == {"best": "The walks"}


def test_an_error_keeps_what_was_typed(cast, asked, as_role):
    [invitation] = asked("skills_pulse", "mentor")
    client = as_role("mentor")
    there = client.post(page_of(invitation), {"used_goals": "often"})["Location"]
    assert client.get(there).status_code == 200
    [pulse] = asked("pulse", "mentor")
    page = client.post(page_of(pulse), {"fit": "5"})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert 'value="5" id="id_fit_4" checked' in page.text


def test_too_late_is_told_kindly(asked, as_role):
    [invitation] = asked("pulse", "mentee")
    close(wave=invitation.wave, by=None, at=NOW)
    page = as_role("mentee").get(page_of(invitation))
    assert page.status_code == 410
    assert "Nothing happens to you" in page.text


@pytest.mark.parametrize("role", ["mentor", "second_mentee", "coordinator", "partner", "outsider"])
def test_nobody_else_opens_the_page_of_a_person(asked, as_role, role):
    [invitation] = asked("pulse", "mentee")
    client = as_role(role)
    assert client.get(page_of(invitation)).status_code == 404
    assert client.post(page_of(invitation), {"going": "1"}).status_code == 404


def test_a_personal_link_needs_no_sign_in_and_shows_no_answer_sent_before(cast, asked):
    [invitation] = asked("skills_pulse", "mentor")
    says(invitation, used_goals="often", example="At the bank with Amina")
    page = Client().get(path_for(invitation))
    assert page.status_code == 200
    assert "Answer again" in page.text
    again = Client().get(f"{path_for(invitation)}?change=1&page=more")
    assert "At the bank" not in again.text
    sent = Client().post(f"{path_for(invitation)}?change=1&page=used", {"used_goals": "never"})
    assert sent.status_code == 302
    assert sent["Location"].startswith("/surveys/link/")


def test_a_personal_link_leads_who_is_signed_in_to_the_own_page_and_nobody_else(cast, asked, as_role):
    """Messages in the app carry the same link as the mail; the page without sign-in has no way home."""
    [invitation] = asked("skills_pulse", "mentee")
    own = as_role("mentee").get(path_for(invitation))
    assert (own.status_code, own.url) == (302, reverse("surveys:answer", args=[invitation.pk]))
    assert as_role("mentor").get(path_for(invitation)).status_code == 200
    assert Client().get(path_for(invitation)).status_code == 200


def test_a_personal_link_shows_no_draft_that_was_begun_from_answers_sent(cast, asked, as_role):
    [invitation] = asked("skills_pulse", "mentor")
    says(invitation, used_goals="often", example="At the bank with Amina")
    client, change = as_role("mentor"), f"{page_of(invitation)}?change=1&page=used"
    there = client.post(change, {"used_goals": "never"})["Location"]
    assert "At the bank" in client.get(there).text
    assert 'value="never" id="id_used_goals_1" checked' in client.get(change).text
    link = f"{path_for(invitation)}?change=1&page="
    for page in ("used", "more"):
        shown = Client().get(link + page).text
        assert "At the bank" not in shown
        assert 'value="never" id="id_used_goals_1" checked' not in shown
    there = Client().post(f"{link}used", {"used_goals": "often"})["Location"]
    assert "At the bank" not in Client().get(there).text
    assert 'value="often" id="id_used_goals_3" checked' in Client().get(f"{link}used").text


def test_a_link_is_in_the_persons_language_and_ends_with_the_survey(cast, asked):
    [invitation] = asked("pulse", "mentee")
    cast.mentee.person.language = "sv"
    cast.mentee.person.save()
    assert "Hur går det?" in Client().get(path_for(invitation)).text
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        assert Client().get(path_for(invitation)).status_code == 410


def test_a_link_that_we_did_not_make_leads_nowhere(asked):
    [invitation] = asked("pulse", "mentee")
    token = token_for(invitation)
    assert invitation_id(token) == invitation.pk
    for wrong in (token[:-1], token[:-1] + ("a" if token[-1] != "a" else "b"), invitation.pk.hex, "0" + token[1:]):
        if wrong != token:
            assert Client().get(reverse("surveys:by_link", args=[wrong])).status_code == 404


def test_home_asks_for_what_is_open_and_says_so_when_reminded(cast, asked):
    [invitation] = asked("pulse", "mentee", about="mentor")

    def steps():
        return [step for step in next_steps(cast.account("mentee"), cast.programme, NOW) if "/surveys/" in step.url]

    [step] = steps()
    assert step.text == "How is it going?"
    assert step.url == page_of(invitation)
    Invitation.objects.of(cast.organisation).update(nudged_at=NOW)
    assert "We miss your answer" in steps()[0].why
    says(invitation, going=4)
    assert steps() == []


def test_the_team_is_told_of_a_mentor_who_wants_a_call(cast, asked):
    mentor, mentee = asked("pulse", "mentor", "mentee")
    says(mentor, going=3, call="yes")
    says(mentee, going=3, call="yes")  # becomes a signal of the pair
    [step] = [s for s in next_steps(cast.account("coordinator"), cast.programme, NOW) if "/surveys/" in s.url]
    assert step.count == 1
    assert not [s for s in next_steps(cast.account("supervisor"), cast.programme, NOW) if "/surveys/" in s.url]


def test_who_asked_for_a_call_stands_first(cast, asked, as_role):
    mentor, second = asked("pulse", "mentor", "second_mentor")
    says(mentor, going=3, call="yes")
    says(second, going=3, call="no", at=NOW + DAY)
    page = as_role("coordinator").get(reverse("surveys:answers", args=[mentor.wave_id]))
    assert [line.invitation.pk for line in page.context["lines"]] == [mentor.pk, second.pk]


def test_wishes_in_several_surveys_lead_to_all_of_them(cast, asked):
    def url() -> str:
        steps = next_steps(cast.account("coordinator"), cast.programme, NOW + DAY)
        return next(step.url for step in steps if "call" in step.text.lower() and "/surveys/" in step.url)

    [first] = asked("pulse", "mentor", occasion="30")
    says(first, going=3, call="yes")
    assert url() == reverse("surveys:answers", args=[first.wave_id])
    [second] = asked("pulse", "second_mentor", occasion="90")
    says(second, going=3, call="yes", at=NOW + DAY)
    assert url() == reverse("surveys:surveys", args=[cast.programme.pk])
