"""Every address of the product. allauth's pages are listed one by one: what is not listed does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from handslag.core.marks import public, signed_in
from handslag.desk.views import home
from handslag.people.sign_in import from_the_start

from .health import health

ROOMS = [
    "people",
    "programmes",
    "recruitment",
    "training",
    "pairs",
    "mentoring",
    "supervision",
    "evaluation",
    "desk",
]

NEW_CODES = "mfa_generate_recovery_codes"

urlpatterns = [
    path("", home.landing, name="landing"),
    path("health/", health, name="health"),
    path("sign-in/", public(from_the_start(account.login)), name="account_login"),
    path("sign-in/code/", public(from_the_start(account.request_login_code)), name="account_request_login_code"),
    path("sign-in/code/confirm/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("sign-in/authenticator/", public(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/authenticator/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/password/set/", signed_in(account.password_set), name="account_set_password"),
    path("account/second-factor/", signed_in(mfa.index), name="mfa_index"),
    path("account/authenticator/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/authenticator/removal/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", signed_in(recovery_codes.generate_recovery_codes), name=NEW_CODES),
    *(path("", include(f"handslag.{room}.urls")) for room in ROOMS),
]  # fmt: skip
