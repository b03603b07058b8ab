"""How long people stay signed in, and the second factor of those who see other people's things."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from handslag.people.models import Account
from handslag.programmes.roles import STAFF, Role
from tests.people.signing_in import (
    CONFIRM,
    PASSWORD,
    SIGN_IN,
    ask_for_code,
    figures,
    recovery_codes,
    signed_in_as,
    with_authenticator,
    wrong,
)

SET_UP, AGAIN = "/account/authenticator/", "/sign-in/again/authenticator/"
PARTICIPANTS = sorted(set(Role) - STAFF)


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as traveller:
        yield traveller


def by_code(role: str) -> Client:
    browser = Client()
    code = ask_for_code(browser, f"{role}@one.example")
    browser.post(CONFIRM, {"code": code})
    assert signed_in_as(browser)
    return browser


def with_factor(cast, role: str) -> Client:
    browser = Client()
    browser.force_login(cast.account(role))
    session = browser.session
    session["second_factor"] = True
    session.save()
    return browser


# ---- how long


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_are_signed_out_after_half_an_hour_of_silence(cast, clock, role):
    browser = with_factor(cast, role)
    for minutes, status in ((0, 200), (30, 200), (30, 200), (31, 302)):
        clock.shift(timedelta(minutes=minutes))
        assert browser.get("/home/").status_code == status
    assert not signed_in_as(browser)


def test_staff_who_work_without_a_pause_are_signed_out_after_twelve_hours(cast, clock):
    browser = with_factor(cast, "coordinator")
    for _ in range(24):  # every half hour
        assert browser.get("/messages/").status_code == 200
        clock.shift(timedelta(minutes=30))
    assert browser.get("/messages/").status_code == 200
    clock.shift(timedelta(minutes=1))
    assert browser.get("/messages/").status_code == 302


@pytest.mark.parametrize("role", PARTICIPANTS)
def test_participants_stay_signed_in_for_thirty_days(cast, clock, role):
    browser = Client()
    browser.force_login(cast.account(role))
    clock.shift(timedelta(days=29, hours=23))
    assert browser.get("/home/").status_code == 200
    clock.shift(timedelta(days=31))
    assert browser.get("/home/").status_code == 302


def test_a_session_that_has_run_out_is_of_no_use_to_whoever_kept_its_cookie(cast, clock):
    browser = with_factor(cast, "coordinator")
    browser.get("/home/")
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    clock.shift(timedelta(minutes=31))
    browser.get("/home/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/home/").status_code == 302


def test_who_was_signed_out_by_time_is_told_so_once_and_who_signed_out_is_not(cast, clock):
    told = "Some time has passed, so you were signed out."
    browser = with_factor(cast, "coordinator")
    browser.get("/home/")
    clock.shift(timedelta(minutes=31))
    page = browser.get("/home/", follow=True).text
    assert told in page
    assert "Sign in first." not in page
    page = browser.get("/home/", follow=True).text
    assert "Sign in first. Then we show you the page." in page
    assert told not in page
    browser = by_code("mentor")
    browser.post("/sign-out/", follow=True)
    assert told not in browser.get("/home/", follow=True).text
    assert told not in Client().get("/home/", follow=True).text


def test_signing_out_ends_the_session_on_the_server(cast):
    browser = by_code("mentor")
    kept = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.get("/sign-out/").status_code == 200
    browser.post("/sign-out/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/home/").status_code == 302


def test_a_closed_account_is_out_with_its_next_request(cast):
    browser = by_code("mentor")
    Account.objects.update(is_active=False)
    assert browser.get("/home/").status_code == 302


# ---- second factor


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_without_an_authenticator_are_led_to_it_from_everywhere(cast, role):
    browser = by_code(role)
    pages = ["/home/", f"/programmes/{cast.programme.pk}/", f"/programmes/{cast.programme.pk}/people/"]
    pages += ["/programmes/new/", "/account/sign-in/", "/account/password/", "/account/recovery-codes/"]
    for page in pages:
        assert browser.get(page).url == SET_UP
        assert browser.post(page).url == SET_UP


@pytest.mark.parametrize("role", PARTICIPANTS)
def test_participants_need_no_authenticator(cast, role):
    assert by_code(role).get("/home/").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells that it is set up once that has been committed
def test_setting_up_an_authenticator_opens_the_door(cast):
    browser = by_code("coordinator")
    page = browser.get(SET_UP)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert browser.post(SET_UP, {"code": figures(secret)}).url == "/account/recovery-codes/"
    codes = browser.get("/account/recovery-codes/")
    assert codes.status_code == 200
    assert recovery_codes(cast.account("coordinator"))[0] in codes.content.decode()
    assert browser.get("/home/").status_code == 200


def test_wrong_figures_do_not_set_up_an_authenticator(cast):
    browser = by_code("coordinator")
    secret = browser.get(SET_UP).context["form"].secret
    browser.post(SET_UP, {"code": wrong(figures(secret))})
    assert browser.get("/home/").url == SET_UP


def test_a_session_begun_before_the_authenticator_was_set_up_has_to_show_it(cast, clock):
    early = by_code("coordinator")
    secret = with_authenticator(cast.account("coordinator"))
    assert early.get("/home/").url == f"{AGAIN}?next=/home/".replace("/home/", "%2Fhome%2F")
    assert early.get("/account/authenticator/removal/").url.startswith(AGAIN)
    assert early.get(AGAIN).status_code == 200
    answer = early.post(AGAIN, {"code": figures(secret), "next": "/home/"})
    assert answer.url == "/home/"
    assert early.get("/home/").status_code == 200


def test_a_password_does_not_stand_in_for_the_authenticator(cast):
    account = cast.account("coordinator")
    account.set_password(PASSWORD)
    account.save()
    early = Client()
    early.post(SIGN_IN, {"login": account.email, "password": PASSWORD})
    with_authenticator(account)
    early.post("/sign-in/again/", {"password": PASSWORD})
    early.post("/account/authenticator/removal/")
    assert early.get("/home/").url.startswith(AGAIN)


def test_taking_the_authenticator_away_ends_the_session(cast, clock):
    account = cast.account("coordinator")
    secret = with_authenticator(account)
    browser = by_code_and_figures(secret)
    assert browser.get("/home/").status_code == 200
    clock.shift(timedelta(seconds=31))
    browser.post(AGAIN, {"code": figures(secret)})
    browser.post("/account/authenticator/removal/")
    assert not signed_in_as(browser)
    assert by_code("coordinator").get("/home/").url == SET_UP


def by_code_and_figures(secret: str) -> Client:
    browser = Client()
    browser.post(CONFIRM, {"code": ask_for_code(browser, "coordinator@one.example")})
    browser.post("/sign-in/authenticator/", {"code": figures(secret)})
    assert signed_in_as(browser)
    return browser


def test_the_second_factor_of_one_account_does_not_serve_another_in_the_same_browser(cast, clock):
    secret = with_authenticator(cast.account("coordinator"))
    browser = by_code_and_figures(secret)
    browser.get("/home/")
    browser.post("/sign-out/")
    browser.post(CONFIRM, {"code": ask_for_code(browser, "supervisor@one.example")})
    assert browser.get("/home/").url == SET_UP


def test_a_mentor_who_becomes_a_coordinator_needs_an_authenticator_with_the_next_request(cast):
    from handslag.programmes.actions import give_role
    from tests.cast import NOW

    browser = by_code("mentor")
    assert browser.get("/home/").status_code == 200
    give_role(programme=cast.programme, person=cast.mentor.person, role=Role.COORDINATOR, by=None, at=NOW)
    assert browser.get("/home/").url == reverse("mfa_activate_totp")
