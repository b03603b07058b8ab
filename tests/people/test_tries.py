"""Guessing: ten tries a quarter of an hour for an account, a hundred for an address; nobody is locked out for good."""

import time
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from django.test import Client, override_settings

from handslag.people.models import Account
from tests.people.signing_in import (
    CODE,
    CONFIRM,
    PASSWORD,
    SIGN_IN,
    ask_for_code,
    code_in,
    mail_sink,
    signed_in_as,
    with_authenticator,
    wrong,
)

MENTOR = "mentor@one.example"
MINUTES = timedelta(minutes=1)


@pytest.fixture
def mentor(cast):
    account = cast.account("mentor")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as traveller:
        yield traveller


def password(client, given: str = PASSWORD, **headers):
    client.post(SIGN_IN, {"login": MENTOR, "password": given}, **headers)
    return signed_in_as(client)


def address(number: int) -> str:
    return f"10.{number // 62500}.{number // 250 % 250}.{number % 250 + 1}"


def test_after_ten_wrong_passwords_the_right_one_is_refused_for_a_quarter_of_an_hour(mentor, clock):
    for number in range(10):
        password(Client(), "wrong wrong wrong", REMOTE_ADDR=address(number))
    assert not password(Client())
    clock.shift(14 * MINUTES)
    assert not password(Client())
    clock.shift(2 * MINUTES)
    assert password(Client())


@pytest.mark.slow
def test_a_thousand_tries_do_not_lock_the_owner_out_for_good(mentor, clock):
    for number in range(1000):
        password(Client(), "wrong wrong wrong", REMOTE_ADDR=address(number))
    assert not password(Client())
    clock.shift(16 * MINUTES)
    assert password(Client())


def test_an_owner_who_has_been_here_before_signs_in_while_a_stranger_keeps_guessing(mentor, clock):
    own = Client()
    assert password(own)
    own.get("/sign-out/")
    own.post("/sign-out/")
    for number in range(20):
        password(Client(), "wrong wrong wrong", REMOTE_ADDR=address(number))
        Client().post(CODE, {"email": MENTOR}, REMOTE_ADDR=address(number))
    assert not password(Client())
    assert password(own)
    own.post("/sign-out/")
    own.post(CONFIRM, {"code": ask_for_code(own, MENTOR)})
    assert signed_in_as(own)


def test_a_known_browser_has_no_more_tries_than_a_strange_one(mentor, clock):
    own = Client()
    assert password(own)
    own.post("/sign-out/")
    for _ in range(10):
        password(own, "wrong wrong wrong")
    assert not password(own)


def test_a_forged_mark_of_a_known_browser_counts_for_nothing(mentor, clock):
    for number in range(10):
        stranger = Client(REMOTE_ADDR=address(number))
        stranger.cookies["device"] = f"made-up{number}.{'0' * 64}:1abcde:{'x' * 43}"
        password(stranger, "wrong wrong wrong")
    assert not password(Client())


def test_codes_are_guessed_ten_times_however_many_are_asked_for(mentor, clock):
    guesses = 0
    for number in range(6):
        browser = Client(REMOTE_ADDR=address(number))
        code = ask_for_code(browser, MENTOR)
        for _ in range(4):
            answer = browser.post(CONFIRM, {"code": wrong(code)})
            guesses += "too many" not in answer.content.decode().lower()
    assert guesses == 10
    code = ask_for_code(browser, MENTOR)
    browser.post(CONFIRM, {"code": code})
    assert not signed_in_as(browser)


def test_figures_of_an_authenticator_are_guessed_ten_times(mentor, clock):
    with_authenticator(mentor)
    for number in range(3):
        browser = Client(REMOTE_ADDR=address(number))
        password(browser)
        answers = [browser.post("/sign-in/authenticator/", {"code": "12"}).content.decode() for _ in range(5)]
        assert ("Too many" in answers[-1]) == (number == 2)


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_X_FORWARDED_FOR",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP")
        ),
    ],
)
def test_one_address_tries_a_hundred_times_whatever_it_calls_itself(mentor, clock, header):
    taken = 0
    for number in range(104):
        with time_machine.travel(clock_of(number), tick=False):  # below the limit of 30 a minute
            answer = Client().post(
                SIGN_IN, {"login": f"someone{number}@x.example", "password": "wrong"}, **{header: address(number)}
            )
            taken += "Too many tries. Send" not in answer.content.decode() and answer.status_code == 200
    assert taken == 100


def clock_of(number: int) -> str:
    return f"2026-03-02 09:{number // 26:02d}Z"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(mentor, clock):
    headers = {"HTTP_X_FORWARDED_FOR": "6.6.6.{0}, 10.0.0.9", "REMOTE_ADDR": "127.0.0.1"}
    taken = 0
    for number in range(104):
        with time_machine.travel(clock_of(number), tick=False):
            spoofed = headers | {"HTTP_X_FORWARDED_FOR": headers["HTTP_X_FORWARDED_FOR"].format(number)}
            answer = Client().post(SIGN_IN, {"login": f"someone{number}@x.example", "password": "wrong"}, **spoofed)
            taken += "Too many tries. Send" not in answer.content.decode() and answer.status_code == 200
    assert taken == 100


def test_known_and_unknown_addresses_take_the_same_time(cast, settings):
    """A mail server that takes its time does not tell who has an account."""
    settings.ACCOUNT_RATE_LIMITS = False
    emails = [f"nobody{number}@x.example" for number in range(30)]
    accounts = [MENTOR] * 30
    with mail_sink(slowness=0.05) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
        times = {True: [], False: []}
        for pair in zip(accounts, emails, strict=True):
            for email in pair:
                began = time.perf_counter()
                Client().post(CODE, {"email": email})
                times[email == MENTOR].append(time.perf_counter() - began)
        wait_for(sink, 30)
    assert abs(median(times[True]) - median(times[False])) < 0.010


def wait_for(sink, count: int) -> None:
    until = time.monotonic() + 10
    while len(sink.messages) < count and time.monotonic() < until:
        time.sleep(0.01)
    assert len(sink.messages) == count


def test_a_mail_server_that_does_not_answer_shows_nothing(cast, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert Client().post(CODE, {"email": MENTOR}).status_code == 302
    until = time.monotonic() + 5
    while not caplog.records and time.monotonic() < until:
        time.sleep(0.01)
    assert MENTOR not in caplog.text
    assert "ConnectionRefusedError" in caplog.text


def test_a_code_arrives_by_a_real_mail_server(client, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.server_address
        client.post(CODE, {"email": MENTOR})
        wait_for(sink, 1)
    assert sink.recipients == [MENTOR]
    body = sink.messages[0].partition("\r\n\r\n")[2]
    client.post(CONFIRM, {"code": code_in(body)})
    assert signed_in_as(client) == str(Account.objects.get(email=MENTOR).pk)
