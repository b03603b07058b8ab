"""A planned meeting is moved: who may, who is told, and what calendars make of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from handslag.journal.models import Entry
from handslag.mentoring.actions import (
    MeetingOver,
    PairEnded,
    TimeTaken,
    WrongDay,
    book_meeting,
    cancel_meeting,
    move_meeting,
)
from handslag.mentoring.models import PairMeeting
from handslag.outbox.models import Message
from handslag.programmes.days import TooFarAhead
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=3)
LATER = NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(cast, pair):
    return book_meeting(pair=pair, starts_at=SOON, place="Café", by=cast.mentor.person, at=NOW)


@pytest.fixture
def move(cast, meeting):
    def move(**changed):
        values = {"meeting": meeting, "starts_at": LATER, "place": "Library", "by": cast.mentor.person, "at": NOW}
        return move_meeting(**{**values, **changed})

    return move


def url(meeting, name="move"):
    return reverse(f"mentoring:{name}", args=[meeting.pair_id, meeting.pk])


def now(meeting):
    return PairMeeting.objects.of(meeting.organisation_id).get(pk=meeting.pk)


def told(cast):
    """The messages about what was planned already."""
    rows = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING)
    return [row for row in rows if row.title != "You have a new meeting"]


def said_to(cast):
    return sorted((row.person_id, row.title) for row in told(cast))


def test_a_moved_meeting_has_the_new_time_and_place_and_the_journal_says_so(cast, meeting, move):
    move()
    assert (now(meeting).starts_at, now(meeting).place, now(meeting).revision) == (LATER, "Library", 1)
    [entry] = Entry.objects.of(cast.organisation.pk).filter(action="meeting.move")
    assert (entry.actor_id, entry.subject_id, entry.detail) == (cast.mentor.person_id, str(meeting.pk), {})


def test_only_the_other_one_is_told_of_the_new_time_and_of_the_old(cast, move):
    move()
    assert said_to(cast) == [(cast.mentee.person_id, "A meeting is moved")]
    [message] = told(cast)
    body = message.body
    assert "Saturday 7 March at 10:00" in body
    assert "The old time was Thursday 5 March at 10:00." in body
    assert "Library" in body


def test_both_are_told_when_the_team_moves_it(cast, move):
    move(by=cast.coordinator.person, starts_at=SOON)
    title = "A meeting has a new place"
    assert said_to(cast) == sorted([(cast.mentor.person_id, title), (cast.mentee.person_id, title)])


def test_moved_there_and_back_each_move_is_told(cast, meeting, move):
    for starts_at in (LATER, SOON, LATER):
        move(starts_at=starts_at)
    assert len(told(cast)) == 3
    assert now(meeting).revision == 3


def test_nothing_new_changes_nothing(cast, meeting, move):
    move(starts_at=SOON, place=" Café ")
    assert now(meeting).revision == 0
    assert told(cast) == []


@pytest.mark.parametrize(
    ("starts_at", "error"),
    [(NOW, WrongDay), (NOW + timedelta(days=2000), TooFarAhead)],
)
def test_a_time_that_cannot_be_is_refused(cast, meeting, move, programme, starts_at, error):
    programme.phases.create(
        organisation=cast.organisation, key="mentoring", title="Mentoring", position=1, starts_on=NOW.date(),
        ends_on=LATER.date(),
    )  # fmt: skip
    with pytest.raises(error):
        move(starts_at=starts_at)
    assert now(meeting).starts_at == SOON


def test_a_time_at_which_the_pair_meets_already_is_refused(meeting, move):
    book_meeting(pair=meeting.pair, starts_at=LATER, place="", by=None, at=NOW)
    with pytest.raises(TimeTaken):
        move()


def test_the_time_of_a_cancelled_meeting_is_free(meeting, move):
    cancel_meeting(meeting=book_meeting(pair=meeting.pair, starts_at=LATER, place="", by=None, at=NOW), by=None, at=NOW)
    assert move().starts_at == LATER


def test_a_cancelled_a_past_and_an_ended_pairs_meeting_stay(meeting, move, end):
    with pytest.raises(MeetingOver):
        move(at=SOON, starts_at=LATER + timedelta(days=1))
    cancel_meeting(meeting=meeting, by=None, at=NOW)
    with pytest.raises(MeetingOver):
        move()
    end(meeting.pair)
    with pytest.raises(PairEnded):
        move()


# ---- in the quiet hours: nobody sets out to a meeting that is not there


def clock(day, hour, minute=0):
    """A moment of the programme's place; the 3rd to the 7th of March are a Tuesday to a Saturday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Stockholm"))


def booked_for(pair, starts_at):
    return book_meeting(pair=pair, starts_at=starts_at, place="", by=None, at=NOW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (clock(6, 17), clock(6, 7, 30)),  # earlier than the end of the quiet hours
        (clock(6, 7, 30), clock(6, 17)),  # what is not held any more is
        (clock(6, 17), clock(6, 8)),
    ],
)
def test_a_move_in_the_evening_is_told_at_once_where_the_morning_is_too_late(cast, pair, move, before, after):
    evening = clock(5, 21)
    move(meeting=booked_for(pair, before), starts_at=after, at=evening)
    [message] = told(cast)
    assert message.send_after == evening
    assert message.expires_at == clock(6, 17)


def test_a_move_in_the_evening_waits_for_the_morning_where_that_is_early_enough(cast, pair, move):
    move(meeting=booked_for(pair, clock(6, 17)), starts_at=clock(6, 9), at=clock(5, 21))
    [message] = told(cast)
    assert message.send_after == clock(6, 8)


def test_the_letter_of_an_earlier_time_goes_out_until_the_old_one(cast, pair, move):
    """The mail server is away all morning: at noon the letter still keeps somebody from coming at five."""
    move(meeting=booked_for(pair, clock(6, 17)), starts_at=clock(6, 9), at=clock(5, 12))
    [message] = told(cast)
    assert message.expires_at == clock(6, 17)


@pytest.mark.parametrize(
    ("starts_at", "sent"), [(clock(6, 7, 30), clock(5, 21)), (clock(6, 8), clock(5, 21)), (clock(6, 9), clock(6, 8))]
)
def test_a_cancellation_in_the_evening_comes_before_the_meeting(cast, pair, starts_at, sent):
    cancel_meeting(meeting=booked_for(pair, starts_at), by=cast.mentor.person, at=clock(5, 21))
    [message] = told(cast)
    assert message.send_after == sent


@pytest.mark.parametrize(("starts_at", "sent"), [(clock(6, 7, 30), clock(5, 21)), (clock(6, 9), clock(6, 8))])
def test_a_meeting_planned_in_the_evening_is_told_before_it_begins(cast, pair, starts_at, sent):
    book_meeting(pair=pair, starts_at=starts_at, place="", by=cast.mentor.person, at=clock(5, 21))
    [message] = Message.objects.of(cast.organisation).filter(kind=Message.Kind.MEETING)
    assert message.send_after == sent


# ---- pages


def test_the_page_moves_the_meeting_by_the_clock_of_the_programme(as_role, meeting):
    client = as_role("mentee")
    shown = client.get(url(meeting)).text
    assert 'value="2026-03-05"' in shown
    assert 'value="10:00"' in shown
    assert 'value="Café"' in shown
    answer = client.post(url(meeting), {"day": "2026-03-09", "clock": "17:00", "place": "Park"})
    assert answer.url == reverse("mentoring:meetings", args=[meeting.pair_id])
    assert now(meeting).starts_at.isoformat() == "2026-03-09T16:00:00+00:00"
    assert url(meeting) in client.get(answer.url).text


def test_a_refused_move_keeps_what_was_typed(as_role, meeting):
    answer = as_role("mentor").post(url(meeting), {"day": "2026-03-01", "clock": "17:00", "place": "The new park"})
    assert answer.status_code == 422
    assert "The new park" in answer.text
    assert "This time has passed." in answer.text
    assert now(meeting).starts_at == SOON


def test_the_calendar_file_is_the_same_appointment_with_a_higher_number(as_role, meeting, move):
    def event():
        answer = as_role("mentee").get(url(meeting, "calendar"))
        return next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))

    before = event()
    move()
    after = event()
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == LATER


@pytest.mark.parametrize(
    ("role", "status"),
    [("second_mentor", 404), ("second_mentee", 404), ("trainer", 404), ("outsider", 404), ("supervisor", 403)],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_moves_it(as_role, meeting, role, status, method):
    typed = {"day": "2026-03-09", "clock": "17:00", "place": "Park"}
    assert getattr(as_role(role), method)(url(meeting), typed).status_code == status
    assert now(meeting).starts_at == SOON
