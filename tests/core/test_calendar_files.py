"""Calendar files: read back by the library, with the clock of the place."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from handslag.core.calendar_files import Appointment, as_response, calendar_file

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def appointment(**changes) -> Appointment:
    given = {
        "id": uuid.UUID(int=7), "title": "Meeting", "starts_at": datetime(2026, 7, 1, 15, 30, tzinfo=UTC),
        "minutes": 90, "zone": STOCKHOLM, "place": "Café; Möllan, 2",
    }  # fmt: skip
    return Appointment(**(given | changes))


def event_in(body: bytes):
    calendar = Calendar.from_ical(body)
    return calendar, next(iter(calendar.walk("VEVENT")))


def test_an_appointment_is_read_back_as_it_was_given():
    _calendar, event = event_in(calendar_file(appointment(link="https://meet.example/x"), at=NOW))
    assert event["SUMMARY"] == "Meeting"
    assert event["LOCATION"] == "Café; Möllan, 2"
    assert event["URL"] == "https://meet.example/x"
    assert event["DTSTAMP"].dt == NOW
    assert event["DTSTART"].dt == datetime(2026, 7, 1, 17, 30, tzinfo=STOCKHOLM)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)


def test_the_place_of_the_clock_is_described_in_the_file():
    calendar, event = event_in(calendar_file(appointment(), at=NOW))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"


@pytest.mark.parametrize(
    "starts_at", [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
)
def test_an_appointment_over_the_change_of_the_clock_keeps_its_length(starts_at):
    _calendar, event = event_in(calendar_file(appointment(starts_at=starts_at, minutes=120), at=NOW))
    length = event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC)
    assert length == timedelta(minutes=120)


def test_the_same_appointment_keeps_its_uid_and_counts_its_changes():
    _calendar, first = event_in(calendar_file(appointment(), at=NOW))
    _calendar, moved = event_in(calendar_file(appointment(minutes=30, revision=1), at=NOW + timedelta(days=1)))
    assert first["UID"] == moved["UID"]
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (0, 1)


def test_a_place_cannot_add_lines_to_the_file():
    _calendar, event = event_in(calendar_file(appointment(place="A\r\nATTENDEE:mailto:x@example.org"), at=NOW))
    assert "ATTENDEE" not in event


def test_the_download_says_nothing_in_its_name():
    response = as_response(appointment(), at=NOW)
    assert response["Content-Type"].startswith("text/calendar")
    assert response["Content-Disposition"] == 'attachment; filename="appointment.ics"'
