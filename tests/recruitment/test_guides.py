"""The interview guide lies beside the note, as it was when the programme was set up."""

import pytest

from handslag.recruitment.actions import keep_guide
from handslag.recruitment.guides import guide
from tests.cast import NOW

from .calls import AMIR
from .received import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def guides(cast):
    return [keep_guide(programme=cast.programme, written=written, by=None, at=NOW) for written in AMIR.guides]


def test_each_role_has_its_own_questions_in_the_readers_language(cast, guides):
    found = guide(cast.programme, "mentor", "sv")
    assert found.minutes == 45
    assert found.questions[0][0] == "Hur såg din väg hit ut, och vad var svårt?"
    assert guide(cast.programme, "mentee", "en").questions != guide(cast.programme, "mentor", "en").questions


def test_a_programme_keeps_its_own_guide(cast, guides):
    guides[0].written["question"][0]["text"]["en"] = "Why us?"
    guides[0].save()
    assert guide(cast.programme, guides[0].role, "en").questions[0][0] == "Why us?"
    assert guide(cast.other_programme, guides[0].role, "en") is None


def test_the_guide_is_shown_where_the_interview_is_noted(cast, guides, as_role):
    application = received(cast.programme)
    assert "What helped you?" in as_role("coordinator").get(f"/applications/{application.pk}/interview/").text


def test_a_programme_without_a_guide_still_notes_interviews(cast, as_role):
    application = received(cast.programme)
    response = as_role("coordinator").get(f"/applications/{application.pk}/interview/")
    assert response.status_code == 200
    assert "What to ask" not in response.text
