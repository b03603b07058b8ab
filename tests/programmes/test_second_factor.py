"""The passkey as the second factor of those who see other people's things."""

from datetime import timedelta
from json import dumps

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import timezone

from handslag.people.passkeys import add_passkey
from handslag.programmes.actions import give_role
from handslag.programmes.roles import STAFF, Role
from handslag.programmes.second_factor import SET_UP, ways_to_show_it
from tests.cast import NOW
from tests.people.signing_in import (
    CONFIRM,
    PASSWORD,
    ask_for_code,
    figures,
    recovery_codes,
    signed_in_as,
    with_authenticator,
)
from tests.people.soft_phone import NEW, Phone, browser

APP, PASSKEY, CHOOSE = "/sign-in/again/authenticator/", "/sign-in/again/passkey/", "/account/authenticator/"


def by_code(role: str):
    here = browser()
    here.post(CONFIRM, {"code": ask_for_code(here, f"{role}@one.example")})
    assert signed_in_as(here)
    return here


def show(here, phone, then="/home/"):
    """Show the passkey on the page that asks for it."""
    options = here.get(PASSKEY, {"next": then}).context["js_data"]["request_options"]
    return here.post(PASSKEY, {"credential": dumps(phone.show(options)), "next": then})


@pytest.fixture
def coordinator(cast):
    return cast.account("coordinator")


@pytest.fixture
def phone(coordinator):
    """A coordinator's phone with a passkey, made instead of an authenticator."""
    phone = Phone()
    assert phone.add_to(by_code("coordinator")).url == "/account/recovery-codes/"
    return phone


@pytest.mark.parametrize("role", sorted(Role))
def test_who_sees_other_peoples_things_needs_a_second_factor(cast, role):
    assert get_adapter().needs_second_factor(cast.account(role)) is (role in STAFF)


def test_nobody_needs_one_in_the_demonstration(coordinator, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert get_adapter().needs_second_factor(coordinator) is False


def test_the_ways_to_show_it_begin_with_the_best(coordinator, cast):
    assert ways_to_show_it(coordinator) == SET_UP
    add_passkey(account=coordinator, name="A", credential={}, with_recovery_codes=False, at=NOW)
    assert ways_to_show_it(coordinator) == ("mfa_reauthenticate_webauthn",)
    add_passkey(account=coordinator, name="B", credential={}, with_recovery_codes=True, at=NOW)
    assert ways_to_show_it(coordinator) == ("mfa_reauthenticate_webauthn", "mfa_reauthenticate")
    with_authenticator(coordinator)
    assert ways_to_show_it(coordinator) == ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")
    with_authenticator(cast.account("supervisor"))
    assert ways_to_show_it(cast.account("supervisor")) == ("mfa_reauthenticate",)


def test_without_any_both_ways_are_offered(coordinator):
    here = by_code("coordinator")
    assert here.get("/home/").url == CHOOSE
    assert f'href="{NEW}"' in here.get(CHOOSE).content.decode()
    assert f'href="{CHOOSE}"' in here.get(NEW).content.decode()


def test_making_a_passkey_opens_the_door_and_gives_recovery_codes(coordinator):
    here = by_code("coordinator")
    assert Phone().add_to(here).url == "/account/recovery-codes/"
    codes = here.get("/account/recovery-codes/").content.decode()
    assert recovery_codes(coordinator)[0] in codes
    assert here.get("/home/").status_code == 200


def test_signing_in_with_a_passkey_is_enough(phone):
    here = browser()
    assert phone.sign_in(here).url == "/home/"
    assert here.get("/home/").status_code == 200


def test_after_a_code_the_passkey_is_asked_for(phone):
    here = by_code("coordinator")
    assert here.get("/home/").url == f"{PASSKEY}?next=%2Fhome%2F"
    assert show(here, phone).url == "/home/"
    assert here.get("/home/").status_code == 200


def test_a_recovery_code_stands_in_for_a_lost_phone(phone, coordinator):
    here = by_code("coordinator")
    page = here.get(PASSKEY).content.decode()
    assert f'href="{APP}' in page
    assert here.post(APP, {"code": recovery_codes(coordinator)[0], "next": "/home/"}).url == "/home/"
    assert here.get("/home/").status_code == 200


def test_who_has_both_is_asked_for_figures_and_may_show_the_passkey(phone, coordinator):
    secret = with_authenticator(coordinator)
    here = browser()
    here.post(CONFIRM, {"code": ask_for_code(here, coordinator.email)})
    page = here.get("/sign-in/authenticator/")
    assert b"Or use your passkey" in page.content
    assert here.post("/sign-in/authenticator/", {"code": figures(secret)}).url == "/home/"
    again = browser()
    again.post(CONFIRM, {"code": ask_for_code(again, coordinator.email)})
    options = again.get("/sign-in/authenticator/").context["js_data"]["request_options"]
    assert again.post("/sign-in/authenticator/", {"credential": dumps(phone.show(options))}).url == "/home/"
    assert again.get("/home/").status_code == 200


def test_who_has_no_passkey_is_not_asked_for_one(coordinator):
    with_authenticator(coordinator)
    here = browser()
    here.post(CONFIRM, {"code": ask_for_code(here, coordinator.email)})
    assert b"Or use your passkey" not in here.get("/sign-in/authenticator/").content


@pytest.mark.parametrize("path", [NEW, CHOOSE, "/account/sign-in/", "/sign-in/again/"])
def test_before_it_is_shown_no_other_one_is_set_up(phone, path):
    here = by_code("coordinator")
    assert here.get(path).url.startswith(PASSKEY)
    assert here.post(path).url == PASSKEY


def test_signing_in_again_is_always_possible(phone):
    here = by_code("coordinator")
    assert b'href="/home/">Not now' in here.get(PASSKEY).content
    assert b"/sign-in/again/from-the-start/" in here.get(PASSKEY).content
    assert here.get("/sign-in/again/from-the-start/").status_code == 200
    here.post("/sign-in/again/from-the-start/")
    assert not signed_in_as(here)


def test_staff_do_not_show_who_they_are_by_the_password_alone(phone, coordinator):
    coordinator.set_password(PASSWORD)
    coordinator.save()
    here = browser()
    phone.sign_in(here)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert here.get(NEW).url.startswith(PASSKEY)
        assert here.get("/sign-in/again/").url.startswith(PASSKEY)
        assert b"Use your password" not in here.get(PASSKEY).content


def test_a_password_shown_again_is_no_second_factor(phone, coordinator):
    coordinator.set_password(PASSWORD)
    coordinator.save()
    here = browser()
    here.post("/sign-in/", {"login": coordinator.email, "password": PASSWORD})
    here.post("/sign-in/again/", {"password": PASSWORD})
    assert here.get("/home/").url.startswith(PASSKEY)


def test_staff_with_a_password_and_no_second_factor_reach_the_page_that_sets_it_up(coordinator):
    coordinator.set_password(PASSWORD)
    coordinator.save()
    here = browser()
    here.post("/sign-in/", {"login": coordinator.email, "password": PASSWORD})
    assert here.get(CHOOSE).status_code == 200
    assert here.get("/sign-in/again/").status_code == 200


def test_removing_the_passkey_that_a_session_rests_on_ends_it(phone, coordinator):
    here = browser()
    phone.sign_in(here)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    assert here.post(f"/account/passkeys/{key}/removal/").url == "/sign-in/"
    assert not signed_in_as(here)
    assert not Authenticator.objects.filter(user=coordinator).exists()
    assert by_code("coordinator").get("/home/").url == CHOOSE


def test_removing_another_one_does_not(phone, coordinator):
    old = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    here, new = browser(), Phone()
    phone.sign_in(here)
    assert new.add_to(here).url == "/account/sign-in/"
    assert here.post(f"/account/passkeys/{old}/removal/").url == "/account/sign-in/"
    assert here.get("/home/").status_code == 200
    assert recovery_codes(coordinator)


def test_a_mentor_with_a_passkey_who_becomes_a_coordinator_shows_it_with_the_next_request(cast):
    phone = Phone()
    early = by_code("mentor")
    code_only = by_code("mentor")
    phone.add_to(early)
    give_role(programme=cast.programme, person=cast.mentor.person, role=Role.COORDINATOR, by=None, at=timezone.now())
    assert code_only.get("/home/").url == f"{PASSKEY}?next=%2Fhome%2F"
    assert show(code_only, phone).url == "/home/"
    assert code_only.get("/home/").status_code == 200
    assert code_only.get("/account/recovery-codes/new/").status_code == 200
