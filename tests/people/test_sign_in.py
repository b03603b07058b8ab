"""Signing in by mailed code and by password, as a stranger tries it too."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import NoReverseMatch, reverse

from handslag.people import sign_in
from handslag.people.models import Account
from tests.people.signing_in import (
    CODE,
    CONFIRM,
    PASSWORD,
    SIGN_IN,
    ask_for_code,
    code_in,
    figures,
    mails,
    recovery_codes,
    signed_in_as,
    with_authenticator,
    wrong,
)

MENTOR = "mentor@one.example"


@pytest.fixture
def mentor(cast):
    return cast.account("mentor")


@pytest.fixture
def with_password(mentor):
    mentor.set_password(PASSWORD)
    mentor.save()
    return mentor


# ---- by code


def test_a_mailed_code_signs_in(client, mentor):
    code = ask_for_code(client, MENTOR)
    assert client.post(CONFIRM, {"code": code}).url == "/home/"
    assert signed_in_as(client) == str(mentor.pk)


def test_a_code_is_six_digits_and_mailed_to_one_person_only(client, mentor):
    assert re.fullmatch(r"\d{6}", ask_for_code(client, MENTOR))
    (message,) = mails()
    assert message.recipients() == [MENTOR]


def test_a_message_that_is_slow_to_go_out_is_not_taken_for_the_code(client, mentor):
    told = mail.EmailMessage("Something else", "The authenticator app has been removed.", to=[MENTOR])
    client.get(CODE)  # so that the next request takes less time than the message
    sign_in._post.submit(lambda: (time.sleep(0.5), told.send()))
    code = ask_for_code(client, MENTOR)
    assert mails()[0].subject == "Something else"
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) == str(mentor.pk)


def test_signing_in_is_case_blind(client, mentor):
    code = ask_for_code(client, "Mentor@One.Example")
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) == str(mentor.pk)


def test_a_code_works_for_ten_minutes(client, mentor):
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as clock:
        code = ask_for_code(client, MENTOR)
        clock.shift(timedelta(minutes=10))
        client.post(CONFIRM, {"code": code})
        assert signed_in_as(client)


def test_a_code_does_not_work_longer_than_ten_minutes(client, mentor):
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as clock:
        code = ask_for_code(client, MENTOR)
        clock.shift(timedelta(minutes=10, seconds=1))
        assert client.post(CONFIRM, {"code": code}).url == CODE
        assert not signed_in_as(client)


def test_the_fifth_try_still_signs_in(client, mentor):
    code = ask_for_code(client, MENTOR)
    for _ in range(4):
        client.post(CONFIRM, {"code": wrong(code)})
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client)


def test_five_wrong_tries_spoil_the_code(client, mentor):
    code = ask_for_code(client, MENTOR)
    for _ in range(5):
        client.post(CONFIRM, {"code": wrong(code)})
    client.post(CONFIRM, {"code": code})
    assert not signed_in_as(client)


def test_a_code_works_once(client, mentor):
    code = ask_for_code(client, MENTOR)
    client.post(CONFIRM, {"code": code})
    client.logout()
    client.post(CONFIRM, {"code": code})
    assert not signed_in_as(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, mentor):
    from django.test import Client

    code = ask_for_code(client, MENTOR)
    elsewhere = Client()
    elsewhere.post(CODE, {"email": "mentee@one.example"})
    elsewhere.post(CONFIRM, {"code": code})
    assert not signed_in_as(elsewhere)


def test_signing_in_gives_a_new_session(client, mentor):
    code = ask_for_code(client, MENTOR)
    before = client.session.session_key
    client.post(CONFIRM, {"code": code})
    assert client.session.session_key != before


def test_a_mistyped_address_can_be_corrected(client, mentor):
    client.post(CODE, {"email": "mentro@one.example"})
    code = ask_for_code(client, MENTOR)
    client.post(CONFIRM, {"code": code})
    assert signed_in_as(client) == str(mentor.pk)


# ---- by password


def test_a_password_signs_in(client, with_password):
    assert client.post(SIGN_IN, {"login": MENTOR, "password": PASSWORD}).url == "/home/"
    assert signed_in_as(client) == str(with_password.pk)


def test_a_wrong_password_does_not_sign_in(client, with_password):
    client.post(SIGN_IN, {"login": MENTOR, "password": "a calm wrong password"})
    assert not signed_in_as(client)


def test_an_account_without_a_password_takes_none(client, mentor):
    for password in ("!", mentor.password, ""):
        client.post(SIGN_IN, {"login": MENTOR, "password": password})
    assert not signed_in_as(client)


# ---- second factor


def test_an_account_with_an_authenticator_signs_in_with_its_figures_only(client, mentor):
    secret = with_authenticator(mentor)
    assert client.post(CONFIRM, {"code": ask_for_code(client, MENTOR)}).url == reverse("mfa_authenticate")
    assert not signed_in_as(client)
    client.post(reverse("mfa_authenticate"), {"code": wrong(figures(secret))})
    assert not signed_in_as(client)
    client.post(reverse("mfa_authenticate"), {"code": figures(secret)})
    assert signed_in_as(client)


def test_figures_are_taken_once(client, mentor):
    secret = with_authenticator(mentor)
    with time_machine.travel("2026-03-02 09:00Z", tick=False):
        for expected in (str(mentor.pk), None):
            client.logout()
            client.post(CONFIRM, {"code": ask_for_code(client, MENTOR)})
            client.post(reverse("mfa_authenticate"), {"code": figures(secret)})
            assert signed_in_as(client) == expected


def test_a_recovery_code_stands_in_for_a_lost_phone_once(client, mentor):
    with_authenticator(mentor)
    recovery = recovery_codes(mentor)[0]
    for expected in (str(mentor.pk), None):
        client.logout()
        client.post(CONFIRM, {"code": ask_for_code(client, MENTOR)})
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert signed_in_as(client) == expected


# ---- what a stranger can not do


def test_nobody_signs_up(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for path in ("/sign-up/", "/signup/", "/accounts/signup/"):
        assert client.post(path, {"email": "new@example.org", "password1": PASSWORD}).status_code in {302, 404}
    client.post(CODE, {"email": "new@example.org"})
    assert not Account.objects.filter(email="new@example.org").exists()


def as_seen(response, email: str) -> tuple:
    """What a stranger sees of an answer, the address that was typed and the page's own random marks left out."""
    body = response.content.decode().replace("<wbr>", "").replace(email, "ADDRESS")
    body = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"', "", body)
    return response.status_code, response.headers.get("Location"), body


def walk(client, email: str) -> list[tuple]:
    """Every page of the way in, with wrong answers, until it leads back to the start."""
    seen = [as_seen(client.post(SIGN_IN, {"login": email, "password": PASSWORD}), email)]
    seen.append(as_seen(client.post(CODE, {"email": email}), email))
    seen.append(as_seen(client.get(CONFIRM), email))
    seen.append(as_seen(client.post(CONFIRM, {"action": "resend"}), email))
    seen += [as_seen(client.post(CONFIRM, {"code": "x"}, follow=True), email) for _ in range(5)]
    seen += [as_seen(client.post(CODE, {"email": email}, follow=True), email) for _ in range(12)]
    seen += [as_seen(client.post(SIGN_IN, {"login": email, "password": PASSWORD}), email) for _ in range(12)]
    return seen


@pytest.mark.parametrize("account", ["known", "closed", "second factor"])
def test_a_stranger_can_not_tell_whether_an_address_has_an_account(mentor, account):
    from django.test import Client

    if account == "closed":
        Account.objects.filter(pk=mentor.pk).update(is_active=False)
    if account == "second factor":
        with_authenticator(mentor)
    assert walk(Client(REMOTE_ADDR="10.0.0.1"), MENTOR) == walk(Client(REMOTE_ADDR="10.0.0.2"), "nobody@x.example")


def test_nobody_without_an_account_gets_mail(client, mentor):
    client.post(CODE, {"email": "nobody@elsewhere.example"})
    ask_for_code(client, MENTOR)
    assert [message.to for message in mails()] == [[MENTOR]]


def test_a_closed_account_does_not_sign_in(client, with_password):
    Account.objects.filter(pk=with_password.pk).update(is_active=False)
    assert client.post(SIGN_IN, {"login": MENTOR, "password": PASSWORD}).status_code == 200
    assert not signed_in_as(client)


def test_an_account_closed_after_the_code_was_sent_does_not_sign_in(client, mentor):
    code = ask_for_code(client, MENTOR)
    Account.objects.filter(pk=mentor.pk).update(is_active=False)
    assert client.post(CONFIRM, {"code": code}).url == SIGN_IN
    assert not signed_in_as(client)


FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "https://testserver@evil.example/",
    "%2F%2Fevil.example",
    "/\t/evil.example",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_signing_in_leads_to_our_own_pages_only(client, with_password, target):
    from urllib.parse import urlsplit

    answer = client.post(SIGN_IN, {"login": MENTOR, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert not urlsplit(answer.url).netloc
    assert re.match(r"/[^/\\\t]", answer.url)


def test_signing_in_leads_back_to_the_page_asked_for(client, mentor):
    client.post(f"{CODE}?next=/account/second-factor/", {"email": MENTOR, "next": "/account/second-factor/"})
    code = code_in(mails()[-1])
    answer = client.post(CONFIRM, {"code": code, "next": "/account/second-factor/"})
    assert answer.url == "/account/second-factor/"


def test_changing_the_password_ends_the_other_sessions(client, with_password):
    from django.test import Client

    other = Client()
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": MENTOR, "password": PASSWORD})
    new = "another calm password"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert client.get("/home/").status_code == 200
    assert other.get("/home/").status_code == 302


def test_the_tick_that_keeps_one_signed_in_says_in_plain_words_what_it_does(client, db):
    page = client.get(SIGN_IN).text
    [line] = re.findall(r'<label class="choice" for="id_remember">(.*?)</label>', page)
    assert 'name="remember"' in line
    assert "Stay signed in on this phone or computer" in line


def test_the_mailed_code_stands_first_and_the_other_ways_after_it(client, db):
    page = client.get(SIGN_IN).text
    places = [page.index(words) for words in ("Send me a code", "Other ways", "Use a passkey", "With a password")]
    assert places == sorted(places)
    assert page.index('type="password"') > places[-1]


# ---- the page that asks for the code


@pytest.mark.parametrize("language", ["en", "sv", "ar", "el"])
def test_the_page_says_once_where_the_code_went_with_the_address_on_a_line_of_its_own(client, mentor, language):
    page = client.post(f"{CODE}?lang={language}", {"email": MENTOR}, follow=True).text
    assert page.count('<p><bdi dir="ltr">mentor@<wbr>one.example</bdi></p>') == 1
    assert MENTOR not in page
    assert "notice--success" not in page
