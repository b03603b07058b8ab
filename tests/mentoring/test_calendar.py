from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from handslag.mentoring.actions import book_meeting, cancel_meeting
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, waiting_pair):
    return book_meeting(
        pair=waiting_pair, starts_at=NOW + timedelta(days=3), place="Café", by=cast.mentor.person, at=NOW
    )


def _event(answer):
    return next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))


def url(meeting) -> str:
    return reverse("mentoring:calendar", args=[meeting.pair_id, meeting.pk])


@pytest.mark.parametrize("role", ["mentor", "mentee", "coordinator"])
def test_a_meeting_goes_into_the_calendar_without_a_name(as_role, meeting, role):
    answer = as_role(role).get(url(meeting))
    event = _event(answer)
    assert (event["SUMMARY"], event["LOCATION"], event["DTSTART"].dt) == ("Meeting", "Café", NOW + timedelta(days=3))
    assert b"One" not in answer.content


def test_calendars_take_a_cancelled_meeting_out(cast, as_role, meeting):
    before = _event(as_role("mentor").get(url(meeting)))
    cancel_meeting(meeting=meeting, by=cast.mentor.person, at=NOW)
    after = _event(as_role("mentor").get(url(meeting)))
    assert "STATUS" not in before
    assert (after["STATUS"], after["UID"], after["SEQUENCE"]) == ("CANCELLED", before["UID"], before["SEQUENCE"] + 1)


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "trainer", "outsider"])
def test_others_find_no_meeting(as_role, meeting, role):
    assert as_role(role).get(url(meeting)).status_code == 404
