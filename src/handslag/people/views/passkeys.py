"""One's own passkeys: a new one, its name, its removal."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.core.marks import signed_in

from ..passkey_forms import NameForm, NewPasskeyForm
from ..passkeys import TooManyPasskeys, add_passkey, name_passkey, passkeys_of, remove_passkey
from .again import freshly_signed_in

FORM = ["GET", "HEAD", "POST"]


@signed_in
@freshly_signed_in
@require_http_methods(FORM)
def new(request):
    """Make a passkey on this phone or computer."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None, account=request.user)
    staff = get_adapter().needs_second_factor(request.user)
    if request.method == "POST" and form.is_valid():
        try:
            passkey = add_passkey(
                account=request.user, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"],
                with_recovery_codes=staff, at=timezone.now(),
            )  # fmt: skip
        except TooManyPasskeys as refusal:
            form.add_error(None, str(refusal))
        else:
            return _made(request, passkey, staff)
    given = {
        "form": form,
        "options": auth.begin_registration(request.user, True),
        "must_choose": staff and not Authenticator.objects.filter(user=request.user).exists(),
    }
    return render(request, "people/passkeys/new.html", given, status=422 if form.is_bound else 200)


def _made(request, passkey, staff: bool):
    """Making it has shown finger, face or code of the phone: that is the second factor of this session, too."""
    others = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    record_authentication(request, request.user, "mfa", id=passkey.pk, type=passkey.type, reauthenticated=True)
    messages.success(request, _("Your passkey works. Next time, press “Use a passkey” to sign in."))
    return redirect("mfa_view_recovery_codes" if staff and others.count() == 1 else "mfa_index")


@signed_in
@freshly_signed_in
@require_http_methods(FORM)
def name(request, passkey_id):
    """Give a passkey another name."""
    passkey = get_object_or_404(passkeys_of(request.user), pk=passkey_id)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": passkey.wrap().name})
    if request.method == "POST" and form.is_valid():
        name_passkey(passkey=passkey, name=form.cleaned_data["name"], at=timezone.now())
        messages.success(request, _("The passkey has its new name."))
        return redirect("mfa_index")
    given = {"form": form, "passkey": passkey}
    return render(request, "people/passkeys/name.html", given, status=422 if form.is_bound else 200)


@signed_in
@freshly_signed_in
@require_http_methods(FORM)
def removal(request, passkey_id):
    """Take a passkey away. A session of staff ends with the factor it rested on."""
    passkey = get_object_or_404(passkeys_of(request.user), pk=passkey_id)
    if request.method != "POST":
        return render(request, "people/passkeys/removal.html", {"passkey": passkey})
    remove_passkey(passkey=passkey, at=timezone.now())
    messages.success(request, _("The passkey is removed. Delete it on the phone or computer, too."))
    if get_adapter().needs_second_factor(request.user) and not _shown_another(request):
        request.session.flush()
        return redirect("account_login")
    return redirect("mfa_index")


def _shown_another(request) -> bool:
    """Whether this session has shown a second factor that is still there."""
    shown = [
        record.get("id") for record in get_authentication_records(request, request.user) if record["method"] == "mfa"
    ]
    return Authenticator.objects.filter(user=request.user, pk__in=shown).exists()
