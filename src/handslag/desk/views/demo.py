from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from handslag.core.marks import public
from handslag.people.models import Account

from ..demo.team import DOORS


@public
def demo(request):
    """In the demonstration only: sign in as anybody, with one button a role."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        emails = {door.key: door.email for door in DOORS}
        account = get_object_or_404(Account, email=emails.get(request.POST.get("role")))
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, account, "sign_in", reauthenticated=True)  # as after every other way in
        then = request.POST.get("next", "")
        return redirect(then if then and get_adapter().is_safe_url(then) else "desk:home")
    accounts = {account.email: account for account in Account.objects.filter(email__in=[d.email for d in DOORS])}
    ways = [{"door": door, "account": accounts[door.email]} for door in DOORS if door.email in accounts]
    return render(request, "desk/demo.html", {"ways": ways, "then": request.GET.get("next", "")})


@public
def style(request):
    """In the demonstration only: every part of the pages at a glance."""
    if not settings.DEMO:
        raise Http404
    return render(request, "core/style_guide.html")
