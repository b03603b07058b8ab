"""The first meeting: agreement, signatures, and the start of a pair."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.mentoring.actions import AlreadySigned, IntakeHeld, NotOfThisPair, PairEnded, WrongDay, hold_intake, sign
from handslag.mentoring.actions.agreeing import NameMissing
from handslag.mentoring.models import Agreement, PairMeeting, Plan, Signature
from tests.cast import NOW, TODAY

from .conftest import start


@pytest.fixture
def agreement(cast, waiting_pair, document):
    return hold_intake(pair=waiting_pair, document=document, held_on=TODAY, by=cast.coordinator.person, at=NOW)


def own(cast, agreement, role, **changed):
    member = cast.people[role]
    values = {
        "agreement": agreement, "membership": member, "signed_name": "N. N.", "method": "own_device",
        "by": member.person, "at": NOW,
    }  # fmt: skip
    return sign(**{**values, **changed})


def test_the_first_meeting_begins_the_plan_and_books_the_next_meetings(cast, waiting_pair, document):
    meetings = [(NOW + timedelta(days=n), "Library") for n in (7, 14, 21)]
    agreement = start(
        cast, waiting_pair, document, held_on=TODAY, own_points=" We meet on Mondays. ", next_meetings=meetings
    )
    assert Plan.objects.of(cast.organisation).get().pair == waiting_pair
    assert [m.starts_at for m in PairMeeting.objects.of(cast.organisation)] == [at for at, _ in meetings]
    assert Agreement.objects.of(cast.organisation).get(pk=agreement.pk).own_points == "We meet on Mondays."


def test_a_pair_starts_on_the_day_of_the_meeting_when_the_second_has_signed(cast, waiting_pair, agreement):
    own(cast, agreement, "mentee")
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on is None
    own(cast, agreement, "mentor", at=NOW + timedelta(days=2))
    waiting_pair.refresh_from_db()
    assert waiting_pair.started_on == TODAY


def test_both_may_sign_in_the_room(cast, pair):
    assert pair.started_on is not None
    methods = Signature.objects.of(cast.organisation).values_list("method", flat=True)
    assert list(methods) == ["in_room", "in_room"]


def test_the_journal_tells_of_the_meeting_and_of_each_signature(cast, pair):
    acts = list(Entry.objects.filter(actor_id=cast.coordinator.person_id).values_list("action", flat=True))
    assert acts.count("intake.hold") == 1
    assert acts.count("agreement.sign") == 2


def test_a_first_meeting_is_held_once(cast, pair, document):
    with pytest.raises(IntakeHeld):
        start(cast, pair, document)


@pytest.mark.parametrize("days", [1, -30])
def test_a_first_meeting_is_neither_in_the_future_nor_before_the_match(cast, waiting_pair, document, days):
    with pytest.raises(WrongDay):
        start(cast, waiting_pair, document, held_on=TODAY + timedelta(days=days))
    assert not Agreement.objects.of(cast.organisation).exists()


def test_next_meetings_come_after_the_first(cast, waiting_pair, document):
    with pytest.raises(WrongDay):
        start(cast, waiting_pair, document, held_on=TODAY, next_meetings=[(NOW - timedelta(days=1), "")])
    assert not Agreement.objects.of(cast.organisation).exists()


def test_an_ended_pair_holds_no_first_meeting(cast, waiting_pair, document, end):
    end(waiting_pair)
    with pytest.raises(PairEnded):
        start(cast, waiting_pair, document)


def test_nobody_signs_twice(cast, agreement):
    own(cast, agreement, "mentor")
    with pytest.raises(AlreadySigned):
        own(cast, agreement, "mentor")


def test_another_mentor_does_not_sign(cast, agreement):
    with pytest.raises(NotOfThisPair):
        own(cast, agreement, "second_mentor")


def test_on_an_own_device_nobody_signs_for_the_other(cast, agreement):
    with pytest.raises(NotOfThisPair):
        own(cast, agreement, "mentee", by=cast.mentor.person)


def test_an_empty_name_is_no_signature(cast, agreement):
    with pytest.raises(NameMissing):
        own(cast, agreement, "mentor", signed_name="  ")
