"""The personal link of an invitation: whoever has it may answer for that person, as long as the survey is open.

It is signed, not stored, and useless after the last day. It shows no answer that was sent before.
"""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from .models import Invitation

_SALT = "surveys.invitation"


def path_for(invitation: Invitation) -> str:
    """The path of the personal link."""
    return reverse("surveys:by_link", args=[token_for(invitation)])


def token_for(invitation: Invitation) -> str:
    return signing.Signer(salt=_SALT).sign(invitation.pk.hex).replace(":", ".")


def invitation_id(token: str) -> UUID | None:
    """Whose link this is; None for one that we did not make."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(token.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
