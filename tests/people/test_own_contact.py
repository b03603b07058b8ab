"""One's own phone number and e-mail address: seen, and changed; the new address says yes first."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from handslag.journal.models import Entry
from handslag.people.actions import change_sign_in
from handslag.people.models import Account, Person
from handslag.people.own_contact import WAITING, WrongCode, confirm_address

from .signing_in import code_in, mails, sign_in_now, signed_in_as, wait_for_the_post, wrong

pytestmark = pytest.mark.django_db
HERE, ADDRESS, CODE = "/account/contact/", "/account/contact/email/", "/account/contact/email/code/"
NEW = "new@one.example"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


@pytest.fixture
def mentee(cast, as_role):
    return as_role("mentee")


def person(cast) -> Person:
    return Person.objects.of(cast.organisation).get(pk=cast.mentee.person_id)


def asked(client) -> str:
    """Ask for the new address; gives the code that came there."""
    assert client.post(ADDRESS, {"email": NEW}).url == CODE
    (letter,) = mails()
    assert letter.to == [NEW]
    mail.outbox.clear()
    return code_in(letter)


def test_every_page_leads_to_both_and_they_stand_there(cast, mentee):
    assert f'href="{HERE}"' in mentee.get("/home/").text
    page = mentee.get(HERE).text
    assert cast.account("mentee").email in page
    assert "+46" in page


def test_a_new_number_is_the_one_that_the_team_sees_and_the_journal_tells_of_it(cast, mentee):
    email = person(cast).email
    assert mentee.post(HERE, {"phone": "070 123 45 67"}).url == HERE
    assert (person(cast).phone, person(cast).email) == ("070 123 45 67", email)
    entry = Entry.objects.of(cast.organisation.pk).get(action="person.change_contact")
    assert (entry.subject_id, entry.actor_id) == (str(person(cast).pk), person(cast).pk)


@pytest.mark.parametrize("phone", ["", "12", "abc", "1" * 20])
def test_what_is_no_number_is_not_kept(cast, mentee, phone):
    before = person(cast).phone
    assert mentee.post(HERE, {"phone": phone}).status_code == 422
    assert person(cast).phone == before


def test_a_new_address_counts_when_its_code_is_written(cast, mentee):
    before = cast.account("mentee").email
    code = asked(mentee)
    assert Account.objects.get(pk=cast.account("mentee").pk).email == before
    assert mentee.post(CODE, {"code": code}).url == HERE
    assert Account.objects.get(pk=cast.account("mentee").pk).email == NEW
    assert person(cast).email == NEW
    (told,) = mails()
    assert told.to == [before]
    assert mentee.get("/home/").status_code == 200


def test_a_wrong_code_changes_nothing_and_after_five_the_right_one_neither(cast, mentee):
    before, code = cast.account("mentee").email, asked(mentee)
    for _try in range(5):
        assert mentee.post(CODE, {"code": wrong(code)}).status_code == 422
    assert "Wait an hour" in mentee.post(CODE, {"code": code}).text
    assert Account.objects.get(pk=cast.account("mentee").pk).email == before


def test_a_code_works_for_ten_minutes(mentee):
    code, session = asked(mentee), mentee.session
    session[WAITING] |= {"until": (timezone.now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert mentee.post(CODE, {"code": code}).status_code == 422


def test_an_address_of_somebody_else_is_refused_only_to_who_reads_its_mail(cast, mentee):
    taken = cast.account("mentor").email
    assert mentee.post(ADDRESS, {"email": taken}).url == CODE
    (letter,) = mails()
    answer = mentee.post(CODE, {"code": code_in(letter)})
    assert answer.status_code == 422
    assert "already signs in" in answer.text


def test_without_a_code_on_its_way_one_is_asked_for_the_address(mentee):
    assert mentee.get(CODE).url == ADDRESS


def test_who_signed_in_long_ago_shows_again_who_it_is(mentee, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert mentee.get(ADDRESS).url.startswith("/sign-in/again/")


def test_an_account_has_five_codes_mailed_in_a_day_wherever_it_asks_from(mentee):
    for number in range(6):
        answer = mentee.post(ADDRESS, {"email": f"new{number}@one.example"}, REMOTE_ADDR=f"10.0.0.{number}")
    wait_for_the_post()
    assert answer.status_code == 422
    assert "Try again tomorrow" in answer.text
    assert len(mail.outbox) == 5


def test_an_address_gets_five_codes_in_a_day_whoever_asks(as_role):
    answers = []
    for role in ("mentee", "mentor"):
        client = as_role(role)
        answers += [client.post(ADDRESS, {"email": NEW}).status_code for _number in range(3)]
    wait_for_the_post()
    assert answers == [302] * 5 + [422]
    assert {tuple(letter.to) for letter in mail.outbox} == {(NEW,)}


def test_a_new_address_ends_the_other_sessions_and_changes_the_key_of_this_one(cast, mentee):
    elsewhere = Client()
    sign_in_now(elsewhere, cast.account("mentee"))
    assert elsewhere.get("/home/").status_code == 200
    key = mentee.session.session_key
    mentee.post(CODE, {"code": asked(mentee)})
    assert (signed_in_as(mentee), mentee.session.session_key != key) == (str(cast.account("mentee").pk), True)
    elsewhere.get("/home/")
    assert not signed_in_as(elsewhere)


def test_whoever_changes_the_address_of_a_sign_in_ends_its_sessions(cast, mentee):
    change_sign_in(account=cast.account("mentee"), email=NEW, at=timezone.now())
    mentee.get("/home/")
    assert not signed_in_as(mentee)


def test_tries_are_counted_for_the_account_and_not_in_what_one_session_read(cast, mentee):
    """Requests that come at once all begin with the same session."""
    code = asked(mentee)
    read = dict(mentee.session)
    for _try in range(5):
        with pytest.raises(WrongCode):
            confirm_address(session=dict(read), account=cast.account("mentee"), code=wrong(code), at=timezone.now())
    assert "Wait an hour" in mentee.post(CODE, {"code": code}).text
