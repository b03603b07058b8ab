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


def url(meeting) -> str:
    return reverse("mentoring:calendar", args=[meeting.pair_id, meeting.pk])


@pytest.mark.parametrize("role", ["mentor", "mentee", "coordinator"])
def test_a_meeting_goes_into_the_calendar_without_a_name(as_role, meeting, role):
    answer = as_role(role).get(url(meeting))
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["SUMMARY"], event["LOCATION"], event["DTSTART"].dt) == ("Meeting", "Café", NOW + timedelta(days=3))
    assert b"One" not in answer.content


def test_a_cancelled_meeting_is_not_found(cast, as_role, meeting):
    cancel_meeting(meeting=meeting, by=cast.mentor.person, at=NOW)
    assert as_role("mentor").get(url(meeting)).status_code == 404


@pytest.mark.parametrize("role", ["second_mentor", "second_mentee", "trainer", "outsider"])
def test_others_find_no_meeting(as_role, meeting, role):
    assert as_role(role).get(url(meeting)).status_code == 404
