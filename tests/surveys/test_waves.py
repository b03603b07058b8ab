"""Single answers for who evaluates; surveys are opened, reminded of and closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.surveys.actions import drop_sheet
from handslag.surveys.models import Invitation, Wave
from tests.cast import NOW, TODAY
from tests.supervision.rows import DAY
from tests.surveys.conftest import crowd, says

pytestmark = pytest.mark.django_db


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
