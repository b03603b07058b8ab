from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, needs
from handslag.programmes.access import permit as require

from ..actions.contacting import correct_contact
from ..forms import ContactForm
from .applications import get_application


@needs("application.decide")
def contact(request, application_id):
    """Correct how an applicant is reached; the e-mail address is also how an accepted person signs in."""
    application = get_application(request, application_id)
    require(request.user, "application.decide", application)
    person, by, at = application.person, acting_person(request.user, application), timezone.now()
    record_reads("contact", "people.person", [person.pk], by=by, organisation=person.organisation_id, at=at)
    form = ContactForm(request.POST or None, initial={"phone": person.phone, "email": person.email})
    if request.method == "POST" and form.is_valid():
        try:
            correct_contact(application=application, by=by, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The contact details are saved."))
            return redirect("recruitment:application", application.pk)
    context = {"form": form, "application": application, "programme": application.programme}
    return render(request, "recruitment/applications/contact.html", context, status=422 if form.errors else 200)
