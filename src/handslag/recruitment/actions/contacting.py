"""How an applicant is reached, and the sign-in that an accepted person gets.

A code is mailed to whoever reads the address, so an address opens a sign-in only when somebody of the team has read it
out to the person: the applicant may have mistyped it, or written somebody else's (docs/decisions/0008).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.encryption import opened
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.actions import EmailTaken, address_is_taken, change_contact, open_account
from handslag.people.models import Person

from ..hints import is_reachable
from ..models import AddressCheck, Application
from .doubles import note_doubles
from .interviewing import refuse_own


class AddressMissing(Refused):
    """There is no e-mail address to confirm."""


class NoWayLeft(Refused):
    """Nobody could reach the person any more."""


@transaction.atomic
def correct_contact(
    *, application: Application, phone: str, email: str, by: Person, at: datetime, is_confirmed: bool = False,
    is_meant: bool = False,
) -> None:  # fmt: skip
    """Replace phone number and e-mail address. `is_confirmed`: the person has heard the address and says it is right.

    `is_meant`: the only way to reach the person may be taken away. Who can sign in already keeps the address of the
    sign-in. Raises NoWayLeft, AddressMissing, OwnApplication, and EmailTaken where somebody else signs in with the
    address of an accepted person.
    """
    person = application.person
    is_left = phone.strip() or email.strip() or person.account_id  # who signs in has an address of the account
    if is_reachable(person) and not is_left and not is_meant:
        raise NoWayLeft(_("Then nobody can reach this person. Write a phone number or an address."))
    change_contact(person=person, phone=phone, email=email, by=by, at=at)
    note_doubles(application=application)
    if is_confirmed:
        confirm_address(application=application, by=by, at=at)
    elif application.state == Application.State.ACCEPTED and is_address_confirmed(person):
        open_sign_in(person, by=by, at=at)


@transaction.atomic
def confirm_address(*, application: Application, by: Person, at: datetime) -> None:
    """Write down that the e-mail address was read out to the applicant, who said that it is right.

    Somebody who is accepted can sign in with it from now on; everybody else once accepted.
    Raises AddressMissing, OwnApplication, EmailTaken.
    """
    refuse_own(application, by)
    person = application.person
    if not person.email:
        raise AddressMissing(_("There is no e-mail address yet. Write it down first."))
    check, is_new = AddressCheck.objects.of(person.organisation_id).get_or_create(
        person=person, email_index=person.email_index, organisation_id=person.organisation_id,
        defaults={"by": by, "checked_at": at},
    )  # fmt: skip
    if is_new:
        record(
            "address.confirm", "recruitment.addresscheck", check.pk, by=by, organisation=person.organisation_id, at=at,
            detail={"application": str(application.pk)},
        )  # fmt: skip
    if application.state == Application.State.ACCEPTED:
        open_sign_in(person, by=by, at=at)


def is_address_confirmed(person: Person) -> bool:
    """Whether the address that `person` has now was read out to the person."""
    return bool(person.email_index) and person.address_checks.filter(email_index=person.email_index).exists()


def open_sign_in(person: Person, *, by: Person | None, at: datetime) -> None:
    """Let somebody whose address is confirmed sign in with it; nothing to do for who can already. Raises EmailTaken."""
    if person.account_id is None:
        open_account(person=person, email=person.email, by=by, at=at)


def open_sign_in_if_possible(person: Person, *, by: Person | None, at: datetime) -> None:
    """The same for somebody who is accepted now. Where it cannot be, `sign_in_problem` says why."""
    if not sign_in_problem(person):
        open_sign_in(person, by=by, at=at)


def sign_in_problem(person: Person) -> str:
    """Why an accepted person cannot sign in, and what the team does about it; empty where nothing is in the way."""
    if person.account_id is not None:
        return ""
    email = opened(person, "email")
    if not email:
        return _("This person cannot sign in: there is no e-mail address. Ask for one and write it down.")
    if not is_address_confirmed(person):
        return _("This person cannot sign in yet: nobody has confirmed the e-mail address. Call and read it out.")
    if address_is_taken(person=person, email=email):
        return _(
            "This person cannot sign in: somebody else here signs in with the same e-mail address."
            " Ask the person for another address."
        )
    return ""


__all__ = ["AddressMissing", "EmailTaken", "NoWayLeft", "confirm_address", "correct_contact", "sign_in_problem"]
