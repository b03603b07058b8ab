"""Installing questionnaires and keeping answers in the drawer they belong to."""

import pytest
from django.db import connection

from handslag.journal.models import Entry
from handslag.questionnaires.actions import NotReadable, VersionTaken, answer, install
from handslag.questionnaires.models import Questionnaire, Response
from tests.cast import NOW
from tests.recruitment.calls import AMIR, installed

pytestmark = pytest.mark.django_db

ANSWERS = {
    "full_name": "Omar Nasser", "languages": ["ar"], "level_ar": "native", "level_sv": "a1", "citizenship": ["SY"],
    "background": ["SY"], "motivation": "Hidden words", "exclude": "My cousin", "conduct": True, "birth_year": 1990,
    "want_gender": "any", "want_strict": "must", "nobody_asks_this": "x",
}  # fmt: skip


def install_one(cast, *questions, version=1, lists=None):
    screen = {"key": "one", "title": {"en": "One"}, "question": list(questions)}
    return install(
        programme=cast.programme, key="own", version=version, title={"en": "Own"}, screens=[screen], lists=lists or {},
        by=None, at=NOW,
    )  # fmt: skip


def answered(cast) -> Response:
    made = answer(
        questionnaire=installed(cast.programme, "mentor_application"), person=cast.mentor.person, answers=ANSWERS,
        language="en", by=cast.coordinator.person, at=NOW,
    )  # fmt: skip
    return Response.objects.of(cast.organisation).get(pk=made.pk)


def test_each_answer_goes_into_its_drawer(cast):
    response = answered(cast)
    assert response.coded == {
        "languages": ["ar"], "level_ar": "native", "citizenship": ["SY"], "birth_year": 1990, "want_gender": "any",
    }  # fmt: skip
    assert response.sealed == {
        "full_name": "Omar Nasser", "background": ["SY"], "motivation": "Hidden words", "conduct": True,
    }  # fmt: skip
    assert response.secret == {"exclude": "My cousin"}


def test_the_permit_is_sealed(cast):
    response = answer(
        questionnaire=installed(cast.programme, "mentee_application"), person=cast.mentee.person,
        answers={"permit": "unsure", "age_band": "18_30"}, language="en", by=None, at=NOW,
    )  # fmt: skip
    assert (response.sealed, response.coded) == ({"permit": "unsure"}, {"age_band": "18_30"})


def test_sealed_answers_do_not_lie_open_in_the_database(cast):
    response = answered(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, secret FROM questionnaires_response")
        row = cursor.fetchone()
    assert not any(word in str(row) for word in ("Hidden", "cousin", "Omar"))
    entry = Entry.objects.of(cast.organisation.pk).get(action="questionnaire.answer", subject_id=str(response.pk))
    assert entry.actor_id == cast.coordinator.person_id


def test_only_the_lists_that_are_used_are_copied(cast):
    form = installed(cast.programme, "mentee_application")
    assert {"area", "ynu"} <= set(form.lists)
    assert "formal_step" not in form.lists


def test_a_version_is_installed_once(cast):
    install_one(cast)
    with pytest.raises(VersionTaken):
        install_one(cast)
    assert install_one(cast, version=2).version == 2


@pytest.mark.parametrize(
    "questions",
    [
        [{"name": "a", "type": "text"}, {"name": "a", "type": "text"}],
        [{"name": "a", "type": "select_one", "list": "nowhere"}],
        [{"name": "a", "type": "text", "relevant": "${b} = "}],
    ],
)
def test_a_questionnaire_that_would_fail_later_is_refused(cast, questions):
    with pytest.raises(NotReadable):
        install_one(cast, *questions)
    assert not Questionnaire.objects.of(cast.organisation).exists()


def test_every_questionnaire_of_the_template_can_be_installed(cast):
    for form in AMIR.questionnaires:
        installed(cast.programme, form["key"])


def test_answers_are_seen_by_coordinators_of_the_programme_alone(cast):
    answered(cast)
    seen = {role for role in (*cast.people, "outsider") if Response.objects.visible_to(cast.account(role)).exists()}
    assert seen == {"coordinator", "second_coordinator"}
