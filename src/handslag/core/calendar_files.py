"""Calendar files (.ics): one appointment, to be added to whatever calendar somebody uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from icalendar import Calendar, Event


@dataclass(frozen=True)
class Appointment:
    """`title` stands on lock screens: it says that there is something, not with whom or about what.

    `id` is the row's: who adds the file again after a change has one appointment, not two. `revision` counts changes.
    Calendars strike out one that is `cancelled`.
    """

    id: UUID
    title: str
    starts_at: datetime
    minutes: int
    zone: ZoneInfo
    place: str = ""
    link: str = ""
    revision: int = 0
    cancelled: bool = False


def calendar_file(appointment: Appointment, *, at: datetime) -> bytes:
    """The appointment as iCalendar (RFC 5545), in the time of the place, with that place's changes of the clock."""
    event = Event()
    starts = appointment.starts_at.astimezone(appointment.zone)
    event.add("uid", f"{appointment.id}@handslag")
    event.add("dtstamp", at)
    event.add("sequence", appointment.revision)
    event.add("summary", appointment.title)
    event.add("dtstart", starts)
    # Counted in elapsed time: an appointment over the change of the clock keeps its length.
    ends = (appointment.starts_at + timedelta(minutes=appointment.minutes)).astimezone(appointment.zone)
    event.add("dtend", ends)
    event.add("class", "PRIVATE")
    if appointment.cancelled:
        event.add("status", "CANCELLED")
    if appointment.place:
        event.add("location", appointment.place)
    if appointment.link:
        event.add("url", appointment.link)
    calendar = Calendar()
    calendar.add("prodid", "-//Handslag//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def as_response(appointment: Appointment, *, at: datetime) -> HttpResponse:
    """The calendar file as a download; its name says nothing either."""
    response = HttpResponse(calendar_file(appointment, at=at), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
