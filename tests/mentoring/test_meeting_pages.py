"""The pages of a pair's meetings: booking, cancelling, and what stays when something is wrong."""

from datetime import timedelta

import pytest

from handslag.mentoring.actions import book_meeting, cancel_meeting
from handslag.mentoring.models import PairMeeting
from handslag.outbox.models import Message
from handslag.supervision.actions import agree_pause
from tests.cast import NOW, TODAY

from .pages import page, rows, url

pytestmark = pytest.mark.usefixtures("now")


def test_a_meeting_is_booked_and_cancelled(cast, pair, as_role):
    client = as_role("mentee")
    typed = {"day": "2026-03-09", "clock": "17:00", "place": "Library"}
    assert client.post(url("meetings", pair), typed).status_code == 302
    assert "Monday 9 March, 17:00" in page(client.get(url("meetings", pair)))
    meeting = rows(cast, PairMeeting).get()
    client.post(url("cancellation", pair, meeting.pk))
    assert "No meeting is planned" in page(client.get(url("meetings", pair)))


@pytest.mark.parametrize("name", ["meeting", "move", "cancellation"])
def test_the_addresses_of_a_cancelled_meeting_say_that_it_is_off_and_by_whom(cast, pair, as_role, name):
    meeting = book_meeting(pair=pair, starts_at=NOW + timedelta(days=7), place="Library", by=None, at=NOW)
    assert as_role("mentee").get(url("meeting", pair, meeting.pk)).url == url("meetings", pair)
    cancel_meeting(meeting=meeting, by=cast.mentor.person, at=NOW)
    for role, who in (("mentee", "Mentor"), ("mentor", "You"), ("coordinator", "Mentor One")):
        shown = page(as_role(role).get(url(name, pair, meeting.pk)))
        said = "This meeting was cancelled", "There is no meeting on Monday 9 March, 10:00.", "2 March 2026, 10:00"
        links = f'href="{url("meetings", pair)}#book"', url("calendar", pair, meeting.pk)
        for words in (*said, f"<bdi>{who}</bdi>", *links):
            assert words in shown
    assert "This meeting was cancelled" in page(as_role("mentor").post(url("cancellation", pair, meeting.pk)))
    assert as_role("second_mentor").get(url(name, pair, meeting.pk)).status_code == 404


def test_the_letter_about_a_cancelled_meeting_leads_to_its_address(cast, pair):
    meeting = book_meeting(pair=pair, starts_at=NOW + timedelta(days=7), place="", by=cast.mentee.person, at=NOW)
    rows(cast, Message).update(state=Message.State.SENT, sent_at=NOW)
    cancel_meeting(meeting=meeting, by=cast.mentee.person, at=NOW)
    [letter] = rows(cast, Message).filter(once_key__startswith="meeting:cancelled")
    assert (letter.person_id, letter.url) == (cast.mentor.person_id, url("meeting", pair, meeting.pk))


def test_a_pair_that_has_ended_is_not_led_to_book_again(cast, pair, as_role, end):
    meeting = book_meeting(pair=pair, starts_at=NOW + timedelta(days=7), place="", by=None, at=NOW)
    end(pair)
    shown = page(as_role("coordinator").get(url("meeting", pair, meeting.pk)))
    assert "This meeting was cancelled" in shown
    assert "Book a new one" not in shown
    assert as_role("mentor").get(url("meeting", pair, meeting.pk)).url == "/home/"


@pytest.mark.parametrize(
    ("role", "told"), [("mentee", "We tell <bdi>Mentor</bdi>."), ("coordinator", "We tell both.")]
)  # fmt: skip
def test_the_page_before_cancelling_says_what_and_whom_and_changes_nothing(cast, pair, as_role, role, told):
    client = as_role(role)
    client.post(url("meetings", pair), {"day": "2026-03-09", "clock": "17:00", "place": "Library"})
    meeting = rows(cast, PairMeeting).get()
    cancel = url("cancellation", pair, meeting.pk)
    listed = page(client.get(url("meetings", pair)))
    assert f'href="{cancel}"' in listed
    assert f'action="{cancel}"' not in listed
    letters = rows(cast, Message).count()
    shown = page(client.get(cancel))
    for words in ("Monday 9 March, 17:00", "Library", told, f'action="{cancel}"', f'href="{url("meetings", pair)}"'):
        assert words in shown
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, rows(cast, Message).count()) == (None, letters)
    client.post(cancel)
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None


def test_a_meeting_that_has_begun_is_cancelled_without_a_word_of_telling(cast, pair, as_role):
    meeting = PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW - timedelta(hours=1))
    assert "We tell" not in page(as_role("mentee").get(url("cancellation", pair, meeting.pk)))


def test_a_meeting_in_the_past_keeps_what_was_typed(cast, pair, as_role):
    response = as_role("mentor").post(url("meetings", pair), {"day": "2026-03-01", "clock": "17:00", "place": "Zoo"})
    assert response.status_code == 422
    assert "Zoo" in page(response)
    assert not rows(cast, PairMeeting).exists()


def test_a_meeting_of_another_year_shows_the_year(pair, as_role):
    client = as_role("mentee")
    client.post(url("meetings", pair), {"day": "2027-01-04", "clock": "17:00"})
    assert "Monday 4 January 2027, 17:00" in page(client.get(url("meetings", pair)))
    assert "Monday 4 January 2027, 17:00" in page(client.get("/home/"))


def test_a_meeting_booked_twice_stands_once_and_is_told_once(cast, pair, as_role):
    typed = {"day": "2026-03-05", "clock": "17:00", "place": "Café"}
    for role in ("mentor", "mentor", "mentee"):
        assert as_role(role).post(url("meetings", pair), typed).status_code == 302
    assert rows(cast, PairMeeting).count() == 1
    [letter] = rows(cast, Message).filter(kind=Message.Kind.MEETING)
    assert letter.person_id == cast.mentee.person_id


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            "Café",
            "You already have a meeting on Thursday 5 March at 17:00 (Café). "
            "Move that meeting, or write its place here.",
        ),
        ("", "You already have a meeting on Thursday 5 March at 17:00. Press “Move” at that meeting to say where."),
    ],
)
def test_another_place_at_the_same_time_is_refused_and_nobody_is_told(cast, pair, as_role, place, told):
    typed = {"day": "2026-03-05", "clock": "17:00"}
    as_role("mentor").post(url("meetings", pair), typed | {"place": place})
    answer = as_role("mentee").post(url("meetings", pair), typed | {"place": "The new park"})
    assert answer.status_code == 422
    assert told in answer.text
    assert "The new park" in answer.text
    [meeting] = rows(cast, PairMeeting)
    assert meeting.place == place
    [letter] = rows(cast, Message).filter(kind=Message.Kind.MEETING)
    assert letter.person_id == cast.mentee.person_id


def test_an_ended_pair_books_nothing(cast, pair, as_role, end):
    end(pair)
    client = as_role("coordinator")
    typed = {"day": "2026-03-09", "clock": "17:00"}
    assert client.post(url("meetings", pair), typed).status_code == 422
    assert not rows(cast, PairMeeting).exists()


def test_two_meetings_that_overlap_are_planned_with_a_warning(cast, pair, as_role):
    client, typed = as_role("mentor"), {"day": "2026-03-05", "clock": "17:00", "place": "Café"}
    near = "There is another meeting close to this one: Thursday 5 March at 17:00."
    client.post(url("meetings", pair), typed)
    assert near not in client.post(url("meetings", pair), typed | {"clock": "18:00"}, follow=True).text
    assert near in client.post(url("meetings", pair), typed | {"clock": "16:30"}, follow=True).text
    moved = rows(cast, PairMeeting).order_by("starts_at").last()
    page = client.post(url("move", pair, moved.pk), typed | {"clock": "17:45"}, follow=True).text
    assert near in page
    for clock in ("16:30", "17:00", "17:45"):
        assert page.count(f'<span class="visually-hidden">: 5 March, {clock}</span>') == 3  # calendar, move, cancel


@pytest.mark.parametrize("role", ["mentee", "coordinator"])
def test_the_meetings_of_an_ended_pair_say_that_there_is_nothing_to_book(pair, as_role, end, role):
    end(pair)
    shown = page(as_role(role).get(url("meetings", pair)))
    assert "This pair has ended. There is nothing to book." in shown
    assert "books its meetings here" not in shown


@pytest.mark.parametrize("role", ["mentee", "coordinator"])
def test_the_meetings_of_an_ended_pair_say_which_do_not_take_place(cast, pair, as_role, end, role):
    past = PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW - timedelta(days=3))
    meeting = book_meeting(pair=pair, starts_at=NOW + timedelta(days=7), place="Library", by=None, at=NOW)
    end(pair)
    shown = page(as_role(role).get(url("meetings", pair)))
    said = "Monday 9 March, 10:00", "Library", "This meeting does not take place.", url("calendar", pair, meeting.pk)
    for words in (*said, "Take it out of my calendar", "There is nothing to book."):
        assert words in shown
    assert url("calendar", pair, past.pk) not in shown
    assert "/move/" not in shown
    assert "No meeting is planned" not in shown


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("mentee", "This meeting is in your pause: move or cancel it if you do not want it."),
        ("coordinator", "This meeting is in their pause. They may meet all the same."),
    ],
)
def test_of_each_meeting_in_a_pause_the_list_says_so(pair, as_role, role, said):
    days = {"from_on": TODAY + timedelta(1), "until_on": TODAY + timedelta(7)}
    agree_pause(pair=pair, **days, reason="travel", by=None, at=NOW)
    for ahead in (2, 7, 8):
        book_meeting(pair=pair, starts_at=NOW + timedelta(days=ahead), place="", by=None, at=NOW)
    assert page(as_role(role).get(url("meetings", pair))).count(said) == 2
