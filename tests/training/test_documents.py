"""Texts to read, the trainer's guides, and a mentor's choice after the first unit."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import translation

from handslag.content.actions import Wording, bring_along, publish
from handslag.core.next_steps import next_steps
from handslag.desk.blueprint import Blueprint
from handslag.training import actions
from handslag.training.models import Confirmation
from tests.cast import NOW, programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def texts(cast):
    def text(key, title="", language="en", body="# {}\n\nRead me."):
        title = title or f"About {key}"
        return publish(
            organisation=cast.organisation, key=key, language=language, title=title, body=body.format(title), by=None,
            at=NOW,
        )  # fmt: skip

    return {key: text(key) for key in ("code_of_conduct", "trauma_guide", "amir_unit_1_guide", "other_unit_1_guide")}


def url(cast, name="documents/"):
    return f"/programmes/{cast.programme.pk}/{name}"


@pytest.mark.parametrize("role", ["mentee", "mentor", "supervisor", "expert"])
def test_everybody_in_a_programme_reads_its_texts_but_not_the_trainers_guides(cast, texts, as_role, role):
    page = as_role(role).get(url(cast)).content.decode()
    assert "About code_of_conduct" in page
    assert "About trauma_guide" in page
    assert "unit_1_guide" not in page
    assert as_role(role).get(url(cast, "documents/code_of_conduct/")).status_code == 200
    assert as_role(role).get(url(cast, "documents/amir_unit_1_guide/")).status_code == 404


@pytest.mark.parametrize("role", ["trainer", "coordinator"])
def test_who_holds_the_units_has_the_guides_of_the_own_template(cast, texts, as_role, role):
    page = as_role(role).get(url(cast)).content.decode()
    assert "About amir_unit_1_guide" in page
    assert "About other_unit_1_guide" not in page
    assert "Read me." in as_role(role).get(url(cast, "documents/amir_unit_1_guide/")).content.decode()


def test_another_organisation_does_not_see_the_texts(cast, texts, as_role):
    assert as_role("outsider").get(url(cast)).status_code == 404
    assert as_role("outsider").get(url(cast, "documents/code_of_conduct/")).status_code == 404


def test_an_unknown_text_does_not_exist(cast, texts, as_role):
    assert as_role("mentor").get(url(cast, "documents/nothing/")).status_code == 404


def test_the_parts_of_a_flyer_are_no_text_to_read(cast, texts, as_role):
    publish(
        organisation=cast.organisation, key="flyer_mentor", language="en", title="Walk with someone", body="{}",
        by=None, at=NOW,
    )  # fmt: skip
    assert "Walk with someone" not in as_role("mentor").get(url(cast)).content.decode()
    assert as_role("mentor").get(url(cast, "documents/flyer_mentor/")).status_code == 404


def test_a_text_is_read_in_the_readers_language_and_newest_version(cast, texts, as_role):
    for body in ("# K\n\nGammal", "# K\n\nNy text"):
        publish(organisation=cast.organisation, key="code_of_conduct", language="sv", title="K", body=body, by=None, at=NOW)  # fmt: skip # noqa: E501
    client = as_role("mentor")
    client.cookies["language"] = "sv"
    page = client.get(url(cast, "documents/code_of_conduct/")).content.decode()
    assert "Ny text" in page
    assert "Gammal" not in page


def test_the_trainer_finds_the_guide_at_the_session(cast, training, texts, as_role):
    session = training.session(training.unit(1))
    assert "How to hold this unit" in as_role("trainer").get(f"/training/sessions/{session.pk}/").content.decode()
    other = training.session(training.unit(2))
    assert "How to hold this unit" not in as_role("trainer").get(f"/training/sessions/{other.pk}/").content.decode()


# ---- the choice after unit 1 ---------------------------------------------------------------------------------


def steps_of(cast, role):
    with translation.override("en"):
        return [step.text for step in next_steps(cast.account(role), cast.programme, NOW)]


def test_a_mentor_is_asked_after_the_first_unit_and_answers(cast, training, texts, as_role):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    assert "Do you want to go on as a mentor?" in steps_of(cast, "mentor")
    assert "Do you want to go on as a mentor?" not in steps_of(cast, "second_mentor")
    client = as_role("mentor")
    assert "Yes, I go on" in client.get(url(cast, "participation/")).content.decode()
    assert client.post(url(cast, "participation/"), {"goes_on": "yes"}).status_code == 302
    answer = Confirmation.objects.of(cast.organisation).get()
    assert (answer.membership, answer.goes_on, answer.document) == (cast.mentor, True, texts["code_of_conduct"])
    assert "Do you want to go on as a mentor?" not in steps_of(cast, "mentor")


def test_a_no_is_told_to_the_coordinator_and_can_be_changed(cast, training, texts, as_role):
    training.marked(training.unit(1), {cast.mentor: "present"})
    client = as_role("mentor")
    client.post(url(cast, "participation/"), {"goes_on": "no"})
    assert "Call who does not go on" in steps_of(cast, "coordinator")
    client.post(url(cast, "participation/"), {"goes_on": "yes"})
    assert Confirmation.objects.of(cast.organisation).get().goes_on is True
    assert "Call who does not go on" not in steps_of(cast, "coordinator")


def test_nobody_answers_before_the_first_unit_is_done(cast, training, texts, as_role):
    training.session(training.unit(1), NOW + timedelta(days=1))
    page = as_role("mentor").get(url(cast, "participation/")).content.decode()
    assert "Yes, I go on" not in page
    as_role("mentor").post(url(cast, "participation/"), {"goes_on": "yes"})
    assert not Confirmation.objects.of(cast.organisation).exists()
    with pytest.raises(actions.TooEarly):
        actions.confirm_participation(
            membership=cast.mentor, document=texts["code_of_conduct"], goes_on=True, by=cast.mentor.person, at=NOW
        )


def test_a_post_without_an_answer_changes_nothing(cast, training, texts, as_role):
    training.marked(training.unit(1), {cast.mentor: "present"})
    response = as_role("mentor").post(url(cast, "participation/"), {})
    assert "Press one of the two buttons" in response.content.decode()
    assert not Confirmation.objects.of(cast.organisation).exists()


@pytest.mark.parametrize("role", ["coordinator", "trainer", "mentee", "outsider"])
def test_only_a_mentor_of_the_programme_is_asked(cast, training, texts, as_role, role):
    assert as_role(role).get(url(cast, "participation/")).status_code == 404


# ---- the template ---------------------------------------------------------------------------------------------


def test_every_unit_has_a_run_sheet_that_fills_its_time():
    amir = Blueprint.named("amir")
    bodies = {(key, language): body for key, language, _title, body in amir.documents()}
    for unit in amir.units:
        for language in ("en", "sv"):
            body = bodies[f"amir_unit_{unit['number']}_guide", language]
            lines = [line.split()[1] for line in body.splitlines() if line.startswith("### ")]
            times = [[_minutes(clock) for clock in line.split("–")] for line in lines]
            assert times[0][0] == 0
            assert times[-1][1] == unit["minutes"]
            assert all(before[1] == after[0] for before, after in pairwise(times))


def _minutes(clock):
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def test_the_glossary_is_a_text_of_72_words_by_alphabet():
    bodies = {(key, language): body for key, language, _title, body in Blueprint.named("amir").documents()}
    words = [line.split("**")[1] for line in bodies["glossary", "sv"].splitlines() if line.startswith("- ")]
    assert len(words) == 72
    assert [words[0], words[-1]] == ["aktivitet i samhället", "överenskommelse"]
    assert words.index("område") < words.index("par") < words.index("väntelista")


def test_each_programme_shows_its_own_wording(cast, as_role):
    other = programme(cast.organisation, "lund-2027")
    for prog, name in ((cast.programme, "Sara"), (other, "Omar")):
        wording = Wording("code_of_conduct", "en", "Code", f"Tell {name}.")
        bring_along(organisation=cast.organisation, programme=prog.pk, wordings=[wording], by=None, at=NOW)
    for prog, name in ((cast.programme, "Sara"), (other, "Omar")):
        page = as_role("administrator").get(f"/programmes/{prog.pk}/documents/code_of_conduct/").text
        assert f"Tell {name}." in page
