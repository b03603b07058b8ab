"""An application that is not finished: the address at which one goes on, on this phone or on another."""

import html
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from handslag.recruitment.models import Draft
from handslag.recruitment.views import apply
from tests.people.signing_in import mails, wait_for_the_post
from tests.recruitment.calls import MENTEE, MENTOR, open_for, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def mentee_call(cast):
    return open_for(cast.programme, "mentee")


@pytest.fixture
def mentor_call(cast):
    return open_for(cast.programme, "mentor")


def pages_of(given: dict, last: str) -> dict:
    """The answers up to the page `last`, it included."""
    keys = list(given)
    return {key: given[key] for key in keys[: keys.index(last) + 1]}


def address_on(page: str) -> str:
    """The path that the page for later shows."""
    shown = html.unescape(re.search(r"<code>(.*?)</code>", page)[1].replace("<wbr>", ""))
    assert shown.startswith("http://testserver/apply/")
    return shown.removeprefix("http://testserver")


def draft() -> Draft:
    return Draft.objects.everywhere("test").get()


def test_on_another_phone_one_goes_on_where_one_has_stopped(client, mentee_call):
    address = walk(client, mentee_call, pages_of(MENTEE, "languages"), query="?lang=sv")
    later = client.post(address, {"later": "1"}).url
    other = Client()
    response = other.get(address_on(client.get(later).text))
    assert response.url == address
    assert "Malmö" in other.get(address).text
    assert '<html lang="sv"' in other.get(address).text


def test_pages_without_a_must_are_not_passed_over(client, mentor_call):
    address = walk(client, mentor_call, pages_of(MENTOR, "wishes-2"))
    assert address.endswith("/person/")
    assert client.get(address.replace("person/", "")).url == address


def test_who_went_back_to_change_an_answer_comes_to_the_check(client, mentee_call):
    check = walk(client, mentee_call, MENTEE)
    client.post(check.replace("answers/", "place/?back=answers"), {"place": "lund"})
    assert client.get(check.replace("answers/", "")).url == check


def test_what_is_right_on_a_page_half_done_is_kept(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    response = client.post(address, {"first_name": "Amina", "phone": "12", "later": "1"})
    assert response.url == address.replace("contact/", "later/")
    assert draft().answers["first_name"] == "Amina"
    assert "phone" not in draft().answers
    assert client.get(address.replace("contact/", "")).url == address


def test_no_page_has_a_button_for_later_before_anything_is_kept(client, mentee_call):
    assert "Go on later" not in client.get(f"/apply/{mentee_call.slug}/").text
    check = walk(client, mentee_call, MENTEE)
    for address in (check, check.replace("answers/", "contact/")):
        assert "Go on later" in client.get(address).text


def test_nobody_finds_the_address_in_the_database(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}})
    key = address.split("/")[3]
    kept = " ".join(str(value) for value in Draft.objects.everywhere("test").values().get().values())
    assert key not in kept
    assert key.replace("-", "") not in kept
    assert client.get(address.replace(key, str(draft().pk))).status_code == 404


def test_the_page_names_the_last_day(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}}).replace("contact/", "later/")
    assert f"You can go on until {date_format(mentee_call.closes_on, 'DATE_FORMAT')}." in client.get(address).text
    Draft.objects.everywhere("test").update(saved_at=timezone.now() - timedelta(days=14, minutes=1))
    assert client.get(address).status_code == 410


def test_the_address_is_mailed_to_the_one_in_the_answers(client, mentor_call):
    address = walk(client, mentor_call, pages_of(MENTOR, "contact"))
    later = address.replace("about/", "later/")
    page = client.get(later).text
    assert "omar@example.org" in page
    assert client.post(later).url == later
    (letter,) = mails()
    assert letter.to == ["omar@example.org"]
    assert address_on(page) in letter.body
    assert "mentor" not in letter.subject.lower()
    assert "We have sent the address" in client.get(later).text


def test_without_an_address_nothing_is_mailed(client, mentee_call):
    later = walk(client, mentee_call, pages_of(MENTEE, "contact")).replace("languages/", "later/")
    assert "Send it to my e-mail" not in client.get(later).text
    assert client.post(later).status_code == 200
    wait_for_the_post()
    assert mail.outbox == []


def test_nobody_is_mailed_without_end(client, mentor_call, monkeypatch):
    monkeypatch.setattr(apply, "MAILS", 2)
    later = walk(client, mentor_call, pages_of(MENTOR, "contact")).replace("about/", "later/")
    for _number in range(3):
        client.post(later)
    wait_for_the_post()
    assert len(mail.outbox) == 2
    assert "Wait an hour" in client.get(later).text


def test_one_draft_has_three_letters_written_in_a_day_wherever_it_is_asked_from(client, mentor_call):
    later = walk(client, mentor_call, pages_of(MENTOR, "contact")).replace("about/", "later/")
    for number in range(4):
        row = draft()
        row.answers = row.answers | {"email": f"omar{number}@example.org"}
        row.save(update_fields=["answers"])
        client.post(later, REMOTE_ADDR=f"10.0.0.{number}")
    wait_for_the_post()
    assert len(mail.outbox) == 3
    assert "try again tomorrow" in client.get(later).text


def test_one_address_gets_three_letters_in_a_day_from_all_drafts(mentor_call):
    for number in range(2):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        later = walk(client, mentor_call, pages_of(MENTOR, "contact")).replace("about/", "later/")
        for _letter in range(2):
            client.post(later)
    wait_for_the_post()
    assert [letter.to for letter in mail.outbox] == [["omar@example.org"]] * 3


def test_addresses_from_before_keys_go_on_to_work(client, mentee_call):
    walk(client, mentee_call, pages_of(MENTEE, "contact"))
    Draft.objects.everywhere("test").update(key_hash="")
    import_module("handslag.recruitment.migrations.0008_addresses_of_drafts").keep_addresses(apps, None)
    assert client.get(f"/apply/{mentee_call.slug}/{draft().pk}/").url.endswith("/languages/")


def test_a_draft_from_before_goes_on_at_the_first_page_with_something_missing(client, mentor_call):
    address = walk(client, mentor_call, pages_of(MENTOR, "contact"))
    Draft.objects.everywhere("test").update(reached=0)
    assert client.get(address.replace("about/", "")).url == address


def test_the_address_breaks_at_its_slashes(client, mentee_call):
    address = walk(client, mentee_call, {"start": {}}).removesuffix("contact/")
    page = client.get(f"{address}later/").content.decode()
    shown = re.search(r"<code>(.*?)</code>", page)[1]
    assert "/<wbr>apply/<wbr>" in shown
    assert shown.replace("<wbr>", "") == f"http://testserver{address}?lang=en"


def test_a_page_promises_no_more_than_the_address_keeps(client, mentee_call):
    """Who opens the flyer's address again, on the same phone, sees nothing of what was written before."""
    address = walk(client, mentee_call, pages_of(MENTEE, "contact"))
    page = client.get(address).text
    assert "Press “Go on later”. You get an address." in page
    assert "Without it you begin again." in page
    again = client.get(f"/apply/{mentee_call.slug}/")
    assert again.status_code == 200
    assert again.context["way"].answers == {}
