"""Booking an interview: its refusals, that moving it is one row, the page and the calendar file."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from handslag.journal.models import Entry
from handslag.recruitment.actions import (
    ApplicationAnswered,
    BookedBefore,
    OwnApplication,
    book_interview,
    cancel_interview,
    withdraw,
)
from handslag.recruitment.models import InterviewBooking
from tests.cast import NOW

from .received import received

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=3)


def booked(cast, application, **changes) -> InterviewBooking:
    given = {"starts_at": SOON, "place": " Library ", "by": cast.coordinator.person, "at": NOW} | changes
    return book_interview(application=application, **given)


def acts(cast) -> list[str]:
    entries = Entry.objects.of(cast.organisation.pk).filter(subject_type="recruitment.interviewbooking")
    return list(entries.order_by("id").values_list("action", flat=True))


def test_a_booking_says_when_where_and_with_whom(cast):
    booking = booked(cast, received(cast.programme, "mentor"))
    assert (booking.starts_at, booking.place, booking.by) == (SOON, "Library", cast.coordinator.person)
    assert acts(cast) == ["interview.book"]


def test_booked_again_the_interview_is_moved(cast):
    application = received(cast.programme, "mentor")
    first = booked(cast, application)
    moved = booked(cast, application, starts_at=SOON + timedelta(days=1))
    assert (moved.pk, moved.revision) == (first.pk, 1)
    assert booked(cast, application, starts_at=SOON + timedelta(days=1)).revision == 1


def test_a_cancelled_interview_can_be_booked_anew(cast):
    application = received(cast.programme, "mentor")
    booking = booked(cast, application)
    cancel_interview(booking=booking, by=cast.coordinator.person, at=NOW)
    cancel_interview(booking=booking, by=cast.coordinator.person, at=NOW)
    assert not booking.is_on
    assert acts(cast) == ["interview.book", "interview.cancel"]
    assert booked(cast, application).is_on


def test_refused_are_the_past_an_answered_application_and_the_own_one(cast):
    application = received(cast.programme, "mentor")
    with pytest.raises(BookedBefore):
        booked(cast, application, starts_at=NOW)
    with pytest.raises(OwnApplication):
        booked(cast, application, by=application.person)
    withdraw(application=application, by=cast.coordinator.person, at=NOW)
    with pytest.raises(ApplicationAnswered):
        booked(cast, application)
    assert not InterviewBooking.objects.of(cast.organisation).exists()


def url(name: str, application) -> str:
    return reverse(f"recruitment:{name}", args=[application.pk])


def in_a_week() -> datetime:
    return (timezone.now() + timedelta(days=7)).astimezone(ZoneInfo("Europe/Stockholm"))


def test_the_page_books_in_the_time_of_the_place(cast, as_role):
    application, day = received(cast.programme, "mentor"), in_a_week().date()
    client = as_role("coordinator")
    answer = client.post(url("booking", application), {"day": day.isoformat(), "clock": "15:30", "place": "Library"})
    assert answer.status_code == 302
    booking = InterviewBooking.objects.of(cast.organisation).get()
    assert booking.starts_at.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%H:%M") == "15:30"
    assert "15:30" in client.get(url("application", application)).content.decode()
    assert 'value="15:30"' in client.get(url("booking", application)).content.decode()


def test_an_error_keeps_what_was_typed(cast, as_role):
    application = received(cast.programme, "mentor")
    answer = as_role("coordinator").post(
        url("booking", application), {"day": "2020-01-01", "clock": "15:30", "place": "Café"}
    )
    assert answer.status_code == 422
    assert 'value="Café"' in answer.content.decode()
    answer = as_role("coordinator").post(url("booking", application), {"day": "2099-01-01", "clock": "15:30"})
    assert answer.status_code == 422


def test_a_past_day_and_a_missing_place_are_told_in_one_round(cast, as_role):
    client, address = as_role("coordinator"), url("booking", received(cast.programme, "mentor"))
    errors = client.post(address, {"day": "2020-01-01", "clock": "15:30"}).context["form"].errors
    assert "This time has passed" in str(errors["day"])
    assert "Say where" in str(errors["place"])
    shown = client.get(address).text
    assert "One of the two is needed." in shown
    assert "if you like" not in shown


def test_the_calendar_file_does_not_say_with_whom(cast, as_role):
    application = received(cast.programme, "mentor")
    client = as_role("coordinator")
    assert client.get(url("booking_calendar", application)).status_code == 404
    booking = booked(cast, application)
    body = client.get(url("booking_calendar", application)).content
    event = next(iter(Calendar.from_ical(body).walk("VEVENT")))
    assert (event["SUMMARY"], event["DTSTART"].dt) == ("Appointment", SOON)
    assert application.person.given_name.encode() not in body
    client.post(url("booking_cancellation", application))
    booking.refresh_from_db()
    assert not booking.is_on
    assert client.get(url("booking_calendar", application)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("mentor", 404), ("trainer", 404), ("supervisor", 404), ("outsider", 404)]
)
def test_others_find_no_booking(cast, as_role, role, status):
    application = received(cast.programme, "mentor")
    booked(cast, application)
    client = as_role(role)
    assert client.get(url("booking", application)).status_code == status
    assert client.get(url("booking_calendar", application)).status_code == status
    assert client.post(url("booking_cancellation", application)).status_code == status
    assert InterviewBooking.objects.of(cast.organisation).get().is_on
