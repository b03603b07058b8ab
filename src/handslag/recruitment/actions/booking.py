"""When an applicant is to be met: booking an interview, moving it, cancelling it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import check_not_too_far, day_of

from .. import notices
from ..models import Application, InterviewBooking
from .interviewing import lock, refuse_answered, refuse_own

MINUTES = 45


class BookedBefore(Refused):
    """The time has passed."""


@transaction.atomic
def book_interview(
    *, application: Application, starts_at: datetime, place: str, by: Person, at: datetime, online_link: str = "",
    minutes: int = MINUTES,
) -> InterviewBooking:  # fmt: skip
    """Write down when and where `by` meets the applicant. Booked again, the interview is moved.

    Raises ApplicationAnswered, OwnApplication, BookedBefore.
    """
    lock(application)
    refuse_answered(application)
    refuse_own(application, by)
    if starts_at <= at:
        raise BookedBefore(_("This time has passed. Choose a time that is still to come."))
    check_not_too_far(application.programme, day_of(application.programme, starts_at), at)
    where = {"starts_at": starts_at, "minutes": minutes, "place": place.strip(), "online_link": online_link}
    rows = InterviewBooking.objects.of(application.organisation_id)
    booking = rows.filter(application=application).first()
    if booking is None:
        booking = InterviewBooking(organisation_id=application.organisation_id, application=application)
    elif booking.is_on and all(getattr(booking, name) == value for name, value in where.items()):
        return booking
    else:
        booking.revision += 1
    for name, value in (where | {"by": by, "booked_at": at, "cancelled_at": None}).items():
        setattr(booking, name, value)
    booking.save()
    notices.overtaken(application, by=by, at=at)  # who has a time waits for no call to find one
    _record("interview.book", booking, by, at)
    return booking


@transaction.atomic
def cancel_interview(*, booking: InterviewBooking, by: Person, at: datetime) -> None:
    """Take a booked interview back; cancelling twice changes nothing."""
    lock(booking.application)
    booking.refresh_from_db(from_queryset=InterviewBooking.objects.of(booking.organisation_id))
    if not booking.is_on:
        return
    booking.cancelled_at = at
    booking.revision += 1
    booking.save(update_fields=["cancelled_at", "revision"])
    _record("interview.cancel", booking, by, at)


def _record(what: str, booking: InterviewBooking, by: Person, at: datetime) -> None:
    record(what, "recruitment.interviewbooking", booking.pk, by=by, organisation=booking.organisation_id, at=at)
