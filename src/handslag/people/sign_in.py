"""How people sign in: a mailed code of six digits or a password; accounts are opened by the team, never by sign-up.

Whoever does not know whether an address has an account must not learn it here: the same pages, the same time.
"""

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import get_adapter as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.journal.actions import record

from .devices import remember_device, tries_of

logger = logging.getLogger(__name__)

# Mail is handed over beside the request: only a known address gets any, and the time that takes must not show.
WORKERS = 4
_post = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="sign-in-mail")


class AccountAdapter(DefaultAccountAdapter):
    """Handslag's choices for django-allauth."""

    # In plain words, with what to do next. The limits are those of settings.ACCOUNT_RATE_LIMITS.
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the code. Look in the mail again, or send a new code."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Send a new code. If that does not work, wait 15 minutes and try again."
        ),
        "email_password_mismatch": gettext_lazy(
            "The e-mail or the password is not right. Write them again, or sign in with a code."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    def generate_login_code(self) -> str:
        """Six digits: readable aloud, and every phone shows a number pad for them."""
        return f"{secrets.randbelow(1_000_000):06d}"

    def authenticate(self, request, **credentials):
        """The account that these open; one that is closed looks like one that is not there."""
        account = super().authenticate(request, **credentials)
        return account if account and account.is_active else None

    def respond_user_inactive(self, request, user):
        """An account that was closed while its owner was signing in."""
        clear_login(request)
        self.add_message(request, messages.ERROR, message=self.error_messages["incorrect_code"])
        return redirect("account_login")

    def post_login(self, request, user, **kwargs):
        record("account.sign_in", "people.account", user.pk, by=None, organisation=None, at=timezone.now())
        # Who has just come in has just shown who it is, and may change the ways to sign in for a while.
        record_authentication(request, user, "sign_in", reauthenticated=True)
        response = super().post_login(request, user, **kwargs)
        remember_device(response, user.email)
        return response

    def get_reauthentication_methods(self, user):
        """How somebody who is signed in shows it again; from the start is possible for everybody."""
        words = {"reauthenticate": _("Use your password"), "mfa_reauthenticate": _("Use figures or a recovery code"),
                 "mfa_reauthenticate:webauthn": _("Use your passkey")}  # fmt: skip
        ways = [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]
        if len(ways) > 1 and mfa().needs_second_factor(user):  # then the password alone is not enough
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        ways.sort(key=lambda way: way["id"] != "mfa_reauthenticate:webauthn")
        anew = {"id": "anew", "description": _("Sign in again"), "url": reverse("account_sign_in_again")}
        return [*ways, anew] if user.is_authenticated else []

    def is_safe_url(self, url) -> bool:
        """Only pages of this very site, written as a path, are gone on to."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def send_mail(self, template_prefix, email, context_of_mail):
        request = context.request
        page = {"request": request, "email": email, "current_site": get_current_site(request)}
        _post.submit(_send, self.render_mail(template_prefix, email, page | context_of_mail))

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        return tries_of(request, credentials.get("email", ""))


def from_the_start(view):
    """Let `view`, a page on which signing in begins, forget what was begun before: whoever mistyped the address goes
    back and types it again."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not request.user.is_authenticated:
            clear_login(request)
        return view(request, *args, **kwargs)

    return inner


def _send(message) -> None:
    try:
        message.send()
    except OSError as error:  # smtplib's errors too; their texts may hold the address
        logger.error("A sign-in message could not be sent: %s", type(error).__name__)


@receiver(authenticator_added)
def _factor_shown(request, user, authenticator, **kwargs) -> None:
    """Who sets up an authenticator has just shown its figures: that is the second factor of this session."""
    if authenticator.type == Authenticator.Type.TOTP:
        record("account.add_authenticator", "people.account", user.pk, by=None, organisation=None, at=timezone.now())
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def _factor_gone(request, user, authenticator, **kwargs) -> None:
    """Without the authenticator nothing that rested on it holds: the next page asks to sign in again."""
    if authenticator.type == Authenticator.Type.TOTP:
        record("account.remove_authenticator", "people.account", user.pk, by=None, organisation=None, at=timezone.now())
        request.session.flush()
