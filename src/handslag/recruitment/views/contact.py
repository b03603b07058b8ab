from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.encryption import opened
from handslag.core.refusals import refusals_in
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, needs
from handslag.programmes.access import permit as require

from ..actions.contacting import NoWayLeft, correct_contact, sign_in_problem
from ..forms import ContactForm
from ..models import Application
from .applications import get_application


@needs("application.decide")
def contact(request, application_id):
    """Correct how an applicant is reached; the e-mail address is also how an accepted person signs in."""
    application = get_application(request, application_id)
    require(request.user, "application.decide", application)
    person, by, at = application.person, acting_person(request.user, application), timezone.now()
    record_reads("contact", "people.person", [person.pk], by=by, organisation=person.organisation_id, at=at)
    known = {name: opened(person, name) for name in ("phone", "email")}
    form = ContactForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form, "email", about={NoWayLeft: "is_meant"}):
            correct_contact(application=application, by=by, at=at, **form.cleaned_data)
            messages.success(request, _("The contact details are saved."))
            is_in = application.state == Application.State.ACCEPTED
            if is_in and (problem := sign_in_problem(person)):
                messages.warning(request, problem)
            return redirect("recruitment:application", application.pk)
    check = person.address_checks.filter(email_index=person.email_index).select_related("by").first()
    context = {"form": form, "application": application, "programme": application.programme, "check": check}
    return render(request, "recruitment/applications/contact.html", context, status=422 if form.errors else 200)
