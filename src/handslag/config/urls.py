"""Every address of the product. allauth's pages are listed one by one: what is not listed does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from handslag.core.marks import drafted, public, signed_in
from handslag.desk.views import home
from handslag.people.sign_in import from_the_start
from handslag.people.views import again, by_passkey, passkeys, ways

from .health import health

ROOMS = [
    "people",
    "programmes",
    "outbox",
    "surveys",
    "recruitment",
    "training",
    "pairs",
    "mentoring",
    "supervision",
    "evaluation",
    "desk",
]

handler404 = "handslag.desk.views.errors.not_found"

ASK_FOR_CODE = "account_request_login_code"
NEW_CODES = "mfa_generate_recovery_codes"

urlpatterns = [
    path("", home.landing, name="landing"),
    path("health/", health, name="health"),
    path("sign-in/", drafted(public(from_the_start(account.login))), name="account_login"),
    path("sign-in/code/", drafted(public(from_the_start(account.request_login_code))), name=ASK_FOR_CODE),
    path("sign-in/code/confirm/", drafted(public(account.confirm_login_code)), name="account_confirm_login_code"),
    path("sign-in/passkey/", public(by_passkey.sign_in), name="mfa_login_webauthn"),
    path("sign-in/authenticator/", public(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/authenticator/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", signed_in(by_passkey.again), name="mfa_reauthenticate_webauthn"),
    path("sign-in/again/from-the-start/", again.from_the_start, name="account_sign_in_again"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/password/set/", signed_in(account.password_set), name="account_set_password"),
    path("account/sign-in/", ways.index, name="mfa_index"),
    path("account/passkeys/new/", passkeys.new, name="mfa_add_webauthn"),
    path("account/passkeys/<int:passkey_id>/name/", passkeys.name, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:passkey_id>/removal/", passkeys.removal, name="mfa_remove_webauthn"),
    path("account/authenticator/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/authenticator/removal/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", signed_in(recovery_codes.generate_recovery_codes), name=NEW_CODES),
    *(path("", include(f"handslag.{room}.urls")) for room in ROOMS),
]  # fmt: skip
