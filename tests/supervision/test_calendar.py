from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from handslag.supervision.actions import join, make_group, plan_meeting
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, programme):
    by = cast.supervisor.person
    group = make_group(programme=cast.programme, name="Malmö", supervisor=cast.supervisor, by=by, at=NOW)
    join(group=group, mentor=cast.mentor, on=TODAY, by=by, at=NOW)
    return plan_meeting(group=group, starts_at=NOW + timedelta(days=9), place="Hall", by=by, at=NOW)


@pytest.mark.parametrize("role", ["mentor", "supervisor", "coordinator"])
def test_a_meeting_of_the_group_goes_into_the_calendar(as_role, meeting, role):
    answer = as_role(role).get(reverse("supervision:calendar", args=[meeting.pk]))
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["SUMMARY"], event["LOCATION"]) == ("Meeting", "Hall")
    assert event["DTSTART"].dt == NOW + timedelta(days=9)


@pytest.mark.parametrize("role", ["second_mentor", "mentee", "partner", "outsider"])
def test_who_is_not_in_the_group_finds_no_meeting(as_role, meeting, role):
    assert as_role(role).get(reverse("supervision:calendar", args=[meeting.pk])).status_code == 404
