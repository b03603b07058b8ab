"""Selection: proposed with reasons, confirmed by a second person who has not met the applicant."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handslag.journal.models import Entry
from handslag.people.models import Person
from handslag.programmes.actions import RoleHeld, give_role
from handslag.programmes.models import Membership
from handslag.recruitment.actions import (
    ApplicationAnswered,
    InterviewMissing,
    OwnApplication,
    PermitMissing,
    ProposalWaits,
    ReasonMissing,
    SecondPersonNeeded,
    SelectionClosed,
    check_permit,
    confirm,
    note_interview,
    propose,
    send_back,
    withdraw,
)
from handslag.recruitment.models import Application, Selection
from handslag.recruitment.notices import selection_letter
from tests.cast import NOW, TODAY, member, person

from .received import interviewed, proposed, received

pytestmark = pytest.mark.django_db


def state(application: Application) -> str:
    return Application.objects.of(application.organisation_id).get(pk=application.pk).state


def suggest(cast, application, **changes):
    given = {"outcome": "accept", "reason_code": "", "reasons": "Clear.", "by": cast.coordinator.person, "at": NOW}
    return propose(application=application, **(given | changes))


# ---- proposing -------------------------------------------------------------------------------------------------


def test_a_proposal_waits_for_a_second_person_and_its_reasons_are_sealed(cast):
    application = interviewed(cast)
    suggest(cast, application)
    found = Selection.objects.of(cast.organisation).get()
    assert (found.outcome, found.reasons, found.confirmed_at) == ("accept", "Clear.", None)
    assert state(application) == "proposed"
    assert Selection.objects.of(cast.organisation).filter(reasons__startswith="e1:").exists()
    entry = Entry.objects.of(cast.organisation.pk).get(action="selection.propose")
    assert entry.detail == {"application": str(application.pk), "outcome": "accept"}


def test_nobody_is_accepted_without_an_interview(cast):
    with pytest.raises(InterviewMissing):
        suggest(cast, received(cast.programme))


def test_a_kind_no_needs_no_interview_but_a_coded_reason(cast):
    application = received(cast.programme)
    with pytest.raises(ReasonMissing):
        suggest(cast, application, outcome="decline", reason_code="nose")
    suggest(cast, application, outcome="decline", reason_code="places_full", reasons="")
    assert state(application) == "proposed"


def test_to_accept_needs_words_and_keeps_no_code(cast):
    application = interviewed(cast)
    with pytest.raises(ReasonMissing):
        suggest(cast, application, reasons=" ")
    assert suggest(cast, application, reason_code="time").reason_code == ""


def test_one_proposal_at_a_time(cast):
    application = interviewed(cast)
    suggest(cast, application)
    with pytest.raises(ProposalWaits):
        suggest(cast, application, by=cast.second_coordinator.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.create(
            organisation=cast.organisation, application=application, outcome="wait", proposed_at=NOW,
            proposed_by=cast.coordinator.person,
        )  # fmt: skip


# ---- confirming ------------------------------------------------------------------------------------------------


def test_confirming_an_acceptance_makes_the_applicant_a_member(cast):
    selection = proposed(cast)
    membership = confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert (membership.person, membership.role, membership.programme) == (
        selection.application.person,
        "mentor",
        cast.programme,
    )
    assert state(selection.application) == "accepted"
    selection.refresh_from_db()
    assert (selection.confirmed_by, selection.membership) == (cast.second_coordinator.person, membership)
    assert Entry.objects.of(cast.organisation.pk).filter(action="selection.confirm").count() == 1


@pytest.mark.parametrize(("outcome", "then"), [("wait", "waiting"), ("decline", "declined")])
def test_confirming_another_outcome_makes_no_member(cast, outcome, then):
    selection = proposed(cast, outcome=outcome)
    before = Membership.objects.of(cast.organisation).count()
    assert confirm(selection=selection, by=cast.second_coordinator.person, at=NOW) is None
    assert state(selection.application) == then
    assert Membership.objects.of(cast.organisation).count() == before


def test_the_proposer_may_not_confirm(cast):
    application = received(cast.programme)
    selection = suggest(cast, application, outcome="wait", reason_code="time")
    with pytest.raises(SecondPersonNeeded, match="proposed this yourself"):
        confirm(selection=selection, by=cast.coordinator.person, at=NOW)
    assert state(application) == "proposed"


def test_an_interviewer_may_not_confirm_what_a_colleague_proposed(cast):
    selection = suggest(cast, interviewed(cast), by=cast.second_coordinator.person)
    with pytest.raises(SecondPersonNeeded, match="interviewed this person"):
        confirm(selection=selection, by=cast.coordinator.person, at=NOW)
    third = person(cast.organisation, "Third Coordinator")
    member(cast.programme, third, "coordinator")
    assert confirm(selection=selection, by=third, at=NOW)


def test_the_second_person_counts_as_interviewer_even_if_the_talk_came_after_the_proposal(cast):
    selection = proposed(cast)
    note_interview(
        application=selection.application, held_on=TODAY, notes="Once more.", by=cast.second_coordinator.person,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(SecondPersonNeeded):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)


def test_the_database_itself_refuses_that_one_person_does_both(cast):
    selection = proposed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Selection.objects.of(cast.organisation).filter(pk=selection.pk).update(
            confirmed_by=cast.coordinator.person, confirmed_at=NOW
        )


def test_nobody_selects_oneself(cast):
    application = interviewed(cast)
    with pytest.raises(OwnApplication):
        suggest(cast, application, by=application.person)
    selection = suggest(cast, application)
    with pytest.raises(OwnApplication):
        confirm(selection=selection, by=application.person, at=NOW)
    with pytest.raises(OwnApplication):
        send_back(selection=selection, by=application.person, at=NOW)


def see_permit(cast, application, valid_until):
    check_permit(application=application, seen_as="card", valid_until=valid_until, by=cast.coordinator.person, at=NOW)


@pytest.mark.parametrize("valid_until", [None, TODAY, TODAY + timedelta(days=300)])
def test_a_mentee_is_accepted_once_a_valid_permit_was_seen(cast, valid_until):
    selection = proposed(cast, "mentee")
    with pytest.raises(PermitMissing, match="Nobody has seen"):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    see_permit(cast, selection.application, valid_until)
    assert confirm(selection=selection, by=cast.second_coordinator.person, at=NOW).role == "mentee"


def test_a_permit_that_has_run_out_does_not_do(cast):
    selection = proposed(cast, "mentee")
    see_permit(cast, selection.application, TODAY - timedelta(days=1))
    with pytest.raises(PermitMissing, match="was valid until 2026-03-01"):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert state(selection.application) == "proposed"


def test_a_mentee_without_a_permit_can_get_a_no(cast):
    selection = proposed(cast, "mentee", outcome="decline")
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert state(selection.application) == "declined"


def test_confirming_twice_makes_one_member(cast):
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    stale = Selection.objects.of(cast.organisation).get(pk=selection.pk)
    stale.confirmed_at = None  # as another request read it a moment before
    with pytest.raises(SelectionClosed):
        confirm(selection=stale, by=cast.second_coordinator.person, at=NOW)
    assert Membership.objects.of(cast.organisation).filter(person=selection.application.person).count() == 1


def test_somebody_who_holds_the_role_already_does_not_get_it_twice(cast):
    selection = proposed(cast)
    give_role(programme=cast.programme, person=selection.application.person, role="mentor", by=None, at=NOW)
    with pytest.raises(RoleHeld):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert state(selection.application) == "proposed"


# ---- sending back, waiting, withdrawing ------------------------------------------------------------------------


def test_sending_back_puts_the_application_where_it_was(cast):
    selection = proposed(cast)
    send_back(selection=selection, by=cast.second_coordinator.person, at=NOW)
    assert state(selection.application) == "interviewed"
    application = received(cast.programme)
    send_back(
        selection=suggest(cast, application, outcome="decline", reason_code="time"), by=cast.coordinator.person, at=NOW
    )
    assert state(application) == "received"
    with pytest.raises(SelectionClosed):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)


def test_from_the_waiting_list_one_can_be_accepted_later(cast):
    selection = proposed(cast, outcome="wait")
    application = selection.application
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    send_back(selection=suggest(cast, application), by=cast.second_coordinator.person, at=NOW)
    assert state(application) == "waiting"
    assert confirm(selection=suggest(cast, application), by=cast.second_coordinator.person, at=NOW)


def test_withdrawing_closes_the_application_and_an_open_proposal(cast):
    selection = proposed(cast)
    withdraw(application=selection.application, by=None, at=NOW)
    assert state(selection.application) == "withdrawn"
    with pytest.raises(SelectionClosed):
        confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    with pytest.raises(ApplicationAnswered):
        suggest(cast, selection.application)


def test_a_member_does_not_withdraw_but_leaves(cast):
    selection = proposed(cast)
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    with pytest.raises(ApplicationAnswered):
        withdraw(application=selection.application, by=None, at=NOW)
    assert Person.objects.of(cast.organisation).filter(memberships__role="mentor", given_name="Rana").exists()


@pytest.mark.parametrize("outcome", ["accept", "wait"])
@pytest.mark.parametrize(
    ("email", "told", "untold"), [("", "We call you", "We write"), ("r@a.example", "We write", "We call")]
)
def test_who_gets_no_mail_is_not_promised_that_we_write(cast, outcome, email, told, untold):
    text = selection_letter(interviewed(cast, email=email), outcome).body
    assert told in text
    assert untold not in text
