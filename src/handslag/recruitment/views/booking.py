from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handslag.core.calendar_files import Appointment, as_response
from handslag.core.refusals import refusals_in
from handslag.programmes.access import acting_person, needs, permit
from handslag.programmes.days import zone

from ..actions.booking import book_interview, cancel_interview
from ..forms_booking import BookingForm
from ..models import Application, InterviewBooking
from .applications import get_application


@needs("application.decide")
def book(request, application_id):
    """Book an interview, or move it."""
    application = get_application(request, application_id)
    permit(request.user, "application.decide", application)
    booking = _booking(application)
    if booking and not booking.is_ahead(timezone.now()):
        booking = None  # what is past is not moved: another time is booked
    form = BookingForm(request.POST or None, programme=application.programme, initial=_initial(booking))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        with refusals_in(form):
            book_interview(
                application=application, starts_at=form.starts_at(), place=clean["place"],
                online_link=clean["online_link"], by=acting_person(request.user, application), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The interview is booked. You can add it to your calendar."))
            return redirect("recruitment:application", application.pk)
    context = {"programme": application.programme, "application": application, "form": form, "booking": booking}
    return render(request, "recruitment/applications/booking.html", context, status=422 if form.is_bound else 200)


def _booking(application: Application) -> InterviewBooking | None:
    booking = getattr(application, "booking", None)
    return booking if booking and booking.is_on else None


def _initial(booking: InterviewBooking | None) -> dict:
    if booking is None:
        return {}
    starts = booking.starts_at.astimezone(zone(booking.application.programme))
    return {"day": starts.date(), "clock": starts.time(), "place": booking.place, "online_link": booking.online_link}


@needs("application.decide")
@require_POST
def cancel(request, application_id):
    """Take a booked interview back."""
    application = get_application(request, application_id)
    permit(request.user, "application.decide", application)
    if booking := _booking(application):
        cancel_interview(booking=booking, by=acting_person(request.user, application), at=timezone.now())
        messages.success(request, _("The interview is cancelled. Tell the person, and book a new one."))
    return redirect("recruitment:application", application.pk)


@needs("application.read")
@require_safe
def calendar(request, application_id):
    """The interview as a calendar file. Its title does not say with whom."""
    booking = _booking(get_application(request, application_id))
    if booking is None:
        raise Http404
    appointment = Appointment(
        id=booking.pk, title=_("Appointment"), starts_at=booking.starts_at, minutes=booking.minutes,
        zone=zone(booking.application.programme), place=booking.place, link=booking.online_link,
        revision=booking.revision,
    )  # fmt: skip
    return as_response(appointment, at=timezone.now())
