"""A person was erased: every page of the team that names the person still opens and says that the texts are gone."""

import pytest
from django.urls import reverse

from handslag.people.actions import erase_keys
from handslag.recruitment.actions import PermitMissing, check_permit, confirm
from handslag.recruitment.models import Application, Selection
from tests.cast import NOW

from .received import proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def erased(cast) -> Application:
    """An applicant with interview, permit check and proposal, whose key was destroyed."""
    application = proposed(cast, "mentee", outcome="wait", email="amina@example.org").application
    application.refresh_from_db()
    Application.objects.of(cast.organisation).filter(pk=application.pk).update(state="interviewed")
    application = Application.objects.of(cast.organisation).get(pk=application.pk)
    by = cast.coordinator.person
    check_permit(application=application, seen_as="card", valid_until=None, by=by, at=NOW)
    Application.objects.of(cast.organisation).filter(pk=application.pk).update(state="proposed")
    erase_keys(person=application.person, by=None, at=NOW)
    return application


@pytest.mark.parametrize("name", ["application", "interview", "contact", "permit", "selection"])
def test_the_pages_of_an_erased_applicant_open(erased, as_role, name):
    response = as_role("second_coordinator").get(reverse(f"recruitment:{name}", args=[erased.pk]))
    assert response.status_code == 200
    assert "Amina" in response.text


def test_the_page_says_what_was_erased(erased, as_role):
    shown = as_role("second_coordinator").get(reverse("recruitment:application", args=[erased.pk])).text
    assert shown.count("(erased)") == 5  # phone number, permit, interview, reasons, sealed answers


@pytest.mark.parametrize("name", ["recruitment:applications", "programmes:people"])
def test_the_lists_open(erased, cast, as_role, name):
    erase_keys(person=cast.mentor.person, by=None, at=NOW)
    assert as_role("coordinator").get(reverse(name, args=[cast.programme.pk])).status_code == 200


def test_the_page_of_an_erased_member_opens(cast, as_role):
    erase_keys(person=cast.mentor.person, by=None, at=NOW)
    address = reverse("programmes:member", args=[cast.programme.pk, cast.mentor.pk])
    assert as_role("coordinator").get(address).status_code == 200


def test_nobody_is_accepted_on_an_erased_permit_check(erased, cast):
    selection = Selection.objects.of(cast.organisation).select_related("application__programme").get()
    selection.outcome = "accept"
    with pytest.raises(PermitMissing):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
