"""Who needs a second factor, and with what he or she can show one: whoever sees other people's things."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from handslag.people.models import Account
from handslag.people.second_factor import MFAAdapter

from .access import grants

# Who has none sets one up: figures of an app, or a passkey.
SET_UP = ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate")
FIGURES, PASSKEY = "mfa_reauthenticate", "mfa_reauthenticate_webauthn"


class StaffMFAAdapter(MFAAdapter):
    """Adds to `people`'s choices what only the roles can say."""

    def needs_second_factor(self, account) -> bool:
        return settings.SECOND_FACTOR_REQUIRED and grants(account).is_staff


def ways_to_show_it(account: Account) -> tuple[str, ...]:
    """The names of the pages on which `account` can show a second factor now, the best one first; one query."""
    held = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    if not held:
        return SET_UP
    figures = (FIGURES,) if held - {Authenticator.Type.WEBAUTHN} else ()
    passkey = (PASSKEY,) if Authenticator.Type.WEBAUTHN in held else ()
    # Recovery codes are for the day when everything else is lost: they alone do not make figures the first way.
    return (*figures, *passkey) if Authenticator.Type.TOTP in held else (*passkey, *figures)
