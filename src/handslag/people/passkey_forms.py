"""The forms of passkeys: what the browser sends is checked by allauth and fido2; nonsense is refused in plain words."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_NAME = 60


def _checked(check: Callable[[], Any], refusal: str) -> Any:
    """What `check` finds; whatever it trips over in what was sent, the answer is `refusal`."""
    try:
        return check()
    except ValidationError as error:
        # Too many tries is said in its own words.
        raise error if error.code == "too_many_login_attempts" else ValidationError(refusal) from error
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, NotImplementedError) as error:
        raise ValidationError(refusal) from error


class NewPasskeyForm(forms.Form):
    """A passkey that the browser has just made, and what it is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("So that you know later which one it is."),
        max_length=LONGEST_NAME,
        required=False,
    )
    credential = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggested = get_adapter().generate_authenticator_name(account, Authenticator.Type.WEBAUTHN)
        self.initial.setdefault("name", self.suggested)

    def clean_name(self) -> str:
        """The passkey lies in the phone already when the form is sent: a missing name does not spoil it."""
        return self.cleaned_data["name"] or self.suggested

    def clean(self):
        cleaned = super().clean() or {}
        refusal = _("The passkey was not made. Press the button and try once more.")
        if "credential" in self.errors:
            del self.errors["credential"]  # a hidden field: what is wrong with it is said above the form
        credential = cleaned.get("credential")
        if not isinstance(credential, dict):
            raise ValidationError(refusal)
        _checked(lambda: auth.complete_registration(credential), refusal)
        return cleaned


class NameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)


class _Shown(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        refusal = _("This passkey did not work here. Try once more, or sign in another way.")
        return _checked(super().clean_credential, refusal)


class SignInForm(_Shown, LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class SecondStepForm(_Shown):
    """A passkey instead of the figures of an authenticator."""


class AgainForm(_Shown, ReauthenticateWebAuthnForm):
    """Show with a passkey that it is still the same person."""
