"""A browser that has lost its cookies sends a page of an application: what was written comes back, in its language."""

import re

import pytest
from django.test import Client

from tests.recruitment.calls import MENTEE, open_for, walk

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}


@pytest.fixture
def mentee_call(cast):
    return open_for(cast.programme, "mentee")


def action(page) -> str:
    return re.search(r'<form class="form" method="post" action="([^"]*)"', page.text)[1]


def sent_without_cookies(client, address: str, language: str, **answers):
    """Open the page at `address` and send its form from a browser that has kept nothing."""
    client.cookies["language"] = language
    page = client.get(address)
    return Client(enforce_csrf_checks=True).post(address + action(page), answers, headers=OURS)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("el", "ltr"), ("sv", "ltr")])
def test_what_was_kept_is_shown_in_the_language_of_the_form(client, mentee_call, language, direction):
    address = walk(client, mentee_call, {"start": {}})
    page = sent_without_cookies(client, address, language, first_name="Amina", phone="12")
    assert page.status_code == 403
    assert f'<html lang="{language}" dir="{direction}"' in page.text
    assert "Solidaritet Malmö" in page.text
    assert 'class="who-to-ask"' in page.text
    assert re.findall(r'<dd dir="auto">(.*?)</dd>', page.text) == ["Amina", "12"]
    for word in ("Send it again", "First name", "Your phone number"):
        assert word not in page.text


def test_the_answers_stand_under_the_questions_in_the_words_of_the_form(client, mentee_call):
    address = walk(client, mentee_call, {key: MENTEE[key] for key in ("start", "contact", "languages", "place")})
    page = sent_without_cookies(client, address, "en", help_wanted=["employment", "language"])
    assert "What do you want help with?" in page.text
    assert '<dd dir="auto">Work\nThe language</dd>' in page.text
    assert "We kept what you wrote" not in page.text
    assert "open too long" not in page.text


def test_only_the_key_may_be_lost_and_the_first_page_may_be_sent_too(client, mentee_call):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["language"] = "ar"
    page = browser.post(f"/apply/{mentee_call.slug}/", {"helper_role": "family"}, headers=OURS)
    assert '<html lang="ar" dir="rtl"' in page.text
    assert "من يملأ الطلب؟" in page.text


def test_a_form_in_a_draft_language_is_sent_in_it_without_any_cookie(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    page = client.get(f"{address}?lang=ar")
    again = Client().post(address + action(page), {"first_name": "", "phone": ""})
    assert again.status_code == 422
    assert '<html lang="ar" dir="rtl"' in again.text


@pytest.mark.parametrize("language", ["ar", "el"])
def test_without_anything_written_the_way_on_is_said_in_the_language(client, mentee_call, language):
    page = Client(enforce_csrf_checks=True).post(f"/apply/{mentee_call.slug}/?lang={language}", {}, headers=OURS)
    assert page.status_code == 403
    assert f'<html lang="{language}"' in page.text
    assert "Open the page again" not in page.text
