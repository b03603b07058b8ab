"""How an applicant is reached, and the sign-in of those who are accepted."""

import pytest

from handslag.people.models import Account, Person
from handslag.recruitment.actions import confirm, correct_contact
from handslag.recruitment.models import Application
from tests.cast import NOW

from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db


def again(application) -> Application:
    return Application.objects.of(application.organisation_id).select_related("person__account").get(pk=application.pk)


def accepted(cast, **answers):
    selection = proposed(cast, **answers)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    return again(selection.application)


def test_an_accepted_mentor_can_sign_in_with_the_address_of_the_application(cast):
    application = interviewed(cast)
    assert application.person.email
    assert application.person.account is None
    application = accepted(cast)
    assert application.person.account.email == application.person.email


def test_who_gave_no_address_gets_a_sign_in_when_the_team_adds_one(cast):
    application = accepted(cast)
    Person.objects.of(cast.organisation).filter(pk=application.person_id).update(account=None)
    Account.objects.filter(email=application.person.email).delete()
    application = again(application)
    by = cast.coordinator.person
    correct_contact(application=application, phone="0701740699", email="new@example.org", by=by, at=NOW)
    assert again(application).person.account.email == "new@example.org"


def test_nobody_gets_a_sign_in_before_being_accepted(cast):
    application = received(cast.programme)
    by = cast.coordinator.person
    correct_contact(application=application, phone="0701740699", email="new@example.org", by=by, at=NOW)
    assert again(application).person.account is None
    assert again(application).person.email == "new@example.org"


def test_the_page_keeps_what_was_typed_when_the_address_belongs_to_a_colleague(cast, as_role):
    application = accepted(cast)
    Person.objects.of(cast.organisation).filter(pk=application.person_id).update(account=None)
    page = f"/applications/{application.pk}/contact/"
    response = as_role("coordinator").post(page, {"phone": "0701740611", "email": "trainer@one.example"})
    assert response.status_code == 422
    assert "0701740611" in response.text
    assert again(application).person.phone != "0701740611"


@pytest.mark.parametrize("role", ["supervisor", "trainer", "administrator", "mentor", "outsider"])
def test_others_do_not_find_the_page(cast, as_role, role):
    application = received(cast.programme)
    assert as_role(role).get(f"/applications/{application.pk}/contact/").status_code == 404
