"""What staff write down after talking with an applicant: the interview, and that a permit was seen."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import notices
from ..models import Application, Interview, InterviewGuide, PermitCheck

SEEN_AS = ("card", "letter", "digital")


class ApplicationAnswered(Refused):
    """The application has been accepted, declined or withdrawn."""


class NotYet(Refused):
    """The day lies in the future."""


class OwnApplication(Refused):
    """Nobody interviews, checks or selects oneself."""


class NoteMissing(Refused):
    """An interview without a word about it."""


class UnknownEvidence(Refused):
    """A permit is seen as a card, a letter or on a screen."""


def lock(application: Application) -> None:
    """Read the state of `application` anew and hold its row until the act is done: two people may act at once."""
    rows = Application.objects.of(application.organisation_id).select_for_update()
    application.refresh_from_db(fields=["state"], from_queryset=rows)


def refuse_own(application: Application, by: Person | None) -> None:
    if by is not None and by.pk == application.person_id:
        raise OwnApplication(_("This is your own application. Ask a colleague."))


def refuse_answered(application: Application) -> None:
    if application.state not in (*Application.OPEN, Application.State.WAITING):
        raise ApplicationAnswered(
            _("This application has been answered already: %(state)s.") % {"state": application.get_state_display()}
        )


@transaction.atomic
def keep_guide(*, programme: Programme, written: dict, by: Person | None, at: datetime) -> InterviewGuide:
    """Keep a template's interview guide (role, minutes, rules, questions, closing words) with a programme."""
    guide = InterviewGuide.objects.create(
        organisation_id=programme.organisation_id, programme=programme, role=written["role"], written=written
    )
    record(
        "guide.keep", "recruitment.interviewguide", guide.pk, by=by, organisation=programme.organisation_id, at=at
    )  # fmt: skip
    return guide


@transaction.atomic
def note_interview(*, application: Application, held_on: date, notes: str, by: Person, at: datetime) -> Interview:
    """Write down an interview that was held on `held_on`; the notes are sealed under the applicant's key.

    Raises ApplicationAnswered, OwnApplication, NotYet, NoteMissing.
    """
    lock(application)
    refuse_answered(application)
    refuse_own(application, by)
    if held_on > day_of(application.programme, at):
        raise NotYet(_("An interview is noted when it has been held. Choose today or an earlier day."))
    if not notes.strip():
        raise NoteMissing(_("Write at least one sentence about the interview."))
    interview = Interview.objects.create(
        organisation_id=application.organisation_id, application=application, held_on=held_on, by=by,
        notes=notes.strip(), noted_at=at,
    )  # fmt: skip
    if application.state == Application.State.RECEIVED:
        application.state = Application.State.INTERVIEWED
        application.save(update_fields=["state"])
    notices.overtaken(application, by=by, at=at)
    _record("interview.note", "recruitment.interview", interview, by, at)
    return interview


@transaction.atomic
def check_permit(
    *, application: Application, seen_as: str, valid_until: date | None, by: Person, at: datetime
) -> PermitCheck:
    """Write down that a residence permit was seen (as card, letter or digital) and its last day; None: no last day.

    A later check takes the place of the one before. Never a copy of the permit.
    Raises ApplicationAnswered, OwnApplication, UnknownEvidence.
    """
    lock(application)
    refuse_answered(application)
    refuse_own(application, by)
    if seen_as not in SEEN_AS:
        raise UnknownEvidence(_("Say whether you saw a card, a letter or a screen."))
    check = PermitCheck.objects.of(application.organisation_id).filter(application=application).first()
    check = check or PermitCheck(organisation_id=application.organisation_id, application=application)
    check.seen_as, check.valid_until = seen_as, valid_until.isoformat() if valid_until else ""
    check.checked_on, check.by = day_of(application.programme, at), by
    check.application = application
    check.save()
    _record("permit.check", "recruitment.permitcheck", check, by, at)
    return check


def _record(action: str, what: str, row: Interview | PermitCheck, by: Person, at: datetime) -> None:
    record(
        action, what, row.pk, by=by, organisation=row.organisation_id, at=at,
        detail={"application": str(row.application_id)},
    )  # fmt: skip
