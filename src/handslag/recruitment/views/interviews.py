from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.core.encryption import opened
from handslag.core.errors import Refused
from handslag.core.refusals import refusals_in
from handslag.journal.actions import record_reads
from handslag.people.models import Person
from handslag.programmes.access import acting_person, needs
from handslag.programmes.access import permit as require

from ..actions.contacting import confirm_address, is_address_confirmed
from ..actions.interviewing import NotYet, check_permit, note_interview
from ..forms import InterviewForm, PermitForm
from ..guides import guide
from ..models import Application
from .applications import get_application


@needs("application.decide")
def interview(request, application_id):
    """Note an interview, with the guide's questions beside."""
    application = get_application(request, application_id)
    require(request.user, "application.decide", application)
    at, by = timezone.now(), acting_person(request.user, application)
    form = InterviewForm(
        request.POST or None, initial={"held_on": timezone.localdate(at)}, first_day=application.programme.starts_on,
        email=_unconfirmed_address(application, by, at),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                is_confirmed = form.cleaned_data.pop("is_confirmed", False)
                note_interview(application=application, by=by, at=at, **form.cleaned_data)
                if is_confirmed:
                    confirm_address(application=application, by=by, at=at)
        except NotYet as refusal:
            form.add_error("held_on", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The interview is noted. Next: propose a selection."))
            return redirect("recruitment:application", application.pk)
    context = {
        "form": form, "application": application, "programme": application.programme,
        "guide": guide(application.programme, application.role, get_language()),
    }  # fmt: skip
    return render(request, "recruitment/applications/interview.html", context, status=422 if form.errors else 200)


def _unconfirmed_address(application: Application, by: Person, at: datetime) -> str:
    """The e-mail address that is to be read out in the interview; showing it is written down."""
    person = application.person
    email = opened(person, "email")
    if not email or person.account_id or is_address_confirmed(person):
        return ""
    record_reads("contact", "people.person", [person.pk], by=by, organisation=person.organisation_id, at=at)
    return email


@needs("application.decide")
def permit(request, application_id):
    """Note that a residence permit was seen. No copy is ever kept."""
    application = get_application(request, application_id)
    require(request.user, "application.decide", application)
    form = PermitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            check_permit(
                application=application, by=acting_person(request.user, application), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The permit check is noted."))
            return redirect("recruitment:application", application.pk)
    context = {"form": form, "application": application, "programme": application.programme}
    return render(request, "recruitment/applications/permit.html", context, status=422 if form.errors else 200)
