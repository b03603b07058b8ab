"""The forms of signing in: allauth's, in the words of this product, and with the tries of mailed codes counted in every
process and every browser alike."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.core.internal import ratelimit
from django.utils.translation import gettext_lazy

from .devices import tries_of

EMAIL = gettext_lazy("E-mail")


def _count(action: str, email: str):
    """Count one try for `email`, or refuse it where there have been too many."""
    request = context.request
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=tries_of(request, email))
    if usage is None:
        raise get_adapter().validation_error("too_many_login_attempts")
    return usage


class PasswordForm(LoginForm):
    """Sign in with a password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = EMAIL


class RequestCodeForm(RequestLoginCodeForm):
    """Ask for a code. An address without an account is accepted like any other."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = EMAIL

    def clean_email(self):
        email = self.cleaned_data["email"]
        _count("request_login_code", email)
        accounts = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self._user = accounts[0] if accounts else None
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """Write the code. The five tries of one code are kept in the session, where many requests at once would each
    find the first try; so a try is counted before the code is looked at, and given back if it was right."""

    def clean_code(self):
        usage = _count("login_failed", context.request._login_stage.state.get("email", ""))
        code = super().clean_code()
        usage.rollback()
        return code
