"""The address of a meeting that was cancelled, to which letters and calendars still lead."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from handslag.gatherings.actions import Gone
from handslag.outbox.models import Message
from handslag.supervision.actions import cancel_meeting, move_meeting
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


def test_the_letter_says_why(cast, cancelled):
    letter = Message.objects.of(cast.organisation).get(person=cast.mentor.person)
    said = "There is no supervision on Friday 20 March at 18:00.\nWhy: The library is closed."
    assert (letter.title, letter.body) == ("Supervision on 20 March is cancelled", said)


def test_who_calls_mentors_reads_what_is_said_of_the_day_of_supervision(cast, as_role, cancelled):
    other = meeting(cast, group(cast, cast.second_mentor, name="Group 2"), date(2026, 4, 14))
    move_meeting(meeting=other, starts_at=NOW + 50 * DAY, by=None, at=NOW)
    Message.objects.of(cast.organisation).update(state=Message.State.BY_HAND)
    client = as_role("coordinator")
    page = client.get(reverse("outbox:calls", args=[cast.programme.pk])).text
    for words in (
        "Supervision on 20 March is cancelled",
        "Friday 20 March at 18:00",
        "The library is closed.",
        "Supervision on 14 April is moved",
    ):
        assert words in page
    assert "for the reader alone" not in page
    assert "Supervision on 20 March is cancelled" in client.get(reverse("outbox:team", args=[cast.programme.pk])).text


def test_the_page_of_the_group_lists_it_with_why(cast, as_role, cancelled):
    page = as_role("supervisor").get(reverse("supervision:group", args=[cancelled.group_id])).text
    shown = page.partition("Meetings cancelled")[2].partition("</section>")[0]
    assert f'<a href="{reverse("supervision:meeting", args=[cancelled.pk])}">20 March 2026, 18:00</a>' in shown
    assert "Why: The library is closed." in shown


def test_the_page_of_a_group_that_cancelled_none_has_no_such_list_and_leads_to_the_next_meeting(
    cast, as_role, programme
):
    made = meeting(cast, group(cast, cast.mentor), date(2026, 3, 20))
    page = as_role("supervisor").get(reverse("supervision:group", args=[made.group_id])).text
    assert "Meetings cancelled" not in page
    assert f'href="{reverse("supervision:meeting", args=[made.pk])}"' in page


OFF = "There is no supervision on Friday 20 March, 18:00."


def test_the_home_of_a_mentor_says_that_a_supervision_that_would_be_ahead_is_off(cast, as_role, cancelled):
    page = as_role("mentor").get("/home/").text
    assert OFF in page
    assert reverse("supervision:meeting", args=[cancelled.pk]) in page
    assert "The library is closed." not in page  # sealed: it stands on the page of the meeting
    for role in ("second_mentor", "mentee"):
        assert OFF not in as_role(role).get("/home/").text
    with time_machine.travel(NOW + 20 * DAY, tick=False):
        assert OFF not in as_role("mentor").get("/home/").text


@pytest.mark.parametrize("day", [date(2026, 3, 20), date(2026, 3, 18), date(2026, 4, 1)])
def test_the_home_of_a_mentor_no_longer_says_so_once_there_is_a_new_day(cast, as_role, cancelled, day):
    meeting(cast, cancelled.group, TODAY - 10 * DAY)
    assert OFF in as_role("mentor").get("/home/").text
    meeting(cast, cancelled.group, day)
    assert OFF not in as_role("mentor").get("/home/").text
    page = as_role("supervisor").get(reverse("supervision:group", args=[cancelled.group_id])).text
    assert "Meetings cancelled" in page
