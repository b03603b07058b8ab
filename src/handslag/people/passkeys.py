"""Passkeys of an account: made, named, removed. Signing in with one is allauth's work (docs/decisions/0009)."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record

from .models import Account

MOST = 10  # every sign-in of an account reads all of its passkeys


class TooManyPasskeys(Refused):
    """The account has as many passkeys as one needs in a life."""


def passkeys_of(account: Account) -> QuerySet[Authenticator]:
    """The passkeys of `account`, the newest first."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("-created_at", "-pk")


@transaction.atomic
def add_passkey(
    *, account: Account, name: str, credential: dict, with_recovery_codes: bool, at: datetime
) -> Authenticator:
    """Keep the public half of a new passkey. Staff get recovery codes with their first factor."""
    Account.objects.select_for_update().get(pk=account.pk)
    if passkeys_of(account).count() >= MOST:
        raise TooManyPasskeys(_("You have many passkeys already. Remove one first."))
    passkey = WebAuthn.add(account, name, credential).instance
    if with_recovery_codes:
        RecoveryCodes.activate(account)
    _tell("account.add_passkey", "mfa/email/webauthn_added", account, at)
    return passkey


@transaction.atomic
def name_passkey(*, passkey: Authenticator, name: str, at: datetime) -> None:
    """Call a passkey something else."""
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])
    record("account.name_passkey", "people.account", passkey.user_id, by=None, organisation=None, at=at)


@transaction.atomic
def remove_passkey(*, passkey: Authenticator, at: datetime) -> None:
    """Take a passkey away: it opens nothing from now on. Recovery codes go with the last factor."""
    account = passkey.user
    passkey.delete()
    delete_dangling_recovery_codes(account)
    _tell("account.remove_passkey", "mfa/email/webauthn_removed", account, at)


def _tell(action: str, mail: str, account: Account, at: datetime) -> None:
    record(action, "people.account", account.pk, by=None, organisation=None, at=at)
    transaction.on_commit(lambda: get_adapter().send_notification_mail(mail, account))
