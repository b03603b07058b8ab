"""The address of a session that was cancelled, to which letters and calendars still lead."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from handslag.outbox.models import Message
from handslag.training.actions import cancel_session
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cancelled(cast, training):
    session = training.session(training.unit(1), NOW + 3 * DAY)
    address = session.pk
    cancel_session(session=session, reason="The trainer is ill.", by=cast.coordinator.person, at=NOW)
    session.pk = address
    return session


def page_of(client, session, name="session"):
    return client.get(reverse(f"training:{name}", args=[session.pk]))


@pytest.mark.parametrize("role", ["mentor", "trainer", "coordinator"])
def test_its_address_says_that_it_is_off_and_by_whom_and_why(as_role, cancelled, role):
    page = page_of(as_role(role), cancelled)
    assert page.status_code == 200
    for words in ("This session was cancelled", "There is no session on Thursday 5 March, 10:00.", "Coordinator One",
                  "2 March 2026", "The trainer is ill."):  # fmt: skip
        assert words in page.text


def test_its_letter_leads_there(cast, cancelled):
    letters = Message.objects.of(cast.organisation)
    assert set(letters.values_list("url", flat=True)) == {reverse("training:session", args=[cancelled.pk])}


def test_it_says_what_comes_next(cast, as_role, cancelled, training):
    plan = reverse("training:new_session", args=[cancelled.unit_id])
    assert plan in page_of(as_role("coordinator"), cancelled).text
    mentors = page_of(as_role("mentor"), cancelled).text
    assert plan not in mentors
    assert "No new day is set." in mentors
    later = training.session(cancelled.unit, NOW + 8 * DAY)
    training.session(cancelled.unit, NOW - DAY)
    for role in ("mentor", "coordinator"):
        page = page_of(as_role(role), cancelled).text
        assert "The next session is on Tuesday 10 March, 10:00." in page
        assert reverse("training:session", args=[later.pk]) in page


def test_where_all_have_done_the_unit_it_asks_for_no_new_one(cast, as_role, cancelled, training):
    training.marked(cancelled.unit, {cast.mentor: "present", cast.second_mentor: "present"})
    page = page_of(as_role("coordinator"), cancelled).text
    assert "All mentors have done this unit." in page
    assert reverse("training:new_session", args=[cancelled.unit_id]) not in page


@pytest.mark.parametrize("role", ["mentor", "trainer", "coordinator"])
def test_the_training_lists_it_under_its_unit_with_why(cast, as_role, cancelled, training, role):
    training.unit(2)
    page = as_role(role).get(reverse("training:units", args=[cast.programme.pk])).text
    assert page.count("Why: The trainer is ill.") == 1
    assert page.index("Unit about 1") < page.index("Why: The trainer is ill.") < page.index("Unit about 2")
    assert "Thu 5 March 2026, 10:00" in page
    assert "Cancelled" in page
    assert reverse("training:session", args=[cancelled.pk]) in page


@pytest.mark.parametrize("name", ["moving", "cancellation"])
def test_the_pages_behind_it_say_so_too(as_role, cancelled, name):
    assert "This session was cancelled" in page_of(as_role("coordinator"), cancelled, name).text


def test_who_came_to_it_is_not_taken_any_more(as_role, cancelled):
    url = reverse("training:attendance", args=[cancelled.pk])
    assert "This session was cancelled" in as_role("trainer").post(url, {"rest": "1"}).text


@pytest.mark.parametrize("role", ["mentee", "partner", "outsider"])
@pytest.mark.parametrize("name", ["session", "calendar"])
def test_who_could_not_see_it_finds_nothing(as_role, cancelled, role, name):
    assert page_of(as_role(role), cancelled, name).status_code == 404


def test_its_calendar_file_takes_it_out_of_the_calendar(as_role, cancelled):
    answer = page_of(as_role("mentor"), cancelled, "calendar")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", f"{cancelled.gathering_id}@handslag")
    assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, NOW + 3 * DAY)
