"""How one is reached oneself: seen by everybody who is signed in, and changed there."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handslag.core.encryption import opened
from handslag.core.marks import signed_in
from handslag.core.refusals import refusals_in

from ..own_contact import ask_new_address, change_own_phone, confirm_address, own_persons, waiting_address
from ..own_contact_forms import AddressForm, CodeForm, PhoneForm
from .again import freshly_signed_in

FORM = ["GET", "HEAD", "POST"]


@signed_in
@require_http_methods(FORM)
def contact(request):
    """One's own phone number, to be changed, and e-mail address."""
    persons = own_persons(request.user)
    known = next(filter(None, (opened(person, "phone") for person in persons)), "")
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": known})
    if request.method == "POST" and form.is_valid():
        change_own_phone(account=request.user, phone=form.cleaned_data["phone"], at=timezone.now())
        messages.success(request, _("Your new number is saved. The team sees it."))
        return redirect("own_contact")
    given = {"form": form, "has_phone": bool(persons)}
    return render(request, "people/contact/show.html", given, status=422 if form.errors else 200)


@signed_in
@freshly_signed_in
@require_http_methods(FORM)
def address(request):
    """Ask for another e-mail address: a code goes there."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "email"):
            email = form.cleaned_data["email"]
            ask_new_address(session=request.session, account=request.user, email=email, at=timezone.now())
            return redirect("own_address_code")
    return render(request, "people/contact/address.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@freshly_signed_in
@require_http_methods(FORM)
def code(request):
    """Write the code that came to the new address; from then on it counts."""
    email = waiting_address(request.session)
    if not email:
        return redirect("own_address")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "code"):
            written = form.cleaned_data["code"]
            confirm_address(session=request.session, account=request.user, code=written, at=timezone.now())
            update_session_auth_hash(request, request.user)  # of all sessions this one goes on
            messages.success(request, _("Your new e-mail address is saved. You sign in with it from now on."))
            return redirect("own_contact")
    return render(
        request, "people/contact/code.html", {"form": form, "email": email}, status=422 if form.errors else 200
    )
