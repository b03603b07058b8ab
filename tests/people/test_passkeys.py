"""Passkeys: made, used, named, removed; and what a stranger or a broken browser may send."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.http import urlencode

from handslag.journal.models import Entry
from handslag.people.passkeys import MOST, TooManyPasskeys, add_passkey
from tests.people.signing_in import CODE, CONFIRM, PASSWORD, ask_for_code, mails, signed_in_as, with_authenticator
from tests.people.soft_phone import NEW, SIGN_IN, Phone, browser

TOTP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
WAYS = "/account/sign-in/"


@pytest.fixture
def mentor(cast):
    return cast.account("mentor")


@pytest.fixture
def at_work(mentor):
    """A browser in which the mentor has just signed in by a mailed code."""
    return by_code("mentor")


@pytest.fixture
def phone(at_work):
    """The mentor's phone, with a passkey."""
    phone = Phone()
    assert phone.add_to(at_work).url == WAYS
    return phone


def by_code(role: str):
    here = browser()
    here.post(CONFIRM, {"code": ask_for_code(here, f"{role}@one.example")})
    assert signed_in_as(here)
    return here


def journal() -> list[str]:
    told = Entry.objects.filter(action__startswith="account.").exclude(action="account.open").order_by("pk")
    return list(told.values_list("action", flat=True))


def of(account) -> set[str]:
    return set(Authenticator.objects.filter(user=account).values_list("type", flat=True))


# ---- making one


def test_a_passkey_is_made_and_shown_with_its_name(at_work, mentor):
    assert Phone().add_to(at_work, "Old Nokia").url == WAYS
    page = at_work.get(WAYS)
    (passkey,) = page.context["passkeys"]
    assert (passkey.user, passkey.wrap().name) == (mentor, "Old Nokia")
    text = page.content.decode()
    assert "Old Nokia" in text
    assert "Not used yet" in text
    assert f"/account/passkeys/{passkey.pk}/removal/" in text


def test_a_passkey_is_asked_for_that_lies_in_the_phone_and_looks_who_it_is(at_work):
    asked = at_work.get(NEW).context["options"]["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "Handslag"}
    wanted = asked["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")


def test_a_second_passkey_on_the_same_phone_is_not_asked_for(at_work, phone):
    asked = at_work.get(NEW).context["options"]["publicKey"]
    assert [one["id"] for one in asked["excludeCredentials"]] == [phone.make(at_work.get(NEW).context["options"])["id"]]


def test_a_participant_gets_no_recovery_codes(phone, mentor):
    assert of(mentor) == {PASSKEY}


def test_making_and_removing_are_in_the_journal(at_work, phone):
    at_work.post(f"/account/passkeys/{Authenticator.objects.get().pk}/removal/")
    assert journal() == ["account.sign_in", "account.add_passkey", "account.remove_passkey"]


@pytest.mark.django_db(transaction=True)
def test_making_and_removing_are_told_by_mail_to_the_owner_alone(cast):
    here = by_code("mentor")
    Phone().add_to(here)
    here.post(f"/account/passkeys/{Authenticator.objects.get().pk}/removal/")
    _code, *told = mails(3)
    assert {message.subject for message in told} == {"The way you sign in has changed"}
    assert [message.recipients() for message in told] == [["mentor@one.example"]] * 2
    bodies = sorted(message.body for message in told)
    assert "A passkey was removed." in bodies[0]
    assert "with a new passkey" in bodies[1]
    assert "127.0.0.1" not in "".join(bodies)


def test_a_phone_that_does_not_look_who_it_is_makes_none(at_work, mentor):
    answer = Phone(verifies=False).add_to(at_work)
    assert answer.status_code == 422
    assert "The passkey was not made" in answer.content.decode()
    assert of(mentor) == set()


def test_another_site_makes_none(at_work, mentor):
    assert Phone(origin="https://evil.example").add_to(at_work).status_code == 422
    assert of(mentor) == set()


def test_what_was_made_once_is_not_taken_twice(at_work, mentor):
    phone = Phone()
    sent = {"name": "A", "credential": json.dumps(phone.make(at_work.get(NEW).context["options"]))}
    assert at_work.post(NEW, sent).status_code == 302
    assert at_work.post(NEW, sent).status_code == 422
    assert Authenticator.objects.count() == 1


def test_an_error_keeps_the_name(at_work):
    answer = at_work.post(NEW, {"name": "Old Nokia", "credential": "{}"})
    assert answer.status_code == 422
    assert "Old Nokia" in answer.content.decode()


NONSENSE = [
    "", "{", "[]", "null", "3", '"x"', "{}", '{"id": 3}', '{"response": []}', '{"response": {"userHandle": 7}}',
    '{"id": "aa", "rawId": "aa", "type": "public-key", "response": {}}',
    '{"id": "!", "rawId": "é", "type": "x", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}',
    '{"id": "aa", "rawId": "aa", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA",'
    ' "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}',
]  # fmt: skip


@pytest.mark.parametrize("sent", NONSENSE)
def test_nonsense_is_refused_in_plain_words(at_work, sent):
    at_work.get(NEW)
    assert at_work.post(NEW, {"name": "A", "credential": sent}).status_code == 422
    stranger = browser()
    stranger.get(SIGN_IN, headers={"accept": "application/json"})
    answer = stranger.post(SIGN_IN, {"credential": sent})
    assert answer.url == "/sign-in/"


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("instead", ["", "AA", "e30", None, 5, {}])
def test_a_changed_part_signs_nobody_in(phone, part, instead):
    stranger = browser()
    options = stranger.get(SIGN_IN, headers={"accept": "application/json"}).json()["request_options"]
    said = phone.show(options)
    said["response"][part] = instead
    assert stranger.post(SIGN_IN, {"credential": json.dumps(said)}).url == "/sign-in/"
    assert not signed_in_as(stranger)


def test_an_account_keeps_ten_at_most(at_work, phone, mentor):
    row = Authenticator.objects.get()
    for _ in range(MOST - 1):
        Authenticator.objects.create(user=mentor, type=PASSKEY, data=row.data)
    with pytest.raises(TooManyPasskeys):
        add_passkey(account=mentor, name="A", credential={}, with_recovery_codes=False, at=timezone.now())
    answer = Phone().add_to(at_work)
    assert answer.status_code == 422
    assert "Remove one first" in answer.content.decode()


# ---- signing in


def test_a_passkey_signs_in_and_is_noted_as_used(phone, mentor):
    here = browser()
    assert phone.sign_in(here).url == "/home/"
    assert signed_in_as(here) == str(mentor.pk)
    assert here.get("/home/").status_code == 200
    assert "Last used on" in here.get(WAYS).content.decode()


def test_a_passkey_leads_back_to_the_page_asked_for(phone):
    assert phone.sign_in(browser(), next="/messages/?page=2").url == "/messages/?page=2"


def test_a_passkey_of_an_account_that_was_closed_does_not_sign_in(phone, mentor):
    mentor.is_active = False
    mentor.save()
    here = browser()
    assert phone.sign_in(here).url == "/sign-in/"
    assert not signed_in_as(here)


def test_a_removed_passkey_does_not_sign_in(at_work, phone):
    at_work.post(f"/account/passkeys/{Authenticator.objects.get().pk}/removal/")
    here = browser()
    phone.sign_in(here)
    assert not signed_in_as(here)
    assert "This passkey did not work here" in here.get("/sign-in/").content.decode()


def test_a_phone_that_does_not_look_who_it_is_does_not_sign_in(phone):
    phone.verifies = False
    here = browser()
    phone.sign_in(here)
    assert not signed_in_as(here)


def test_a_passkey_shown_on_another_site_does_not_sign_in(phone):
    phone.origin = "https://evil.example"
    here = browser()
    phone.sign_in(here)
    assert not signed_in_as(here)


def test_an_answer_is_taken_once_and_in_its_own_browser(phone):
    here, elsewhere = browser(), browser()
    options = here.get(SIGN_IN, headers={"accept": "application/json"}).json()["request_options"]
    elsewhere.get(SIGN_IN, headers={"accept": "application/json"})
    said = {"credential": json.dumps(phone.show(options))}
    elsewhere.post(SIGN_IN, said)
    assert not signed_in_as(elsewhere)
    here.post(SIGN_IN, said)
    assert signed_in_as(here)
    here.post("/sign-out/")
    here.post(SIGN_IN, said)
    assert not signed_in_as(here)


def test_tries_are_counted_by_network_address(phone):
    here = browser()
    with time_machine.travel("2026-03-02 09:00Z", tick=False) as clock:
        asked = [here.get(SIGN_IN, headers={"accept": "application/json"}).status_code for _ in range(201)]
        assert asked == [200] * 200 + [429]
        answered = [here.post(SIGN_IN, {"credential": "{}"}).status_code for _ in range(101)]
        assert answered == [302] * 100 + [429]
        clock.shift(timedelta(minutes=15, seconds=1))
        assert phone.sign_in(here).url == "/home/"


def test_the_sign_in_page_begins_nothing_by_itself(client, db):
    page = client.get("/sign-in/").content.decode()
    assert 'data-passkey="get"' in page
    assert "js/passkeys.js" in page
    assert "_auth" not in client.session
    assert "mfa.webauthn.state" not in client.session


# ---- a lost phone locks nobody out


def test_a_participant_with_a_passkey_still_signs_in_by_a_code_alone(phone, mentor):
    here = browser()
    assert here.post(CONFIRM, {"code": ask_for_code(here, mentor.email)}).url == "/home/"
    assert here.get("/home/").status_code == 200


def test_a_participant_with_a_passkey_still_signs_in_by_password_alone(phone, mentor):
    mentor.set_password(PASSWORD)
    mentor.save()
    here = browser()
    assert here.post("/sign-in/", {"login": mentor.email, "password": PASSWORD}).url == "/home/"


def test_whoever_lost_the_phone_signs_in_by_code_and_removes_its_passkey(phone, mentor):
    here = by_code("mentor")
    assert here.post(f"/account/passkeys/{Authenticator.objects.get().pk}/removal/").url == WAYS
    assert of(mentor) == set()
    assert signed_in_as(here)


def test_a_passkey_counts_as_a_factor_only_where_it_alone_is_asked_for(phone, mentor):
    asked = get_adapter().is_mfa_enabled
    assert [asked(mentor), asked(mentor, [TOTP, PASSKEY]), asked(mentor, [PASSKEY])] == [False, False, True]
    with_authenticator(mentor)
    assert [asked(mentor), asked(mentor, [TOTP, PASSKEY]), asked(mentor, [CODES])] == [True, True, True]


# ---- only whoever has just shown who it is changes anything


@pytest.fixture
def later(at_work, phone):
    """The mentor's browser eleven minutes after signing in."""
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        yield at_work


@pytest.mark.parametrize("what", [NEW, "name", "removal"])
def test_some_minutes_later_one_shows_again_who_one_is(later, what):
    path = what if what == NEW else f"/account/passkeys/{Authenticator.objects.get().pk}/{what}/"
    for answer in (later.get(path), later.post(path, {"name": "Other"})):
        assert answer.url == f"/sign-in/again/passkey/?{urlencode({'next': path})}"
    assert Authenticator.objects.get().wrap().name == "My phone"


def test_a_passkey_shows_again_who_one_is(later, phone):
    page = later.get(f"/sign-in/again/passkey/?next={NEW}")
    said = phone.show(page.context["js_data"]["request_options"])
    assert later.post("/sign-in/again/passkey/", {"credential": json.dumps(said), "next": NEW}).url == NEW
    assert later.get(NEW).status_code == 200


def test_somebody_elses_passkey_does_not(later, phone):
    page = later.get(f"/sign-in/again/passkey/?next={NEW}")
    said = Phone(id=phone.id, whose=phone.whose).show(page.context["js_data"]["request_options"])
    answer = later.post("/sign-in/again/passkey/", {"credential": json.dumps(said), "next": NEW})
    assert answer.url.startswith("/sign-in/again/passkey/?next=")
    assert later.get(NEW).status_code == 302


def test_without_the_phone_one_signs_in_again_and_goes_on(later, mentor):
    page = later.get(f"/sign-in/again/passkey/?next={NEW}").content.decode()
    assert "/sign-in/again/from-the-start/?next=" in page
    there = later.get(f"/sign-in/again/from-the-start/?next={NEW}")
    assert there.context["then"] == NEW
    answer = later.post("/sign-in/again/from-the-start/", {"next": NEW})
    assert not signed_in_as(later)
    assert answer.url == "/sign-in/?next=%2Faccount%2Fpasskeys%2Fnew%2F"
    code = ask_for_code(later, mentor.email)
    assert later.post(CONFIRM, {"code": code, "next": NEW}).url == NEW
    assert later.get(NEW).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", ""])
def test_signing_in_again_leads_to_our_own_pages_only(at_work, elsewhere):
    answer = at_work.post("/sign-in/again/from-the-start/", {"next": elsewhere})
    assert answer.url == "/sign-in/?next=%2Fhome%2F"


def test_without_passkey_and_password_one_signs_in_again(at_work):
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert at_work.get(NEW).url.startswith("/sign-in/again/from-the-start/?next=")


def test_nobody_touches_the_passkey_of_somebody_else(phone, cast):
    key, mentee = Authenticator.objects.get().pk, by_code("mentee")
    for page in ("name", "removal"):
        assert mentee.get(f"/account/passkeys/{key}/{page}/").status_code == 404
        assert mentee.post(f"/account/passkeys/{key}/{page}/", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().wrap().name == "My phone"


def test_an_authenticator_has_no_page_among_the_passkeys(at_work, mentor):
    with_authenticator(mentor)
    for row in Authenticator.objects.all():
        assert at_work.post(f"/account/passkeys/{row.pk}/removal/").status_code == 404


# ---- its name


def test_a_passkey_gets_another_name(at_work, phone):
    path = f"/account/passkeys/{Authenticator.objects.get().pk}/name/"
    assert "My phone" in at_work.get(path).content.decode()
    assert at_work.post(path, {"name": "Blue phone"}).url == WAYS
    assert Authenticator.objects.get().wrap().name == "Blue phone"
    assert phone.sign_in(browser()).url == "/home/"


def test_an_empty_name_is_refused(at_work, phone):
    path = f"/account/passkeys/{Authenticator.objects.get().pk}/name/"
    assert at_work.post(path, {"name": " "}).status_code == 422


@pytest.mark.parametrize(
    ("agent", "name"), [("Mozilla/5.0 (iPhone) Mobile", "My phone"), ("Mozilla X11", "My computer")]
)
def test_a_name_is_suggested_after_what_one_holds(at_work, agent, name):
    assert at_work.get(NEW, headers={"user-agent": agent}).context["form"]["name"].value() == name


# ---- the page of all ways


def test_the_page_of_all_ways_makes_few_queries(at_work, phone, mentor, django_assert_max_num_queries):
    row = Authenticator.objects.get()
    for _ in range(MOST - 1):
        Authenticator.objects.create(user=mentor, type=PASSKEY, data=row.data)
    with django_assert_max_num_queries(8):
        assert len(at_work.get(WAYS).context["passkeys"]) == MOST


def test_every_page_leads_to_the_ways_of_signing_in(at_work):
    assert f'href="{WAYS}"' in at_work.get("/home/").content.decode()


def test_asking_for_a_code_and_giving_up_does_not_stand_in_the_way(phone):
    here = browser()
    here.post(CODE, {"email": "mentor@one.example"})
    here.get("/sign-in/")
    assert phone.sign_in(here).url == "/home/"
