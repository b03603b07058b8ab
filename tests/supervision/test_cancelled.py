"""The address of a meeting that was cancelled, to which letters and calendars still lead."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from handslag.gatherings.actions import Gone
from handslag.supervision.actions import cancel_meeting
from handslag.supervision.models import SupervisionMeeting
from tests.cast import NOW, TODAY

from .rows import DAY, group, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def cancelled(cast, programme):
    made = meeting(cast, group(cast, cast.mentor), date(2026, 3, 20))
    address = made.pk
    cancel_meeting(meeting=made, reason="The library is closed.", by=cast.supervisor.person, at=NOW)
    made.pk = address
    return made


def test_who_cancels_second_is_told_that_it_is_cancelled_already(cast, cancelled):
    with pytest.raises(Gone, match="cancelled already"):
        cancel_meeting(meeting=cancelled, reason="Rain.", by=cast.supervisor.person, at=NOW)


def page_of(client, made, name="meeting"):
    return client.get(reverse(f"supervision:{name}", args=[made.pk]))


@pytest.mark.parametrize("role", ["mentor", "supervisor", "coordinator"])
def test_its_address_says_that_it_is_off_and_by_whom_and_why(as_role, cancelled, role):
    page = page_of(as_role(role), cancelled)
    assert page.status_code == 200
    for words in ("This meeting was cancelled", "There is no supervision on Friday 20 March, 18:00.",
                  "Supervisor One", "2 March 2026", "The library is closed."):  # fmt: skip
        assert words in page.text


def test_it_says_what_comes_next(cast, as_role, cancelled):
    plan = reverse("supervision:new_meeting", args=[cancelled.group_id])
    assert plan in page_of(as_role("supervisor"), cancelled).text
    mentors = page_of(as_role("mentor"), cancelled).text
    assert plan not in mentors
    assert "We write to you when there is a new day." in mentors
    later = meeting(cast, cancelled.group, date(2026, 3, 25))
    for role in ("mentor", "supervisor"):
        page = page_of(as_role(role), cancelled).text
        assert "The next meeting is on Wednesday 25 March, 18:00." in page
        assert reverse("supervision:meeting", args=[later.pk]) in page


@pytest.mark.parametrize("name", ["pack", "moving", "cancellation", "correction", "new_follow_up"])
def test_the_pages_behind_it_say_so_too(as_role, cancelled, name):
    assert "This meeting was cancelled" in page_of(as_role("supervisor"), cancelled, name).text


@pytest.mark.parametrize("name", ["holding", "nudges", "question"])
def test_what_is_sent_to_it_late_changes_nothing_and_says_so(cast, as_role, cancelled, name):
    url = reverse(f"supervision:{name}", args=[cancelled.pk])
    role = "mentor" if name == "question" else "supervisor"
    assert "This meeting was cancelled" in as_role(role).post(url, {"text": "Limits", "notes": "We met"}).text
    assert not SupervisionMeeting.objects.of(cast.organisation).exists()


@pytest.mark.parametrize("role", ["second_mentor", "mentee", "trainer", "partner", "outsider"])
@pytest.mark.parametrize("name", ["meeting", "calendar"])
def test_who_could_not_see_it_finds_nothing(as_role, cancelled, role, name):
    assert page_of(as_role(role), cancelled, name).status_code == 404


def test_calendars_take_it_out(as_role, cancelled):
    answer = page_of(as_role("mentor"), cancelled, "calendar")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", f"{cancelled.gathering_id}@handslag")
    assert event["SEQUENCE"] == 1  # newer than the file that put it in
    assert event["DTSTART"].dt.date() == TODAY + 18 * DAY
