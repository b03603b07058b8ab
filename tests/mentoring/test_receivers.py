"""What follows for the pair's own things when it ends."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.mentoring.actions import book_meeting, cancel_coming_meetings, cancel_meeting, move_meeting
from handslag.mentoring.models import PairMeeting, Plan
from handslag.mentoring.notices import plan_approved
from handslag.outbox.models import Message
from handslag.pairs import actions as pairs_actions
from tests.cast import NOW, TODAY

from .conftest import make_pair
from .groups import THEN, meetings
from .groups import book as book_for_all


def book(pair, cast, **ahead):
    return book_meeting(pair=pair, starts_at=NOW + timedelta(**ahead), place="Library", by=cast.mentor.person, at=NOW)


def test_the_end_of_a_pair_takes_back_the_meetings_that_lie_ahead(cast, pair, end):
    past = PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW - timedelta(days=3))
    coming = [book(pair, cast, days=2), book(pair, cast, hours=1)]
    end(pair)
    rows = PairMeeting.objects.of(cast.organisation)
    assert set(rows.filter(cancelled_at=NOW)) == set(coming)
    assert rows.get(pk=past.pk).cancelled_at is None
    told = Entry.objects.filter(action="meeting.cancel")
    assert {(UUID(entry.subject_id), entry.actor_id) for entry in told} == {
        (meeting.pk, cast.coordinator.person.pk) for meeting in coming
    }


def test_meetings_of_other_pairs_and_those_taken_back_before_stay_as_they_are(cast, pair, end):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    theirs, gone = book(other, cast, days=2), book(pair, cast, days=3)
    cancel_meeting(meeting=gone, by=cast.mentor.person, at=NOW - timedelta(hours=2))
    end(pair)
    rows = PairMeeting.objects.of(cast.organisation)
    assert rows.get(pk=theirs.pk).cancelled_at is None
    assert rows.get(pk=gone.pk).cancelled_at == NOW - timedelta(hours=2)


def test_taking_back_twice_changes_nothing(cast, pair, end):
    book(pair, cast, days=2)
    end(pair)
    assert cancel_coming_meetings(pair=pair, by=None, at=NOW + timedelta(hours=1)) == 0


# ---- what is said of the meetings that are taken back

OFF = "Your meeting on Wednesday 4 March at 10:00 does not take place."


def told(cast, member, kind="pair_end") -> str:
    """What was written to `member` of this kind, the newest first."""
    rows = Message.objects.of(cast.organisation).filter(person=member.person, kind=kind).order_by("-queued_at")
    return " ".join(" ".join(row.body.split()) for row in rows)


def heard(cast) -> None:
    """What waits has gone out."""
    Message.objects.of(cast.organisation).filter(state="queued").update(state="sent", sent_at=NOW)


def test_the_letter_about_the_end_says_which_meetings_are_not_held(cast, pair, end):
    book(pair, cast, days=2)
    heard(cast)
    end(pair)
    for member in (cast.mentor, cast.mentee):
        assert told(cast, member).count(OFF) == 1


def test_without_a_planned_meeting_the_letter_says_nothing_of_one(cast, pair, end):
    cancel_meeting(meeting=book(pair, cast, days=2), by=cast.mentor.person, at=NOW - timedelta(hours=2))
    end(pair)
    assert "Your time with Mentor has ended." in told(cast, cast.mentee)
    assert "does not take place" not in told(cast, cast.mentee)


@pytest.mark.parametrize("state", ["sent", "in_app"])
def test_the_letter_about_the_meeting_is_over(cast, pair, end, as_role, now, state):
    book(pair, cast, days=2)
    letter = Message.objects.of(cast.organisation).filter(person=cast.mentee.person, kind="meeting")
    letter.update(state=state, sent_at=NOW if state == "sent" else None)
    assert "Over</span>" not in as_role("mentee").get(reverse("outbox:own")).text
    end(pair)
    assert "Over</span>" in as_role("mentee").get(reverse("outbox:own")).text
    assert letter.get().is_new(NOW) is False


def test_the_letter_that_one_can_begin_with_the_plan_is_over(cast, pair, end):
    plan_approved(Plan(pair=pair, organisation=cast.organisation), by=cast.supervisor.person, at=NOW)
    letters = Message.objects.of(cast.organisation).filter(kind="plan")
    letters.update(state="in_app")
    assert [letter.is_new(NOW) for letter in letters.all()] == [True, True]
    end(pair)
    assert [letter.is_new(NOW) for letter in letters.all()] == [False, False]


def test_who_would_set_out_before_the_quiet_hours_are_over_is_told_at_once(cast, pair):
    late = NOW.replace(hour=21)
    book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="", by=None, at=NOW)
    heard(cast)
    pairs_actions.end(pair=pair, reason="no_fit", on=TODAY, by=None, at=late)
    letter = Message.objects.of(cast.organisation).get(person=cast.mentee.person, kind="pair_end")
    assert letter.send_after > late
    soon = make_pair(cast, cast.second_mentor, cast.second_mentee)
    book_meeting(pair=soon, starts_at=NOW.replace(hour=6) + timedelta(days=1), place="", by=None, at=NOW)
    soon.started_on = TODAY
    soon.save()
    heard(cast)
    pairs_actions.end(pair=soon, reason="no_fit", on=TODAY, by=None, at=late)
    letter = Message.objects.of(cast.organisation).get(person=cast.second_mentee.person, kind="pair_end")
    assert letter.send_after == late


@pytest.mark.parametrize(
    ("reason", "kinds"), [("error", ["meeting", "meeting"]), ("mentor_left", ["meeting", "match"])]
)
def test_who_gets_no_other_letter_about_the_end_is_told_of_the_meeting(cast, waiting_pair, reason, kinds):
    book_meeting(pair=waiting_pair, starts_at=NOW + timedelta(days=2), place="", by=None, at=NOW)
    heard(cast)
    pairs_actions.end(pair=waiting_pair, reason=reason, on=TODAY, by=None, at=NOW)
    for member, kind in zip((cast.mentor, cast.mentee), kinds, strict=True):
        rows = Message.objects.of(cast.organisation).filter(person=member.person)
        assert [row.kind for row in rows if OFF in row.body] == [kind]


WITHOUT = "The group meets on Thursday 5 March at 10:00 without you. You do not need to come."


def test_who_leaves_a_group_does_not_come_and_who_has_another_mentor_in_it_does(cast, group, known):
    assert known[0].starts_at == THEN
    pairs_actions.take_out(group=group, member=cast.mentor, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert WITHOUT in told(cast, cast.mentor)
    assert "does not take place" not in told(cast, cast.mentor)
    others = {pair.mentee for pair in (row.pair for row in meetings(group))}
    assert cast.mentee in others
    for mentee in others:
        assert "Mentor is not in the group" in told(cast, mentee)
        assert "does not take place" not in told(cast, mentee)
        assert "without you" not in told(cast, mentee)
        rows = Message.objects.of(cast.organisation).filter(person=mentee.person, kind="meeting")
        assert not any(row.is_over(NOW) for row in rows)
    rows = Message.objects.of(cast.organisation).filter(person=cast.mentor.person, kind="meeting")
    assert rows.exists()
    assert all(row.is_over(NOW) for row in rows)
    pairs_actions.take_out(group=group, member=cast.mentee, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert told(cast, cast.mentee).count(WITHOUT) == 1
    assert all(
        row.is_over(NOW)
        for row in Message.objects.of(cast.organisation).filter(person=cast.mentee.person, kind="meeting")
    )


def test_a_meeting_of_a_group_that_waits_to_be_told_is_not_told_to_who_has_left(cast, group):
    book_for_all(group)
    rows = Message.objects.of(cast.organisation).filter(kind="meeting")
    assert rows.filter(person=cast.mentee.person).count() == 1
    pairs_actions.take_out(group=group, member=cast.mentee, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert not rows.filter(person=cast.mentee.person).exists()
    assert rows.exists()


def test_who_was_put_into_a_group_by_mistake_is_told_once_of_its_meeting(cast, group, known):
    pairs_actions.take_out(group=group, member=cast.mentee, reason="error", on=TODAY, by=None, at=NOW)
    rows = Message.objects.of(cast.organisation).filter(person=cast.mentee.person, kind="meeting")
    assert [row.title for row in rows if WITHOUT in row.body] == ["You do not need to come"]
    assert told(cast, cast.mentee, "meeting").count(WITHOUT) == 1
    assert told(cast, cast.mentee) == told(cast, cast.mentor) == ""
    assert WITHOUT not in told(cast, cast.mentor, "meeting")


def test_where_nobody_of_the_group_meets_any_more_the_meeting_does_not_take_place(cast, group, known):
    off = OFF.replace("Wednesday 4", "Thursday 5")
    mentors = {row.pair.mentor for row in known}
    for member in mentors:
        pairs_actions.take_out(group=group, member=member, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert off in told(cast, cast.mentee)
    assert "without you" not in told(cast, cast.mentee)


def test_who_leaves_and_has_not_heard_that_the_group_was_moved_is_told_the_old_time(cast, group, known):
    move_meeting(meeting=known[0], starts_at=THEN + timedelta(days=1), place="Park", by=None, at=NOW)
    pairs_actions.take_out(group=group, member=cast.mentee, reason="no_fit", on=TODAY, by=None, at=NOW)
    assert OFF.replace("Wednesday 4", "Thursday 5") in told(cast, cast.mentee)
    assert "without you" not in told(cast, cast.mentee)


# ---- nobody is told that a meeting is off of which she or he has not heard


def off_to(cast, member) -> list[str]:
    """What `member` reads of meetings that are not held."""
    rows = Message.objects.of(cast.organisation).filter(person=member.person).order_by("queued_at")
    return [line for row in rows for line in row.body.splitlines() if "does not take place" in line]


@pytest.mark.parametrize("reason", ["no_fit", "error"])
def test_of_a_meeting_of_which_nobody_has_heard_nothing_is_said(cast, pair, reason):
    meeting = book(pair, cast, days=2)
    later = NOW + timedelta(minutes=1)
    pairs_actions.end(pair=pair, reason=reason, on=TODAY, by=None, at=later)
    meeting.refresh_from_db()
    assert meeting.cancelled_at == later
    assert off_to(cast, cast.mentee) == []
    assert off_to(cast, cast.mentor) == [OFF]  # who booked it
    assert "You have a new meeting" not in [row.title for row in Message.objects.of(cast.organisation)]


def test_who_may_have_been_called_about_the_meeting_is_told(cast, pair, end):
    book(pair, cast, days=2)
    Message.objects.of(cast.organisation).filter(person=cast.mentee.person).update(state="by_hand")
    end(pair)
    assert off_to(cast, cast.mentee) == [OFF]


def test_who_has_not_heard_that_it_was_moved_is_told_the_old_time(cast, pair, end):
    meeting = book(pair, cast, days=2)
    heard(cast)
    move_meeting(meeting=meeting, starts_at=NOW + timedelta(days=5), place="", by=cast.mentor.person, at=NOW)
    end(pair)
    assert off_to(cast, cast.mentee) == [OFF]
    assert off_to(cast, cast.mentor) == [OFF.replace("Wednesday 4", "Saturday 7")]


def test_in_a_group_too_nothing_is_said_of_a_meeting_of_which_nobody_has_heard(cast, group):
    book_for_all(group)
    for member in (cast.mentor, cast.mentee):
        pairs_actions.take_out(group=group, member=member, reason="no_fit", on=TODAY, by=None, at=NOW)
        assert off_to(cast, member) == []
        assert told(cast, member)
