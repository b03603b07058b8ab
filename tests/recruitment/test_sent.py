"""What an applicant reads at the address of a sent application, and at one that leads nowhere."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client

from handslag.recruitment.actions import withdraw
from handslag.recruitment.models import Application
from tests.cast import NOW
from tests.recruitment.calls import MENTEE, open_for, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast):
    return open_for(cast.programme, "mentee")


@pytest.fixture
def address(client, call):
    return client.post(walk(client, call, MENTEE), {"consent": "on"}).url


def application() -> Application:
    return Application.objects.everywhere("test").get()


def test_it_says_which_number_is_called_and_how_to_take_the_yes_back(client, address):
    page = client.get(address).text
    assert 'ends in <bdi dir="ltr">0605</bdi>.' in page
    assert "Keep the address of this page." in page
    assert "You can take your yes back at any time." in page
    assert "070-174" not in page


def test_the_address_to_keep_is_shown_and_can_be_read_by_another_phone(client, address):
    page = client.get(address).text
    shown = html.unescape(re.search(r"<code>(.*?)</code>", page)[1].replace("<wbr>", ""))
    assert shown == f"http://testserver{address}?lang=en"
    assert 'aria-label="Code with the address"' in page
    assert "Another phone can read the code." in page


def test_a_withdrawn_application_promises_no_call_and_can_be_begun_again(client, call, address):
    withdraw(application=application(), by=None, at=NOW)
    page = client.get(address).text
    assert "Your application is closed" in page
    assert "calls you before" not in page
    assert f'href="/apply/{call.slug}/"' in page
    assert 'class="who-to-ask"' in page


@pytest.mark.parametrize(
    ("state", "said"),
    [("accepted", "Now we look for a mentor"), ("waiting", "We keep your application"), ("declined", "cannot offer")],
)
def test_what_was_answered_is_said_as_in_the_letter(client, address, state, said):
    Application.objects.everywhere("test").update(state=state)
    page = client.get(address).text
    assert said in page
    assert "calls you before" not in page


def test_what_is_proposed_and_not_confirmed_is_told_to_nobody(client, address):
    Application.objects.everywhere("test").update(state="proposed")
    assert "calls you before" in client.get(address).text


@pytest.mark.parametrize("language", ["en", "ar", "el"])
def test_an_address_with_a_part_missing_says_what_to_do(client, call, address, language):
    for gone in (f"/apply/{call.slug}/{str(uuid4())[:13]}/", f"/apply/{call.slug}/{uuid4()}/contact/"):
        page = client.get(f"{gone}?lang={language}")
        assert page.status_code == 404
        assert f'<html lang="{language}"' in page.text
        assert f'href="/apply/{call.slug}/"' in page.text
        assert "tel:0401234567" in page.text
        assert ("Check that you have copied all" in page.text) == (language == "en")


def opened(address: str, *, cookies: dict | None = None, query: str = ""):
    """The page at `address` in a browser that is set to English."""
    other = Client(headers={"accept-language": "en"})
    other.cookies.load(cookies or {})
    return other.get(address + query, follow=True)


@pytest.mark.parametrize("language", ["ar", "sv"])
def test_an_application_opens_in_another_browser_in_the_language_it_was_written_in(client, call, language):
    screen = walk(client, call, {"start": {}, "contact": MENTEE["contact"]}, query=f"?lang={language}")
    mine = f"/apply/{call.slug}/{screen.split('/')[3]}/"
    for address in (screen, mine, f"{mine}later/", f"{mine}place/"):
        page = opened(address)
        assert page.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in page.text
    assert '<html lang="en"' in opened(f"/apply/{call.slug}/").text


def test_what_was_sent_opens_in_its_language_too(client, call):
    sent = client.post(walk(client, call, MENTEE, query="?lang=ar"), {"consent": "on"}).url
    assert '<html lang="ar" dir="rtl"' in opened(sent).text


def test_the_language_in_which_somebody_goes_on_writing_counts(client, call):
    screen = walk(client, call, {"start": {}}, query="?lang=ar")
    client.post(f"{screen}?lang=sv", MENTEE["contact"])
    assert '<html lang="sv"' in opened(screen).text


def test_a_language_that_the_reader_has_chosen_comes_first(client, call):
    address = walk(client, call, {"start": {}}, query="?lang=ar")
    assert '<html lang="el"' in opened(address, query="?lang=el").text
    assert '<html lang="sv"' in opened(address, cookies={"language": "sv"}).text
    assert '<html lang="ar"' in opened(address, cookies={"language": "xx"}).text
