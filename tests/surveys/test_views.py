"""The pages of surveys: answering signed in and by link, without a name, and what the team and partners see."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.next_steps import next_steps
from handslag.journal.models import Entry
from handslag.questionnaires.models import Response
from handslag.surveys.actions import Asked, close, drop_sheet, invite, open_wave
from handslag.surveys.links import invitation_id, path_for, token_for
from handslag.surveys.models import Invitation, Sheet, Wave
from tests.cast import NOW, TODAY, member, person
from tests.supervision.rows import DAY
from tests.surveys.conftest import says

pytestmark = pytest.mark.django_db


def page_of(invitation):
    return reverse("surveys:answer", args=[invitation.pk])


def answers(cast, key="pulse"):
    return Response.objects.of(cast.organisation).filter(questionnaire__key=key)


# ---- a person answers ----


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


# ---- without a name ----


@pytest.fixture
def anonymous(forms):
    return open_wave(
        questionnaire=forms["free_word"], occasion="hand", kind="anonymous", closes_on=TODAY + DAY, by=None, at=NOW
    )


def test_an_anonymous_survey_is_answered_by_whoever_has_the_address(cast, anonymous, as_role):
    url = reverse("surveys:sheet", args=[anonymous.pk])
    for client in (Client(), as_role("mentee")):
        before = Entry.objects.of(cast.organisation.pk).count()
        sent = client.post(url, {"safe": "2", "change": "More evenings"})
        assert sent.status_code == 302
        assert "We do not know that they are yours" in client.get(sent["Location"]).text
        assert Entry.objects.of(cast.organisation.pk).count() == before
    assert Sheet.objects.of(cast.organisation).count() == 2
    assert not answers(cast, "free_word").exists()


def test_an_empty_sheet_is_refused_and_a_late_one_is_told(anonymous):
    url = reverse("surveys:sheet", args=[anonymous.pk])
    assert Client().post(url, {}).status_code == 422
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert Client().get(url).status_code == 410


def test_a_confidential_survey_has_no_open_address(asked):
    [invitation] = asked("pulse", "mentee")
    assert Client().get(reverse("surveys:sheet", args=[invitation.wave_id])).status_code == 404


# ---- the team and those outside ----


def crowd(cast, forms, count: int, **said):
    """`count` new mentors who have answered the pulse."""
    wave = open_wave(questionnaire=forms["pulse"], occasion="30", by=None, at=NOW - 40 * DAY)
    start = wave.invitations.count()
    new = (person(cast.organisation, f"New {start + n}") for n in range(count))
    people = [Asked(member(cast.programme, one, "mentor")) for one in new]
    invite(wave=wave, people=people, closes_on=TODAY + 30 * DAY, by=None, at=NOW - 40 * DAY)
    for invitation in wave.invitations.filter(answered_at=None):
        says(invitation, at=NOW - 39 * DAY, **said)
    return wave


@pytest.mark.parametrize("role", ["coordinator", "supervisor", "trainer", "administrator", "partner"])
def test_the_team_and_partners_see_totals(cast, forms, as_role, role):
    wave = crowd(cast, forms, 6, going=4)
    assert as_role(role).get(reverse("surveys:surveys", args=[cast.programme.pk])).status_code == 200
    page = as_role(role).get(reverse("surveys:wave", args=[wave.pk]))
    assert "6 of 6 have answered" in page.text


@pytest.mark.parametrize("role", ["mentor", "mentee", "expert", "outsider"])
def test_participants_and_strangers_see_no_totals(cast, asked, as_role, role):
    [invitation] = asked("pulse", "mentor")
    for url in (
        reverse("surveys:surveys", args=[cast.programme.pk]), reverse("surveys:wave", args=[invitation.wave_id])
    ):  # fmt: skip
        assert as_role(role).get(url).status_code == 404


def test_a_partner_sees_no_group_of_fewer_than_five(cast, forms, as_role):
    wave = crowd(cast, forms, 6, going=4, fit=4)
    crowd(cast, forms, 4, going=1, fit=4)
    shown = {
        total.label: total
        for total in as_role("partner").get(reverse("surveys:wave", args=[wave.pk])).context["totals"]
    }
    assert shown["How is it going with the two of you?"].hidden
    assert not shown["Do you two fit together?"].hidden
    reader = as_role("coordinator").get(reverse("surveys:wave", args=[wave.pk])).context["totals"]
    assert [bar.count for bar in reader[0].bars] == [4, 0, 0, 6, 0]


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_who_may_not_read_single_answers_reads_none_as_a_total(cast, forms, as_role, role):
    """The page tells the writer: only the people who evaluate can read your answers, others see totals."""
    wave = crowd(cast, forms, 1, going=1)
    client, url = as_role(role), reverse("surveys:wave", args=[wave.pk])
    page = client.get(url)
    assert page.context["totals"][0].answered == 0
    assert "fewer than five" in page.text
    assert "fewer than five" in client.get(reverse("surveys:surveys", args=[cast.programme.pk])).text
    crowd(cast, forms, 9, going=4)
    assert client.get(url).context["totals"][0].hidden


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator"])
def test_totals_of_two_days_do_not_tell_what_one_person_answered(cast, forms, as_role, role):
    wave = crowd(cast, forms, 5, going=4)
    client, url = as_role(role), reverse("surveys:wave", args=[wave.pk])
    before = client.get(url).context["totals"][0]
    for _day in range(4):
        crowd(cast, forms, 1, going=4)
        page = client.get(url)
        assert page.context["totals"][0] == before
        assert "counted here 5 at a time" in page.text
    crowd(cast, forms, 1, going=4)
    assert client.get(url).context["totals"][0].answered == before.answered + 5
    assert "at a time" not in as_role("coordinator").get(url).text


def measured_twice(cast, forms, *last: int, at=NOW - 30 * DAY):
    """New mentees who first say that they are happy 5 of 10, and `last` the second time."""
    for occasion, day in (("0", at - DAY), ("180", at)):
        wave = open_wave(questionnaire=forms["measures"], occasion=occasion, by=None, at=day)
        if occasion == "0":
            start = wave.invitations.count()
            new = [person(cast.organisation, f"Measured {start + n}") for n in range(len(last))]
            people = [Asked(member(cast.programme, one, "mentee")) for one in new]
        invite(wave=wave, people=people, closes_on=TODAY + 30 * DAY, by=None, at=day)
        for one, life in zip(people, last, strict=True):
            invitation = wave.invitations.get(membership=one.membership)
            says(invitation, at=day, life=5 if occasion == "0" else life)


def first_change(client, cast):
    return client.get(reverse("surveys:surveys", args=[cast.programme.pk])).context["changes"][0]


@pytest.mark.parametrize("role", ["partner", "supervisor"])
def test_before_and_after_shows_no_single_person_to_those_who_may_not_read_them(cast, forms, as_role, role):
    measured_twice(cast, forms, 8, 8, 8, 8, 8)
    assert first_change(as_role(role), cast).better == 5
    measured_twice(cast, forms, 2)
    assert first_change(as_role(role), cast).better == 5
    change = first_change(as_role("coordinator"), cast)
    assert (change.better, change.same, change.worse) == (5, 0, 1)
    measured_twice(cast, forms, 8, 8, 8, 8)
    assert first_change(as_role(role), cast).hidden


def test_before_and_after_is_as_of_the_end_of_a_month_for_a_partner(cast, forms, as_role):
    measured_twice(cast, forms, 8, 8, 8, 8, 8)
    measured_twice(cast, forms, 8, at=NOW)
    assert first_change(as_role("partner"), cast).persons == 5
    assert first_change(as_role("coordinator"), cast).persons == 6


def test_a_partner_sees_totals_as_of_the_end_of_a_month(cast, forms, as_role):
    """Totals of two days that follow each other would show what one person answered in between."""
    wave = crowd(cast, forms, 6, going=4)
    [late] = Invitation.objects.of(cast.organisation).filter(wave=wave)[:1]
    says(late, going=4, at=NOW)
    assert "5 of 6" in as_role("partner").get(reverse("surveys:wave", args=[wave.pk])).text
    assert "6 of 6" in as_role("coordinator").get(reverse("surveys:wave", args=[wave.pk])).text


def test_single_answers_are_for_the_coordinator_and_noted_before_they_are_shown(cast, asked, as_role):
    mentor, _mentee = asked("skills_pulse", "mentor", "second_mentor")
    says(mentor, used_goals="often", example="At the bank")
    url = reverse("surveys:answers", args=[mentor.wave_id])
    for role in ("supervisor", "trainer", "partner", "mentor"):
        assert as_role(role).get(url).status_code == 404
    page = as_role("coordinator").get(url)
    assert "At the bank" in page.text
    assert "Not answered yet" in page.text
    [read] = Entry.objects.of(cast.organisation.pk).filter(action="read.survey")
    assert (read.subject_id, read.actor_id) == (str(mentor.pk), cast.coordinator.person.pk)


def test_a_survey_is_opened_by_hand_for_the_chosen_roles(cast, forms, as_role):
    url = reverse("surveys:new_wave", args=[cast.programme.pk])
    sent = as_role("coordinator").post(
        url, {"questionnaire": "pulse", "roles": ["mentee"], "closes_on": (TODAY + DAY).isoformat()}
    )
    wave = Wave.objects.of(cast.organisation).get()
    assert sent["Location"] == reverse("surveys:wave", args=[wave.pk])
    assert set(wave.invitations.values_list("membership__role", flat=True)) == {"mentee"}
    assert wave.key == f"pulse-{TODAY.isoformat()}"


@pytest.mark.parametrize(
    "said", [{"closes_on": ""}, {"questionnaire": "pulse", "closes_on": "2026-03-09"},
             {"questionnaire": "pulse", "roles": ["mentee"], "closes_on": "2026-03-01"}],
)  # fmt: skip
def test_opening_by_hand_says_what_is_missing(cast, forms, as_role, said):
    page = as_role("coordinator").post(reverse("surveys:new_wave", args=[cast.programme.pk]), said)
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert not Wave.objects.of(cast.organisation).exists()


def test_only_the_coordinator_opens_nudges_and_closes(cast, asked, as_role):
    [invitation] = asked("pulse", "mentee")
    for role in ("supervisor", "administrator", "partner", "mentee"):
        client = as_role(role)
        assert client.post(reverse("surveys:nudge", args=[invitation.wave_id])).status_code == 404
        assert client.post(reverse("surveys:closing", args=[invitation.wave_id])).status_code == 404
        assert client.get(reverse("surveys:new_wave", args=[cast.programme.pk])).status_code == 404
    client = as_role("coordinator")
    client.post(reverse("surveys:nudge", args=[invitation.wave_id]))
    assert Invitation.objects.of(cast.organisation).get().nudged_at == NOW
    client.post(reverse("surveys:closing", args=[invitation.wave_id]))
    assert Wave.objects.of(cast.organisation).get().closed_at == NOW


@pytest.mark.parametrize(("role", "told"), [("coordinator", True), ("supervisor", False), ("partner", False)])
def test_only_who_can_see_who_is_missing_is_told_so(cast, asked, as_role, role, told):
    """Names stand on the page of single answers, and nowhere else."""
    [invitation] = asked("pulse", "mentor")
    client = as_role(role)
    assert ("who is missing" in client.get(f"/programmes/{cast.programme.pk}/surveys/").text) is told
    page = client.get(f"/surveys/waves/{invitation.wave_id}/").text
    assert str(cast.mentor.person) not in page
    assert (client.get(f"/surveys/waves/{invitation.wave_id}/answers/").status_code == 200) is told


def test_one_answer_has_answered_and_two_have(asked, as_role):
    one, two = asked("pulse", "mentor", "mentee")
    says(one, going=4)
    url, client = f"/surveys/waves/{one.wave_id}/", as_role("coordinator")
    assert "1 of 2 has answered." in client.get(url).text
    says(two, going=4)
    assert "2 of 2 have answered." in client.get(url).text


def test_the_address_of_an_anonymous_survey_and_its_words(cast, anonymous, as_role):
    drop_sheet(wave=anonymous, answers={"safe": 5, "change": "More evenings"}, at=NOW)
    page = as_role("coordinator").get(reverse("surveys:wave", args=[anonymous.pk])).text
    assert reverse("surveys:sheet", args=[anonymous.pk]) in page
    assert "More evenings" in page
    assert "More evenings" not in as_role("supervisor").get(reverse("surveys:wave", args=[anonymous.pk])).text


def test_pages_take_at_most_eight_queries_for_two_rows_and_for_thirty(cast, forms, as_role):
    def counts() -> list[int]:
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                client.get(url)
            found.append(len([q for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
        return found

    wave = crowd(cast, forms, 2, going=4)
    client = as_role("coordinator")
    urls = [
        reverse("surveys:surveys", args=[cast.programme.pk]), reverse("surveys:wave", args=[wave.pk]),
        reverse("surveys:answers", args=[wave.pk]),
    ]  # fmt: skip
    few = counts()
    crowd(cast, forms, 28, going=3)
    many = counts()
    assert many == few
    assert max(many) <= 8
