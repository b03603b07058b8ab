"""How an applicant is reached, and the sign-in of those who are accepted."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.people.models import Account, Person
from handslag.programmes.actions import end_role
from handslag.recruitment.actions import (
    AddressMissing,
    NoWayLeft,
    OwnApplication,
    confirm,
    confirm_address,
    correct_contact,
    propose,
    send_back,
)
from handslag.recruitment.models import AddressCheck, Application
from handslag.recruitment.next_steps import steps
from tests.cast import NOW, TODAY

from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db


def again(application) -> Application:
    rows = Application.objects.of(application.organisation_id)
    return rows.select_related("person__account", "programme").get(pk=application.pk)


def accepted(cast, *, heard: bool = True, **answers):
    """Somebody who is accepted; `heard`: the address was read out in the interview."""
    selection = proposed(cast, **answers)
    if heard:
        confirm_address(application=selection.application, by=cast.coordinator.person, at=NOW)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    return again(selection.application)


def contact_page(application) -> str:
    return f"/applications/{application.pk}/contact/"


def test_an_accepted_mentor_can_sign_in_with_an_address_that_was_read_out(cast):
    application = accepted(cast)
    assert application.person.account.email == application.person.email == "rana@example.org"


def test_an_address_that_nobody_confirmed_opens_no_sign_in(cast):
    application = accepted(cast, heard=False)
    assert application.person.account is None
    assert not Account.objects.filter(email="rana@example.org").exists()


def test_confirming_the_address_later_opens_the_sign_in(cast):
    application = accepted(cast, heard=False)
    confirm_address(application=application, by=cast.coordinator.person, at=NOW)
    assert again(application).person.account.email == "rana@example.org"
    assert Entry.objects.of(cast.organisation.pk).filter(action="address.confirm").count() == 1


def test_another_address_has_to_be_confirmed_anew(cast):
    selection = proposed(cast)
    application, by = selection.application, cast.coordinator.person
    confirm_address(application=application, by=by, at=NOW)
    correct_contact(application=application, phone="0701740699", email="new@example.org", by=by, at=NOW)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert again(application).person.account is None
    correct_contact(
        application=application, phone="0701740699", email="new@example.org", is_confirmed=True, by=by, at=NOW
    )
    assert again(application).person.account.email == "new@example.org"


def test_nobody_gets_a_sign_in_before_being_accepted(cast):
    application = received(cast.programme)
    by = cast.coordinator.person
    correct_contact(
        application=application, phone="0701740699", email="new@example.org", is_confirmed=True, by=by, at=NOW
    )
    assert again(application).person.account is None
    assert again(application).person.email == "new@example.org"


def test_there_is_nothing_to_confirm_without_an_address(cast):
    application = received(cast.programme, email="")
    with pytest.raises(AddressMissing):
        confirm_address(application=application, by=cast.coordinator.person, at=NOW)


def test_nobody_confirms_the_own_address(cast):
    application = received(cast.programme)
    with pytest.raises(OwnApplication):
        confirm_address(application=application, by=application.person, at=NOW)
    assert not AddressCheck.objects.of(cast.organisation).exists()


def test_nobody_takes_the_only_way_to_reach_somebody_away_unless_it_is_meant(cast):
    application, by = received(cast.programme), cast.coordinator.person
    with pytest.raises(NoWayLeft):
        correct_contact(application=application, phone=" ", email="", by=by, at=NOW)
    assert again(application).person.phone == "070-174 06 05"
    correct_contact(application=application, phone="", email="", is_meant=True, by=by, at=NOW)
    assert again(application).person.phone == ""


def test_who_can_sign_in_is_reached_by_the_address_of_the_sign_in(cast):
    application = accepted(cast)
    correct_contact(application=application, phone="", email="", by=cast.coordinator.person, at=NOW)
    assert again(application).person.email == ""


# ---- what the team is told ---------------------------------------------------------------------------------------


def test_the_second_person_is_told_that_the_address_is_not_confirmed(cast, as_role):
    selection = proposed(cast)
    client = as_role("second_coordinator")
    shown = client.post(f"/selections/{selection.pk}/confirmation/", follow=True).text
    assert shown.count("nobody has confirmed the e-mail address. Call and read it out.") == 2  # message, next step
    assert contact_page(selection.application) in shown


def test_the_second_person_is_told_that_the_address_is_taken(cast, as_role):
    selection = proposed(cast, email="trainer@one.example")
    confirm_address(application=selection.application, by=cast.coordinator.person, at=NOW)
    shown = as_role("second_coordinator").post(f"/selections/{selection.pk}/confirmation/", follow=True).text
    assert "somebody else here signs in with the same e-mail address" in shown
    assert again(selection.application).state == "accepted"
    assert again(selection.application).person.account is None


def test_an_address_that_a_colleague_elsewhere_uses_is_not_taken(cast):
    application = accepted(cast, email="outsider@two.example")
    assert application.person.account == cast.outsider.person.account


def test_who_can_sign_in_is_not_spoken_of(cast, as_role):
    shown = as_role("coordinator").get(f"/applications/{accepted(cast).pk}/").text
    assert "cannot sign in" not in shown


def test_coordinators_are_reminded_of_those_who_cannot_sign_in(cast):
    def told() -> list[tuple[str, int]]:
        found = steps(cast.account("coordinator"), cast.programme, NOW)
        return [(step.text, step.count) for step in found if step.text == "Confirm e-mail addresses"]

    accepted(cast)
    assert told() == []
    application = accepted(cast, heard=False, email="other@example.org", phone="")
    accepted(cast, heard=False, email="", phone="")  # who gave no address is not waited for
    assert told() == [("Confirm e-mail addresses", 1)]
    confirm_address(application=application, by=cast.coordinator.person, at=NOW)
    assert told() == []


def test_coordinators_are_told_of_accepted_people_without_an_address_until_they_have_one(cast, as_role):
    def told() -> list[tuple[str, int, str]]:
        found = steps(cast.account("coordinator"), cast.programme, NOW)
        return [(step.text, step.count, step.url) for step in found if "e-mail address" in step.text]

    accepted(cast)
    proposed(cast, email="", phone="")  # not accepted yet
    assert told() == []
    first = accepted(cast, heard=False, email="", phone="")
    assert told() == [("1 accepted person has no e-mail address", 1, contact_page(first))]
    accepted(cast, heard=False, email="", phone="")
    applications = f"/programmes/{cast.programme.pk}/applications/?state=accepted"
    assert told() == [("2 accepted people have no e-mail address", 2, applications)]
    text = as_role("coordinator").get(applications).text
    assert text.count("Cannot sign in: no e-mail address") == 2
    given = {"phone": "", "email": "new@example.org", "is_confirmed": "on"}
    as_role("coordinator").post(contact_page(first), given)
    assert [count for _text, count, _url in told()] == [1]


def test_who_was_sent_back_once_is_counted_once_and_who_has_left_not_at_all(cast):
    selection = proposed(cast, email="", phone="")
    send_back(selection=selection, by=cast.second_coordinator.person, at=NOW)
    again_proposed = propose(
        application=again(selection.application), outcome="accept", reason_code="", reasons="Now.",
        by=cast.coordinator.person, at=NOW,
    )  # fmt: skip
    membership = confirm(selection=again_proposed, by=cast.second_coordinator.person, at=NOW)

    def told() -> list[int]:
        found = steps(cast.account("coordinator"), cast.programme, NOW)
        return [step.count for step in found if "no e-mail address" in step.text]

    assert told() == [1]
    end_role(membership=membership, reason="moved", by=None, at=NOW)
    assert told() == []


def test_of_the_accepted_those_who_cannot_sign_in_come_first(cast, as_role):
    able, unable = accepted(cast), accepted(cast, heard=False, email="", phone="")
    page = as_role("coordinator").get(f"/programmes/{cast.programme.pk}/applications/?state=accepted")
    assert [line.id for line in page.context["lines"]] == [unable.pk, able.pk]
    assert "Those who cannot sign in stand on top." in page.text


def test_who_has_left_or_is_erased_is_not_said_to_lack_a_sign_in(cast, as_role):
    still_in = accepted(cast, heard=False, email="", phone="")
    able = accepted(cast, email="able@example.org", phone="")
    left, erased = (accepted(cast, heard=False, email="", phone="") for _ in range(2))
    end_role(membership=left.selections.get().membership, reason="moved", by=None, at=NOW)
    Person.objects.of(cast.organisation).filter(pk=erased.person_id).update(erased_at=NOW)
    Application.objects.of(cast.organisation).filter(pk=still_in.pk).update(received_at=NOW + timedelta(days=1))
    client = as_role("coordinator")
    page = client.get(f"/programmes/{cast.programme.pk}/applications/?state=accepted")
    assert page.context["lines"][0].id == still_in.pk
    assert {line.id for line in page.context["lines"] if line.hints} == {still_in.pk}
    assert "cannot sign in" in client.get(f"/applications/{still_in.pk}/").text
    for gone in (left, erased):
        shown = client.get(f"/applications/{gone.pk}/").text
        assert "annot sign in" not in shown
    told = [step.count for step in steps(cast.account("coordinator"), cast.programme, NOW) if step.count]
    assert told == [1]
    assert able.person.account is not None


# ---- the pages ---------------------------------------------------------------------------------------------------


def test_the_contact_page_confirms_the_address(cast, as_role):
    application = accepted(cast, heard=False)
    client = as_role("coordinator")
    assert "Address not confirmed yet" in client.get(contact_page(application)).text
    given = {"phone": "0701740605", "email": "rana@example.org", "is_confirmed": "on"}
    assert client.post(contact_page(application), given).status_code == 302
    assert again(application).person.account.email == "rana@example.org"


def test_saving_without_the_tick_confirms_nothing_and_says_so(cast, as_role):
    application = accepted(cast, heard=False)
    given = {"phone": "0701740605", "email": "rana@example.org"}
    shown = as_role("coordinator").post(contact_page(application), given, follow=True).text
    assert again(application).person.account is None
    assert "nobody has confirmed the e-mail address" in shown


def test_the_interview_is_where_the_address_is_read_out(cast, as_role):
    application, client = received(cast.programme), as_role("coordinator")
    page = f"/applications/{application.pk}/interview/"
    assert "I read rana@example.org out" in client.get(page).text
    assert Entry.objects.of(cast.organisation.pk).filter(action="read.contact").exists()
    client.post(page, {"held_on": TODAY.isoformat(), "notes": "Calm.", "is_confirmed": "on"})
    assert AddressCheck.objects.of(cast.organisation).get().person_id == application.person_id
    assert "I read rana@example.org out" not in client.get(page).text


def test_an_interview_without_the_tick_confirms_nothing(cast, as_role):
    application = interviewed(cast)
    page = f"/applications/{application.pk}/interview/"
    as_role("coordinator").post(page, {"held_on": TODAY.isoformat(), "notes": "Calm."})
    assert again(application).interviews.count() == 2
    assert not AddressCheck.objects.of(cast.organisation).exists()


def test_the_page_keeps_what_was_typed_when_the_address_belongs_to_a_colleague(cast, as_role):
    application = accepted(cast, heard=False)
    given = {"phone": "0701740611", "email": "trainer@one.example", "is_confirmed": "on"}
    response = as_role("coordinator").post(contact_page(application), given)
    assert response.status_code == 422
    assert "Somebody else here already signs in with this e-mail address." in response.text
    assert "0701740611" in response.text
    kept = Person.objects.of(cast.organisation).get(pk=application.person_id)
    assert (kept.phone, kept.account) == ("070-174 06 05", None)
    assert not AddressCheck.objects.of(cast.organisation).exists()


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator", "mentor", "outsider"])
def test_others_do_not_find_the_page(cast, as_role, role):
    application = received(cast.programme)
    assert as_role(role).get(contact_page(application)).status_code == 404


def test_the_only_way_to_reach_somebody_is_removed_only_on_purpose(cast, as_role):
    application = received(cast.programme, "mentee")
    client, nothing = as_role("coordinator"), {"phone": "", "email": ""}
    assert "Remove it all the same" not in client.get(contact_page(application)).text
    refused = client.post(contact_page(application), nothing)
    assert refused.status_code == 422
    assert "Then nobody can reach this person. Write a phone number or an address." in refused.text
    assert "Remove it all the same" in refused.text
    assert again(application).person.phone_index
    assert client.post(contact_page(application), nothing | {"is_meant": "on"}).status_code == 302
    assert not again(application).person.phone_index
    assert client.post(contact_page(application), nothing).status_code == 302  # nothing is taken away


def test_a_number_may_go_where_an_address_stays(cast, as_role):
    application = received(cast.programme)
    given = {"phone": "", "email": "rana@example.org"}
    assert as_role("coordinator").post(contact_page(application), given).status_code == 302
