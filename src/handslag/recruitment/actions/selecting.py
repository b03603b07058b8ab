"""Choosing who takes part: one person proposes with reasons, another confirms.

The second person is neither the one who proposed nor one who interviewed: four eyes that have not met before.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.encryption import is_lost
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.actions import give_role
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .. import notices
from ..models import Application, Interview, PermitCheck, Selection
from ..reasons import reason_choices
from .contacting import open_sign_in_if_possible
from .interviewing import lock, refuse_answered, refuse_own

State, Outcome = Application.State, Selection.Outcome
AFTER = {Outcome.ACCEPT: State.ACCEPTED, Outcome.WAIT: State.WAITING, Outcome.DECLINE: State.DECLINED}


class ProposalWaits(Refused):
    """A proposal for this application already waits for a second person."""


class InterviewMissing(Refused):
    """Nobody is accepted without an interview."""


class ReasonMissing(Refused):
    """A selection says why."""


class SecondPersonNeeded(Refused):
    """The proposer or an interviewer may not confirm."""


class PermitMissing(Refused):
    """A mentee is accepted once a valid permit was seen."""


class SelectionClosed(Refused):
    """The proposal was confirmed or sent back before."""


@transaction.atomic
def propose(
    *, application: Application, outcome: str, reason_code: str, reasons: str, by: Person, at: datetime
) -> Selection:
    """Propose to accept, to put on the waiting list or to decline; it counts when a second person confirms it.

    `reasons`: in own words, needed to accept. `reason_code`: one of the programme's for this outcome, needed for all
    other outcomes.
    Raises ApplicationAnswered, OwnApplication, ProposalWaits, InterviewMissing, ReasonMissing.
    """
    lock(application)
    refuse_answered(application)
    refuse_own(application, by)
    if application.state == State.PROPOSED:
        raise ProposalWaits(_("A proposal for this application waits for a second person already."))
    _require_grounds(application, outcome, reason_code, reasons)
    selection = Selection.objects.create(
        organisation_id=application.organisation_id, application=application, outcome=outcome, reasons=reasons.strip(),
        reason_code="" if outcome == Outcome.ACCEPT else reason_code, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    _move(application, State.PROPOSED)
    _record("selection.propose", selection, by, at, outcome=outcome)
    return selection


def _require_grounds(application: Application, outcome: str, reason_code: str, reasons: str) -> None:
    if outcome != Outcome.ACCEPT:
        if reason_code not in dict(reason_choices(application.programme, outcome)):
            raise ReasonMissing(_("Choose a reason that fits this answer."))
        return
    if not application.interviews.exists():
        raise InterviewMissing(_("Hold the interview and note it first. Then you can propose to accept."))
    if not reasons.strip():
        raise ReasonMissing(_("Write why: a fact or a quotation that the second person can weigh."))


@transaction.atomic
def confirm(*, selection: Selection, by: Person, at: datetime) -> Membership | None:
    """Let a proposal count. Accepting makes the applicant a member of the programme, who is returned.

    Raises SelectionClosed, OwnApplication, SecondPersonNeeded, PermitMissing.
    """
    application = _open(selection)
    refuse_own(application, by)
    _require_second_person(selection, by)
    if selection.outcome == Outcome.ACCEPT and application.role == Role.MENTEE:
        _require_permit(application, day_of(application.programme, at))
    notices.overtaken(application, by=by, at=at)
    membership = None
    if selection.outcome == Outcome.ACCEPT:
        membership = give_role(
            programme=application.programme, person=application.person, role=application.role, by=by, at=at
        )
        open_sign_in_if_possible(application.person, by=by, at=at)
    selection.confirmed_by, selection.confirmed_at, selection.membership = by, at, membership
    selection.save(update_fields=["confirmed_by", "confirmed_at", "membership"])
    _move(application, AFTER[Outcome(selection.outcome)])
    _record("selection.confirm", selection, by, at, outcome=selection.outcome)
    notices.selection_decided(selection, by=by, at=at)
    return membership


def why_not_confirm(selection: Selection, by: Person, interviewers: set) -> str:
    """Why `by` may not be the second person for `selection`, in plain words; empty where nothing speaks against it.

    `interviewers`: ids of the persons who interviewed the applicant.
    """
    if by.pk == selection.proposed_by_id:
        return _("You proposed this yourself. A colleague has to confirm it.")
    if by.pk in interviewers:
        return _("You interviewed this person. Somebody who has not met the applicant has to confirm.")
    return ""


def _require_second_person(selection: Selection, by: Person) -> None:
    interviews = Interview.objects.of(selection.organisation_id).filter(application=selection.application_id)
    if why := why_not_confirm(selection, by, set(interviews.values_list("by_id", flat=True))):
        raise SecondPersonNeeded(why)


def _require_permit(application: Application, on: date) -> None:
    check = PermitCheck.objects.of(application.organisation_id).filter(application=application).first()
    if check is None:
        raise PermitMissing(_("Nobody has seen a residence permit yet. Note the permit check first."))
    if is_lost(check, "seen_as"):
        raise PermitMissing(_("What was noted about the permit is erased. Check the permit again first."))
    if check.valid_until and date.fromisoformat(check.valid_until) < on:
        raise PermitMissing(
            _("The permit that was seen was valid until %(day)s. Check again first.") % {"day": check.valid_until}
        )


@transaction.atomic
def send_back(*, selection: Selection, by: Person, at: datetime) -> None:
    """Give a proposal back to be thought over; the application is where it was before it.

    The proposer may take the own proposal back in the same way. Raises SelectionClosed, OwnApplication.
    """
    application = _open(selection)
    refuse_own(application, by)
    selection.sent_back_at = at
    selection.save(update_fields=["sent_back_at"])
    _move(application, _state_before(application))
    _record("selection.send_back", selection, by, at)


def _state_before(application: Application) -> str:
    """Where an application stands without an open proposal. A confirmed one can only have been the waiting list."""
    if application.selections.exclude(confirmed_at=None).exists():
        return State.WAITING
    return State.INTERVIEWED if application.interviews.exists() else State.RECEIVED


@transaction.atomic
def withdraw(*, application: Application, by: Person | None, at: datetime) -> None:
    """Close an application because the person does not want to take part any more; an open proposal goes with it.

    Raises ApplicationAnswered: a member leaves by ending the role instead.
    """
    lock(application)
    refuse_answered(application)
    for selection in application.selections.filter(confirmed_at=None, sent_back_at=None):
        selection.sent_back_at = at
        selection.save(update_fields=["sent_back_at"])
    _move(application, State.WITHDRAWN)
    notices.overtaken(application, by=by, at=at)
    record(
        "application.withdraw", "recruitment.application", application.pk, by=by,
        organisation=application.organisation_id, at=at,
    )  # fmt: skip


def _open(selection: Selection) -> Application:
    """The application of a proposal that is still open, its row held; raises SelectionClosed."""
    application = selection.application
    lock(application)
    rows = Selection.objects.of(selection.organisation_id).select_for_update()
    selection.refresh_from_db(fields=["confirmed_at", "sent_back_at"], from_queryset=rows)
    if selection.confirmed_at or selection.sent_back_at:
        raise SelectionClosed(_("This proposal was answered in the meantime."))
    return application


def _move(application: Application, state: str) -> None:
    application.state = state
    application.save(update_fields=["state"])


def _record(action: str, selection: Selection, by: Person, at: datetime, **detail: str) -> None:
    record(
        action, "recruitment.selection", selection.pk, by=by, organisation=selection.organisation_id, at=at,
        detail={"application": str(selection.application_id), **detail},
    )  # fmt: skip
