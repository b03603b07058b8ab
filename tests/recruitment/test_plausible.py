"""Years that cannot be true."""

from datetime import date

import pytest

from handslag.recruitment.actions import Incomplete, save_answers, send, start_draft
from handslag.recruitment.plausible import implausible
from tests.cast import NOW

from .calls import MENTOR, open_for

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("role", "answers", "wrong"),
    [
        ("mentor", {"birth_year": 2019}, ["birth_year"]),
        ("mentor", {"birth_year": 2009}, ["birth_year"]),
        ("mentor", {"birth_year": 2008}, []),  # 18 in the course of this year
        ("mentor", {"birth_year": 1926}, []),
        ("mentor", {"birth_year": 1925}, ["birth_year"]),
        ("mentee", {"birth_date": "2010-12-31"}, []),
        ("mentee", {"birth_date": "2011-01-01"}, ["birth_date"]),
        ("mentor", {"birth_year": 1990, "arrival_year": 1989}, ["arrival_year"]),
        ("mentor", {"birth_year": 1990, "arrival_year": 1990}, []),
        ("mentor", {"arrival_year": 2027}, ["arrival_year"]),
        ("mentor", {"arrival_year": 2026}, []),
        ("mentee", {"arrival": "2027-01"}, ["arrival"]),
        ("mentee", {}, []),
    ],
)
def test_only_what_can_be_true_is_taken(role, answers, wrong):
    assert list(implausible(role, answers, ON)) == wrong


def test_who_is_too_young_is_told_in_a_sentence():
    assert implausible("mentor", {"birth_year": 2012}, ON)["birth_year"].startswith("A mentor is at least 18")
    assert "turn 16" in implausible("mentee", {"birth_date": "2015-01-01"}, ON)["birth_date"]


@pytest.mark.django_db
def test_the_page_says_it_beside_the_question_and_keeps_what_was_typed(cast, client):
    call = open_for(cast.programme, "mentor")
    address = f"/apply/{call.slug}/"
    for key in ("start", "contact"):
        address = client.post(address, MENTOR[key]).url
    response = client.post(address, MENTOR["about"] | {"birth_year": "2019"})
    assert response.status_code == 422
    assert "A mentor is at least 18 years old." in response.text
    assert 'value="2019"' in response.text
    assert client.post(address, MENTOR["about"]).status_code == 302


@pytest.mark.django_db
def test_such_an_application_is_not_received(cast):
    from django.utils import timezone

    call = open_for(cast.programme, "mentor")
    at = timezone.now()
    draft = start_draft(call=call, language="en", channel="", at=at)
    save_answers(draft=draft, answers={"birth_year": 2019}, at=at)
    with pytest.raises(Incomplete) as refusal:
        send(draft=draft, at=at)
    assert "at least 18" in refusal.value.problems["birth_year"]
    assert NOW
