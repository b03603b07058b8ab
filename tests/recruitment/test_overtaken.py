"""Letters to applicants that a later step has made pointless: nobody is called about them any more."""

from datetime import timedelta

import pytest

from handslag.outbox.models import Message
from handslag.recruitment.actions import book_interview, confirm, invite, note_interview, propose, withdraw
from handslag.recruitment.reasons import reason_choices
from tests.cast import NOW, TODAY

from .received import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(cast):
    """An applicant without e-mail whom somebody has to call to find a day."""
    application = received(cast.programme, "mentor", email="")
    invite(application=application, by=cast.coordinator.person, at=NOW)
    assert to_call(cast) == ["We want to meet you"]
    return application


def to_call(cast) -> list[str]:
    rows = Message.objects.of(cast.organisation).filter(state=Message.State.BY_HAND).select_related("person")
    return [message.title for message in rows]


def test_a_booked_interview_needs_no_call_to_find_a_day(cast, invited):
    soon = NOW + timedelta(days=3)
    book_interview(application=invited, starts_at=soon, place="Library", by=cast.coordinator.person, at=NOW)
    assert to_call(cast) == []


def test_nor_does_one_that_was_held(cast, invited):
    note_interview(application=invited, held_on=TODAY, notes="Calm.", by=cast.coordinator.person, at=NOW)
    assert to_call(cast) == []


def test_nobody_is_called_about_an_application_that_was_withdrawn(cast, invited):
    withdraw(application=invited, by=cast.coordinator.person, at=NOW)
    assert to_call(cast) == []


def test_the_answer_takes_the_place_of_what_was_said_before(cast, invited):
    for outcome in ("wait", "decline"):
        reason = reason_choices(cast.programme, outcome)[0][0]
        selection = propose(
            application=invited, outcome=outcome, reason_code=reason, reasons="", by=cast.coordinator.person, at=NOW
        )
        confirm(selection=selection, by=cast.supervisor.person, at=NOW)
        assert len(to_call(cast)) == 1
    assert to_call(cast) == ["Thank you for your application"]
