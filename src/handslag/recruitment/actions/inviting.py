"""Asking applicants for an interview: a message says that we call to find a day."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person

from .. import notices
from ..models import Application, InterviewBooking, InterviewInvitation
from .interviewing import lock, refuse_answered, refuse_own


class AlreadyInvited(Refused):
    """The applicant was asked, met or proposed before, or is to be met at a time that is still to come."""


@transaction.atomic
def invite(*, application: Application, by: Person, at: datetime) -> InterviewInvitation:
    """Ask an applicant whom nobody has met for an interview, once.

    Raises ApplicationAnswered, OwnApplication, AlreadyInvited.
    """
    lock(application)
    refuse_answered(application)
    refuse_own(application, by)
    rows = InterviewInvitation.objects.of(application.organisation_id)
    if rows.filter(application=application).exists():
        raise AlreadyInvited(_("This person has been asked for an interview already."))
    if application.state == Application.State.PROPOSED or application.interviews.exists():
        raise AlreadyInvited(_("This person needs no invitation: the interview is held, or a proposal waits."))
    booking = InterviewBooking.objects.of(application.organisation_id).filter(application=application).first()
    if booking and booking.is_ahead(at):
        raise AlreadyInvited(_("This person needs no invitation: a time for the interview is booked."))
    invitation = InterviewInvitation.objects.create(
        organisation_id=application.organisation_id, application=application, by=by, invited_at=at
    )
    record(
        "interview.invite", "recruitment.interviewinvitation", invitation.pk, by=by,
        organisation=application.organisation_id, at=at, detail={"application": str(application.pk)},
    )  # fmt: skip
    notices.invited(application, by=by, at=at)
    return invitation
