"""Which acts tell whom. Each act is the product's own."""

from datetime import timedelta

import pytest

from handslag.mentoring.actions import add_goal, approve_plan, book_meeting, cancel_meeting
from handslag.outbox.models import Message
from handslag.pairs.actions import end
from handslag.programmes.actions import add_team_member
from handslag.recruitment.actions import confirm
from handslag.training.actions import plan_session, take_attendance
from tests.cast import NOW, TODAY
from tests.recruitment.received import proposed
from tests.supervision.rows import like_amir, started

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(cast) -> dict[str, Message]:
    """The latest message to each reader by given name."""
    rows = Message.objects.of(cast.organisation).select_related("person").order_by("queued_at")
    return {message.person.given_name: message for message in rows}


@pytest.mark.parametrize(
    ("outcome", "title", "words"),
    [
        ("accept", "Welcome as a mentor", "The training comes next"),
        ("wait", "You are on the waiting list", "more people than places"),
        ("decline", "Thank you for your application", "It is not about you as a person"),
    ],
)
def test_an_applicant_is_told_when_the_selection_counts_and_not_before(cast, outcome, title, words):
    selection = proposed(cast, "mentor", outcome)
    assert not Message.objects.of(cast.organisation).filter(kind="selection").exists()
    confirm(selection=selection, by=cast.second_coordinator.person, at=NOW)
    message = Message.objects.of(cast.organisation).get(kind="selection")
    assert (message.person, message.title) == (selection.application.person, title)
    assert words in message.body


def test_a_mentor_who_missed_a_unit_is_told_when_it_is_held_again(cast):
    from handslag.training.actions import add_unit

    unit = add_unit(
        programme=cast.programme, number=1, title={"en": "Listening"}, aim={}, content={}, activities={}, minutes=120,
        by=None, at=NOW,
    )  # fmt: skip
    first = plan_session(unit=unit, starts_at=NOW - DAY, place="Hall", by=None, at=NOW - 3 * DAY)
    assert told(cast) == {}
    take_attendance(session=first, statuses={cast.mentor: "present", cast.second_mentor: "absent"}, by=None, at=NOW)
    plan_session(unit=unit, starts_at=NOW + 5 * DAY, place="Library", by=None, at=NOW)
    [(name, message)] = told(cast).items()
    assert name == "Second"
    assert "Listening" in message.body
    assert "Library" in message.body


def test_the_other_one_of_a_pair_is_told_of_a_meeting_and_of_its_end(cast):
    pair = started(cast)
    mentor = pair.mentor.person
    meeting = book_meeting(pair=pair, starts_at=NOW + 3 * DAY, place="Cafe", by=mentor, at=NOW)
    [message] = told(cast).values()
    assert (message.person, message.title) == (cast.mentee.person, "You have a new meeting")
    assert mentor.given_name in message.body
    assert mentor.family_name not in message.body
    assert message.expires_at == meeting.starts_at
    Message.objects.of(cast.organisation).update(state="sent", sent_at=NOW)
    cancel_meeting(meeting=meeting, by=cast.coordinator.person, at=NOW + DAY)
    assert {m.title for m in told(cast).values()} == {"A meeting is cancelled"}
    assert len(told(cast)) == 2


def test_both_are_told_that_their_plan_is_approved(cast):
    like_amir(cast.programme)
    pair = started(cast)
    add_goal(pair=pair, area="employment", text="A job", due_on=TODAY + 60 * DAY, by=None, at=NOW)
    approve_plan(pair=pair, by=cast.supervisor.person, at=NOW)
    assert {m.title for m in told(cast).values()} == {"Your plan is approved"}
    assert len(told(cast)) == 2


def test_both_are_told_kindly_when_their_pair_ends_and_never_why(cast):
    pair = started(cast)
    end(pair=pair, reason="no_fit", on=TODAY, by=cast.coordinator.person, at=NOW)
    messages = told(cast).values()
    assert {m.person for m in messages} == {cast.mentor.person, cast.mentee.person}
    assert not [m for m in messages if "fit" in m.body.lower()]


def test_a_pair_entered_by_mistake_has_not_ended(cast):
    end(pair=started(cast), reason="error", on=TODAY, by=None, at=NOW)
    assert told(cast) == {}


def test_somebody_new_in_the_team_is_welcomed(cast):
    add_team_member(
        programme=cast.programme, given_name="Noor", family_name="Berg", email="noor@one.example", role="trainer",
        by=cast.coordinator.person, at=NOW,
    )  # fmt: skip
    message = told(cast)["Noor"]
    assert (message.kind, message.state) == ("team", "queued")
    assert "Trainer" in message.body
