"""How an applicant is reached, and the sign-in that an accepted person gets."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from handslag.people.actions import EmailTaken, change_contact, open_account
from handslag.people.models import Person

from ..models import Application


@transaction.atomic
def correct_contact(*, application: Application, phone: str, email: str, by: Person, at: datetime) -> None:
    """Replace phone number and e-mail address; somebody who is accepted can sign in with the address from now on.

    Who can sign in already keeps the address of the sign-in. Raises EmailTaken where a colleague signs in with it.
    """
    change_contact(person=application.person, phone=phone, email=email, by=by, at=at)
    if application.state == Application.State.ACCEPTED:
        open_sign_in(application.person, by=by, at=at)


def open_sign_in(person: Person, *, by: Person | None, at: datetime) -> None:
    """Let somebody who gave an e-mail address sign in with it; nothing to do for who can already, or gave none."""
    if person.account_id is None and person.email:
        open_account(person=person, email=person.email, by=by, at=at)


def open_sign_in_if_free(person: Person, *, by: Person | None, at: datetime) -> None:
    """The same, but an address that a colleague uses already opens nothing: the team corrects it later."""
    with suppress(EmailTaken):
        open_sign_in(person, by=by, at=at)
