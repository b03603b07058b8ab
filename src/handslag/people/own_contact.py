"""How one is reached oneself: the phone number, and the e-mail address that mail and the sign-in go to.

A new address counts only when the code that was mailed to it is written: with a wrong letter in it somebody else would
get the mail, and nobody could sign in.
"""

import secrets
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.core.tries import too_many_by, too_many_letters

from .actions import change_contact, change_sign_in
from .models import Account, Person

WAITING = "new_address"  # in the session: address, code, until when it works
CODE_LIVES = timedelta(minutes=10)
MOST_TRIES = 5  # of the code within an hour, by one account
MOST_LETTERS = 5  # with a code in a day, by one account or to one address


class WrongCode(Refused):
    """It is not the code that was mailed last, or too late, or tried too often."""


class TooManyLetters(Refused):
    """Codes were asked for too often today."""


def own_persons(account: Account) -> list[Person]:
    """The person that `account` is in each organisation."""
    rows = Person.objects.everywhere("one human being, in all own organisations")
    return list(rows.filter(account=account, erased_at=None).order_by("created_at", "id"))


@transaction.atomic
def change_own_phone(*, account: Account, phone: str, at: datetime) -> None:
    """Be called at another number from now on, in every organisation that one belongs to."""
    for person in own_persons(account):
        change_contact(person=person, phone=phone, email=person.email, by=person, at=at)


def ask_new_address(*, session: SessionBase, account: Account, email: str, at: datetime) -> None:
    """Mail a code to a new address. A later one takes the place of the one before. Raises TooManyLetters."""
    if too_many_letters("new-address", by=account.pk, to=email, most=MOST_LETTERS):
        raise TooManyLetters(_("No more e-mails today. Try again tomorrow."))
    code = f"{secrets.randbelow(1_000_000):06d}"
    session[WAITING] = {"email": email, "code": code, "until": (at + CODE_LIVES).timestamp()}
    get_adapter().send_mail("people/email/new_address", email, {"code": code})


def waiting_address(session: SessionBase) -> str:
    """The address whose code is waited for; empty without one."""
    return session.get(WAITING, {}).get("email", "")


def confirm_address(*, session: SessionBase, account: Account, code: str, at: datetime) -> None:
    """Be written to, and sign in, at the address to which `code` was mailed. Raises WrongCode, EmailTaken.

    The old address is told, in case it was not its owner who did this. Every session of the account ends: see
    `Account.get_session_auth_hash`.
    """
    waiting = session.get(WAITING)
    if not waiting or at.timestamp() > waiting["until"]:
        raise WrongCode(_("This code works no longer. Ask for a new one."))
    # Counted before it is looked at: of many that come at once none is free.
    if too_many_by(account.pk, "new-address-code", most=MOST_TRIES, seconds=3600):
        raise WrongCode(_("Too many tries. Wait an hour."))
    if not constant_time_compare(waiting["code"], code.strip()):
        raise WrongCode(_("This is not the code. Look at it once more."))
    before = account.email
    _use(account, waiting["email"], at)
    del session[WAITING]
    get_adapter().send_notification_mail("people/email/address_changed", account, email=before)


@transaction.atomic
def _use(account: Account, email: str, at: datetime) -> None:
    change_sign_in(account=account, email=email, at=at)
    for person in own_persons(account):
        change_contact(person=person, phone=person.phone, email=email, by=person, at=at)
