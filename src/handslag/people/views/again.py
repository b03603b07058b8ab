"""Showing again who one is, before the ways to sign in are changed."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from handslag.core.marks import signed_in

NOT_NOW = "not_now"  # the key in the session: where one goes who would rather not sign in again


def freshly_signed_in(view):
    """Let only somebody come to `view` who has signed in, or shown it again, within the last minutes."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        return view(request, *args, **kwargs) if is_fresh(request) else to_sign_in_again(request, request.path)

    return inner


def is_fresh(request) -> bool:
    """Whether the account has signed in, or shown it again, within the last minutes."""
    shown = [record for record in get_authentication_records(request, request.user) if record.get("reauthenticated")]
    return bool(shown) and timezone.now().timestamp() - shown[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def to_sign_in_again(request, then: str, back: str = ""):
    """To the page where one shows who one is, and from there to the page at the path `then`; to `back`, or home, for
    whoever would rather not."""
    request.session[NOT_NOW] = back
    way = get_adapter().get_reauthentication_methods(request.user)[0]
    return redirect(f"{way['url']}?{urlencode({'next': then})}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def from_the_start(request):
    """For whoever has no password and no passkey at hand: sign out, sign in, go on."""
    then = request.POST.get("next") or request.GET.get("next", "")
    then = then if get_adapter().is_safe_url(then) else resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        logout(request)
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': then})}")
    return render(request, "people/sign_in_again.html", {"then": then})
