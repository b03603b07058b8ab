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
    meeting = book_meeting(pair=pair, starts_at=SOON, place="Café", by=cast.mentor.person, at=NOW)
    all_went_out(cast)
    return meeting


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


def all_went_out(cast):
    Message.objects.of(cast.organisation).filter(state="queued").update(state="sent", sent_at=NOW)


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
        all_went_out(cast)
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
    meeting = book_meeting(pair=pair, starts_at=starts_at, place="", by=None, at=NOW)
    all_went_out(pair)
    return meeting


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


# ---- one act overtakes another before its letter is out


def waiting(cast, role="mentee"):
    """What waits to be sent to one of the cast: when, and which words."""
    rows = Message.objects.of(cast.organisation).filter(kind="meeting", state="queued", person=cast.people[role].person)
    return [(row.send_after, row.title, row.body) for row in rows.order_by("send_after")]


@pytest.fixture
def held(cast, pair, meeting):
    """A meeting at nine, planned by the mentor at nine in the evening: its letter waits for the morning."""
    return book_meeting(pair=pair, starts_at=clock(6, 9), place="", by=cast.mentor.person, at=clock(5, 21))


def test_a_meeting_planned_and_moved_in_one_evening_is_told_once_as_a_new_one(cast, held, move):
    move(meeting=held, starts_at=clock(6, 7, 30), place="", at=clock(5, 21, 30))
    [(send_after, title, body)] = waiting(cast)
    assert (send_after, title) == (clock(5, 21, 30), "You have a new meeting")
    assert "Friday 6 March at 07:30" in body
    assert "09:00" not in body


def test_planned_moved_and_cancelled_in_one_evening_nobody_is_told_anything(cast, held, move):
    move(meeting=held, starts_at=clock(6, 10), at=clock(5, 21, 30))
    cancel_meeting(meeting=held, by=cast.mentor.person, at=clock(5, 22))
    assert not Message.objects.of(cast.organisation).filter(kind="meeting").exclude(state="sent").exists()
    [entry, *_earlier] = Entry.objects.of(cast.organisation.pk).filter(action="message.withdraw").order_by("-id")
    assert entry.detail == {"kinds": ["meeting"], "count": 1}


def test_moved_to_and_fro_before_the_letter_is_out_it_is_still_a_new_meeting(cast, held, move):
    for hour in (10, 9):
        move(meeting=held, starts_at=clock(6, hour), place="", at=clock(5, 21, 30))
    [(_send_after, title, body)] = waiting(cast)
    assert title == "You have a new meeting"
    assert "09:00" in body


def test_moved_twice_in_one_evening_is_told_from_the_time_that_is_known(cast, pair, move):
    """Known is half past seven, so it cannot wait though both later times could."""
    meeting = booked_for(pair, clock(6, 7, 30))
    move(meeting=meeting, starts_at=clock(6, 17), place="", at=clock(5, 21))
    move(meeting=meeting, starts_at=clock(6, 18), place="", at=clock(5, 21, 5))
    [(send_after, title, body)] = waiting(cast)
    assert (send_after, title) == (clock(5, 21, 5), "A meeting is moved")
    assert "The old time was Friday 6 March at 07:30." in body
    assert "17:00" not in body


def test_moved_back_before_the_letter_is_out_there_is_nothing_to_tell(cast, pair, move):
    meeting = booked_for(pair, clock(6, 17))
    for hour in (9, 17):
        move(meeting=meeting, starts_at=clock(6, hour), place="", at=clock(5, 21))
    assert waiting(cast) == []


def test_a_cancellation_speaks_of_the_time_that_is_known(cast, pair, move):
    meeting = booked_for(pair, clock(6, 7, 30))
    move(meeting=meeting, starts_at=clock(6, 17), at=clock(5, 21))
    cancel_meeting(meeting=meeting, by=cast.mentor.person, at=clock(5, 21, 5))
    [(send_after, title, body)] = waiting(cast)
    assert (send_after, title) == (clock(5, 21, 5), "A meeting is cancelled")
    assert "07:30" in body
    assert "17:00" not in body
    assert "Library" not in body


@pytest.mark.parametrize("seen", [{"read_at": NOW}, {"tries": 1}])
def test_a_letter_that_may_have_been_seen_counts_as_known(cast, held, seen):
    Message.objects.of(cast.organisation).filter(kind="meeting").update(**seen)
    cancel_meeting(meeting=held, by=cast.mentor.person, at=clock(5, 22))
    assert [title for _at, title, _body in waiting(cast)] == ["A meeting is cancelled"]
    assert Message.objects.of(cast.organisation).filter(state="dropped").count() == 1


def test_who_moves_it_has_known_it_and_the_other_is_told_of_the_end(cast, pair, move):
    """The team plans it, the mentee moves it, the mentor takes it back: each knows what she or he did."""
    meeting = book_meeting(pair=pair, starts_at=clock(6, 9), place="", by=cast.coordinator.person, at=clock(5, 21))
    move(meeting=meeting, starts_at=clock(6, 10), by=cast.mentee.person, at=clock(5, 21, 5))
    assert [title for _at, title, _body in waiting(cast, "mentor")] == ["You have a new meeting"]
    assert waiting(cast, "mentee") == []
    cancel_meeting(meeting=meeting, by=cast.mentor.person, at=clock(5, 21, 10))
    assert waiting(cast, "mentor") == []
    assert [title for _at, title, _body in waiting(cast, "mentee")] == ["A meeting is cancelled"]


def test_the_letters_of_another_meeting_and_of_a_worker_stay(cast, pair, held, move):
    book_meeting(pair=pair, starts_at=clock(6, 15), place="", by=cast.mentor.person, at=clock(5, 21))
    rows = Message.objects.of(cast.organisation).filter(kind="meeting", once_key__contains=str(held.pk))
    rows.update(claim=held.pk, next_try_at=clock(5, 21, 40))
    move(meeting=held, starts_at=clock(6, 10), at=clock(5, 21, 35))
    assert {title for _at, title, _body in waiting(cast)} == {"You have a new meeting", "A meeting is moved"}
    assert len(waiting(cast)) == 3


def test_a_pair_that_ends_is_not_told_of_the_meetings_it_had_planned(cast, held, end):
    end(held.pair)
    assert waiting(cast) == []


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
