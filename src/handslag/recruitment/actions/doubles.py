"""Applications from somebody whom the organisation may know already: noticed by phone number or e-mail address.

The applicant never learns of it. Somebody of the team says whether it is the same person; only then do the answers
move to the person who is known, sealed anew under that person's key.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.actions import change_contact, erase_keys, find_by_contact
from handslag.people.models import Person

from ..models import Application, Double, PermitCheck
from .interviewing import OwnApplication, lock, refuse_answered, refuse_own

# A number that many share (an association's, a family's) is no news after these.
MOST_KNOWN = 5


class DoubleAnswered(Refused):
    """Somebody has said before whether it is the same person."""


class TwoOpenApplications(Refused):
    """One person would have two open applications for one role."""


class NotAlone(Refused):
    """More hangs on the new person than this application."""


@transaction.atomic
def note_doubles(*, application: Application) -> None:
    """Remember who of the organisation has the phone number or e-mail address of the applicant already."""
    person = application.person
    known = find_by_contact(person.organisation, phone=person.phone, email=person.email)
    others = sorted((one for one in known if one.pk != person.pk), key=lambda one: one.created_at)
    Double.objects.bulk_create(
        (
            Double(organisation_id=application.organisation_id, application=application, known=one)
            for one in others[:MOST_KNOWN]
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def say_other_person(*, double: Double, by: Person, at: datetime) -> None:
    """The two only share a phone number or an address. Raises DoubleAnswered, OwnApplication."""
    _hold(double, by)
    _answer(double, Double.Answer.OTHER, by, at)


@transaction.atomic
def say_same_person(*, double: Double, by: Person, at: datetime) -> None:
    """Move the application, with all that was written on it, to the person who is known; the new person is removed.

    The known person keeps the own name and contact; what is missing there is filled in.
    Raises DoubleAnswered, OwnApplication, ApplicationAnswered, TwoOpenApplications, NotAlone.
    """
    application = _hold(double, by)
    refuse_answered(application)
    known, new = double.known, application.person
    if known.pk == by.pk:
        raise OwnApplication(_("This is your own application. Ask a colleague."))
    _refuse_two_open(application, known)
    _refuse_not_alone(application, new)
    _move(application, new, known)
    if (new.phone and not known.phone) or (new.email and not known.email):
        change_contact(person=known, phone=known.phone or new.phone, email=known.email or new.email, by=by, at=at)
    _answer(double, Double.Answer.SAME, by, at)
    erase_keys(person=new, by=by, at=at)
    try:
        Person.objects.of(new.organisation_id).filter(pk=new.pk).delete()
    except ProtectedError as error:
        raise NotAlone(_not_alone()) from error


def _hold(double: Double, by: Person) -> Application:
    application = double.application
    lock(application)
    refuse_own(application, by)
    rows = Double.objects.of(double.organisation_id).select_for_update()
    double.refresh_from_db(fields=["answer"], from_queryset=rows)
    if double.answer:
        raise DoubleAnswered(_("This question was answered in the meantime."))
    return application


def _answer(double: Double, answer: str, by: Person, at: datetime) -> None:
    double.answer, double.answered_by, double.answered_at = answer, by, at
    double.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        f"double.{answer}", "recruitment.application", double.application_id, by=by, at=at,
        organisation=double.organisation_id, detail={"known": str(double.known_id)},
    )  # fmt: skip


def _refuse_two_open(application: Application, known: Person) -> None:
    """Of two open applications for one role the later one is closed instead."""
    rows = Application.objects.of(application.organisation_id).filter(
        person=known, programme=application.programme_id, role=application.role,
        state__in=(*Application.OPEN, Application.State.WAITING, Application.State.ACCEPTED),
    )  # fmt: skip
    if rows.exists():
        raise TwoOpenApplications(
            _("%(person)s has an application for this role already. Close this one as a double instead.")
            % {"person": known}
        )


def _refuse_not_alone(application: Application, new: Person) -> None:
    others = Application.objects.of(new.organisation_id).filter(person=new).exclude(pk=application.pk)
    if new.account_id or new.memberships.exists() or others.exists():
        raise NotAlone(_not_alone())


def _not_alone() -> str:
    return _("More than this application is kept under the new name, so it cannot be moved. Leave the two apart.")


def _move(application: Application, new: Person, known: Person) -> None:
    """Everything is opened first and saved after, so that it is sealed under the key of `known`."""
    own = _opened([*new.responses.all(), *new.messages.all()])
    checks = PermitCheck.objects.of(application.organisation_id).filter(application=application)
    written = _opened([*application.interviews.all(), *application.selections.all(), *checks])
    application.person = known
    application.save(update_fields=["person"])
    for row in own:
        row.person = known
        row.save()
    for row in written:
        row.application = application
        row.save()
    new.consents.update(person=known)


def _opened(rows: list[Any]) -> list[Any]:
    """The rows with their sealed fields read: what was read is sealed anew when the row is saved."""
    for row in rows:
        for field in row._meta.concrete_fields:
            getattr(row, field.attname)
    return rows
