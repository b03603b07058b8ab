"""What other weights would change, while one types them."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from handslag.pairs import actions
from handslag.pairs.views import preparing
from handslag.pairs.weighing import WORDS
from tests.pairs.made import NOW, mentee, mentor

ONLY_TIMES = dict.fromkeys(WORDS, "0") | {"availability": "10"}


@pytest.fixture
def url(programme, only_ours):
    """Of the page of weights. Alma knows housing, Bea has the same hours: which of them fits better is a question."""
    mentor(programme, "Alma Mentor", slots=["sun_am"], know_housing=4)
    mentor(programme, "Bea Mentor", slots=["mon_eve"], know_housing=1)
    mentee(programme, "Nour Mentee", help_wanted=["housing"], times=["weekday_eve"])
    actions.suggest(programme=programme, by=None, at=NOW)
    return reverse("pairs:weights", args=[programme.pk])


def test_the_part_that_changes_can_be_asked_for_alone(as_role, url):
    page = as_role("coordinator").post(url, ONLY_TIMES | {"preview": "1"}, headers={"x-part": "preview"})
    body = page.content.decode()
    assert 'data-said="1 mentee would have another mentor"' in body
    assert "Bea Mentor instead of Alma Mentor" in body
    assert "<html" not in body


def test_numbers_that_are_none_have_no_such_part(as_role, url):
    page = as_role("coordinator").post(url, ONLY_TIMES | {"needs": "-", "preview": "1"}, headers={"x-part": "preview"})
    assert page.status_code == 422
    assert not page.content.strip()


def test_among_many_people_a_button_is_pressed(as_role, url, monkeypatch):
    client = as_role("coordinator")
    assert "data-live" in client.get(url).content.decode()
    monkeypatch.setattr(preparing, "LIVE_UP_TO", 2)
    assert "data-live" not in client.get(url).content.decode()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_would_change_is_shown_while_one_types(as_role, url, browser, live_server):
    key = as_role("coordinator").cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("heading", name="What would change")).to_have_count(0)
    for criterion in WORDS:
        page.locator(f"[name={criterion}]").fill(ONLY_TIMES[criterion])
    expect(page.get_by_role("status").filter(has_text="1 mentee would have another mentor")).to_be_in_viewport()
    expect(page.get_by_text("Bea Mentor instead of Alma Mentor")).to_be_visible()
    page.locator("[name=availability]").fill("")
    expect(page.get_by_text("Bea Mentor instead of Alma Mentor")).to_have_count(0)
    context.close()
