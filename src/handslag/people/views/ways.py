"""How somebody signs in: every way, and what can be changed about it."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handslag.core.marks import signed_in


@signed_in
@require_safe
def index(request):
    """The ways in which one's own account signs in."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("-created_at", "-pk"))
    held = {factor.type for factor in factors}
    given = {
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "authenticator": Authenticator.Type.TOTP in held,
        "recovery_codes": Authenticator.Type.RECOVERY_CODES in held,
        "second_step": get_adapter().needs_second_factor(request.user),
    }
    return render(request, "people/ways.html", given)
