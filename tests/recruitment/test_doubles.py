"""Applications from a contact that the organisation knows already."""

from datetime import timedelta

import pytest

from handslag.outbox.models import Message
from handslag.people.actions import erase_keys
from handslag.people.models import Consent, Person
from handslag.questionnaires.models import Response
from handslag.recruitment.actions import (
    ApplicationAnswered,
    DoubleAnswered,
    OwnApplication,
    TwoOpenApplications,
    check_permit,
    confirm,
    correct_contact,
    note_interview,
    say_other_person,
    say_same_person,
    withdraw,
)
from handslag.recruitment.models import Application, Double, Interview
from handslag.recruitment.notices import application_received
from tests.cast import NOW, TODAY, member, programme

from .calls import MENTEE as MENTEE_PAGES
from .calls import open_for, walk
from .received import proposed, received

pytestmark = pytest.mark.django_db


def doubles(cast) -> list[Double]:
    return list(Double.objects.of(cast.organisation).select_related("application__person", "known"))


def page(application) -> str:
    return f"/applications/{application.pk}/"


@pytest.fixture
def both(cast) -> tuple[Application, Application]:
    """Rana applied as a mentor, and somebody with her number as a mentee."""
    return received(cast.programme), received(cast.programme, "mentee", phone="070-174 06 05", at=NOW + timedelta(1))


# ---- noticing ----------------------------------------------------------------------------------------------------


def test_the_same_number_or_address_is_noticed(cast, both):
    first, second = both
    assert [(d.application, d.known) for d in doubles(cast)] == [(second, first.person)]


def test_a_new_contact_is_no_double(cast):
    received(cast.programme)
    received(cast.programme, "mentee")
    received(cast.programme, phone="", email="")
    received(cast.programme, phone="", email="")
    assert doubles(cast) == []


def test_the_same_number_in_another_organisation_is_nobodys_business(cast):
    received(cast.other_programme)
    received(cast.programme)
    assert doubles(cast) == []


def test_a_number_that_is_corrected_is_looked_up_again(cast):
    first = received(cast.programme)
    second = received(cast.programme, "mentee", phone="070-174 06 99")
    by = cast.coordinator.person
    correct_contact(application=second, phone=first.person.phone, email="", by=by, at=NOW)
    correct_contact(application=second, phone=first.person.phone, email="", by=by, at=NOW)
    assert [d.known for d in doubles(cast)] == [first.person]


def test_a_number_that_many_share_asks_about_a_few(cast):
    for _n in range(7):
        last = received(cast.programme)
    assert last.doubles.count() == 5


def test_the_applicant_learns_nothing(cast, client):
    call = open_for(cast.programme, "mentee")
    given = MENTEE_PAGES | {"contact": {"first_name": "Amina", "phone": cast.mentor.person.phone}}
    sent = client.post(walk(client, call, given), {"consent": "on"}, follow=True)
    assert sent.status_code == 200
    assert [d.known for d in doubles(cast)] == [cast.mentor.person]
    for word in ("known", "applied before", "already", "Mentor One"):
        assert word not in sent.text


# ---- what the team sees ------------------------------------------------------------------------------------------


def test_the_page_names_who_is_known_and_leads_to_the_earlier_application(cast, as_role, both):
    first, second = both
    shown = as_role("coordinator").get(page(second)).text
    assert "Already known: <bdi>Rana Khoury</bdi>?" in shown
    assert page(first) in shown
    assert "It is the same person" in shown
    assert "Already known" not in as_role("coordinator").get(page(first)).text


def test_a_member_of_the_team_is_named_too(cast, as_role):
    application = received(cast.programme, "mentee", phone=cast.mentor.person.phone)
    assert "<bdi>Mentor One</bdi>" in as_role("coordinator").get(page(application)).text


def test_nobody_of_another_programme_is_named(cast, as_role):
    elsewhere = programme(cast.organisation, "lund-2026")
    received(elsewhere, full_name="Secret Neighbour")
    application = received(cast.programme)
    client = as_role("coordinator")
    shown = client.get(page(application)).text
    assert "Already known in another programme?" in shown
    assert "Secret Neighbour" not in shown
    assert "It is the same person" not in shown
    (double,) = doubles(cast)
    assert client.post(f"/doubles/{double.pk}/answer/", {"answer": "same"}).status_code == 403
    assert client.post(f"/doubles/{double.pk}/answer/", {"answer": "other"}).status_code == 302


@pytest.mark.parametrize("role", ["mentor", "supervisor", "trainer", "administrator", "outsider"])
def test_the_question_does_not_exist_for_others(cast, as_role, both, role):
    (double,) = doubles(cast)
    assert as_role(role).post(f"/doubles/{double.pk}/answer/", {"answer": "same"}).status_code == 404
    assert doubles(cast)[0].answer == ""


def test_a_coordinator_elsewhere_does_not_answer_it(cast, as_role, both):
    (double,) = doubles(cast)
    member(programme(cast.organisation, "lund-2026"), cast.trainer.person, "coordinator")
    assert as_role("trainer").post(f"/doubles/{double.pk}/answer/", {"answer": "same"}).status_code == 404


def test_a_second_application_for_the_same_role_is_closed_in_one_click(cast, as_role):
    received(cast.programme)
    second = received(cast.programme, at=NOW + timedelta(days=1))
    client = as_role("coordinator")
    shown = client.get(page(second)).text
    assert "applied for this role on 2 March 2026" in shown
    assert "Close this one as a double" in shown
    assert "It is the same person" not in shown
    client.post(f"/applications/{second.pk}/withdrawal/")
    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert "Already known" not in client.get(page(second)).text


def test_another_person_is_not_asked_about_again(cast, as_role, both):
    (double,) = doubles(cast)
    client = as_role("coordinator")
    client.post(f"/doubles/{double.pk}/answer/", {"answer": "other"})
    assert "Already known" not in client.get(page(both[1])).text
    assert (doubles(cast)[0].answer, doubles(cast)[0].answered_by) == ("other", cast.coordinator.person)
    with pytest.raises(DoubleAnswered):
        say_other_person(double=double, by=cast.coordinator.person, at=NOW)


# ---- the same person ---------------------------------------------------------------------------------------------


def test_the_same_person_takes_over_everything_that_was_written(cast, as_role, both):
    first, second = both
    by = cast.coordinator.person
    note_interview(application=second, held_on=TODAY, notes="Calm and clear.", by=by, at=NOW)
    check_permit(application=second, seen_as="card", valid_until=None, by=by, at=NOW)
    shell = second.person_id
    (double,) = doubles(cast)
    assert as_role("coordinator").post(f"/doubles/{double.pk}/answer/", {"answer": "same"}).status_code == 302
    second = Application.objects.of(cast.organisation).get(pk=second.pk)
    assert second.person == first.person
    assert not Person.objects.of(cast.organisation).filter(pk=shell).exists()
    response = Response.objects.of(cast.organisation).get(pk=second.response_id)
    assert (response.person, response.sealed["permit"]) == (first.person, "unsure")
    assert Interview.objects.of(cast.organisation).get().notes == "Calm and clear."
    assert second.permit_check.seen_as == "card"
    assert Consent.objects.of(cast.organisation).filter(person=first.person).count() == 2


def test_erasing_the_known_person_erases_what_moved(cast, both):
    first, second = both
    note_interview(application=second, held_on=TODAY, notes="Calm.", by=cast.coordinator.person, at=NOW)
    say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)
    erase_keys(person=first.person, by=None, at=NOW)
    from handslag.core.encryption import is_lost

    assert is_lost(Interview.objects.of(cast.organisation).get(), "notes")
    assert is_lost(Response.objects.of(cast.organisation).get(pk=second.response_id), "sealed")


def test_letters_to_the_new_name_stay_readable_for_the_known_person(cast, both):
    first, second = both
    application_received(second, at=NOW)
    correct_contact(application=second, phone="070-174 06 05", email="a@example.org", by=first.person, at=NOW)
    application_received(second, at=NOW)
    say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)
    (message,) = Message.objects.of(cast.organisation).filter(person=first.person)
    assert message.title == "We have your application"


def test_what_is_missing_in_the_contact_of_the_known_person_is_filled_in(cast):
    first = received(cast.programme, "mentee", phone="070-174 06 05")
    received(cast.programme, phone="070-174 06 05", email="rana@example.org")
    say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)
    known = Person.objects.of(cast.organisation).get(pk=first.person_id)
    assert (known.given_name, known.phone, known.email) == ("Amina", "070-174 06 05", "rana@example.org")


def test_one_person_has_no_two_open_applications_for_a_role(cast):
    received(cast.programme)
    received(cast.programme)
    with pytest.raises(TwoOpenApplications):
        say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)


def test_who_applies_again_after_withdrawing_is_the_same_person(cast):
    first = received(cast.programme)
    withdraw(application=first, by=None, at=NOW)
    second = received(cast.programme)
    say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)
    second.refresh_from_db()
    assert second.person == first.person


def test_an_accepted_application_stays_where_it_is(cast):
    received(cast.programme, "mentee", phone="070-174 06 05")
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    with pytest.raises(ApplicationAnswered):
        say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)


def test_nobody_says_it_is_oneself(cast):
    received(cast.programme, phone=cast.coordinator.person.phone)
    with pytest.raises(OwnApplication):
        say_same_person(double=doubles(cast)[0], by=cast.coordinator.person, at=NOW)
