"""The beginning and the end of a pair."""

from datetime import timedelta

import pytest

from handslag.journal.models import Entry
from handslag.pairs import actions
from handslag.pairs.readiness import pool_of
from handslag.pairs.signals import pair_ended
from tests.pairs import made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return made.pair(cast.mentor, cast.mentee)


def test_the_first_meeting_starts_a_pair(cast, pair):
    actions.start(pair=pair, on=TODAY, by=cast.coordinator.person, at=NOW)
    pair.refresh_from_db()
    assert pair.started_on == TODAY
    assert pair.is_running
    assert Entry.objects.filter(action="pair.start", subject_id=str(pair.pk)).count() == 1


def test_a_pair_starts_once(cast, pair):
    actions.start(pair=pair, on=TODAY, by=None, at=NOW)
    with pytest.raises(actions.AlreadyStarted):
        actions.start(pair=pair, on=TODAY, by=None, at=NOW)


@pytest.mark.parametrize("days", [1, -21])
def test_a_pair_does_not_start_tomorrow_nor_before_it_was_matched(pair, days):
    with pytest.raises(actions.WrongDay):
        actions.start(pair=pair, on=TODAY + timedelta(days=days), by=None, at=NOW)
    pair.refresh_from_db()
    assert pair.started_on is None


def test_ending_a_pair_frees_both_and_tells_the_rooms_above(cast, pair):
    heard = []

    def listen(sender, pair, by, at, **kwargs):
        heard.append((pair, by, at))

    pair_ended.connect(listen)
    try:
        actions.end(pair=pair, reason="no_fit", on=TODAY, by=cast.coordinator.person, at=NOW)
    finally:
        pair_ended.disconnect(listen)
    pair.refresh_from_db()
    assert (pair.ended_on, pair.end_reason) == (TODAY, "no_fit")
    assert heard == [(pair, cast.coordinator.person, NOW)]
    assert Entry.objects.get(action="pair.end").detail == {"reason": "no_fit"}
    pool = pool_of(cast.programme, TODAY)
    assert pool.find(cast.mentor.pk).places == 1
    assert pool.find(cast.mentee.pk) is not None


@pytest.mark.parametrize(
    ("reason", "pausing"), [("mentor_left", (True, False)), ("mentee_left", (False, True)), ("moved", (False, False))]
)
def test_for_whoever_has_left_nobody_is_looked_for(cast, pair, reason, pausing):
    actions.end(pair=pair, reason=reason, on=TODAY, by=cast.coordinator.person, at=NOW)
    pool = pool_of(cast.programme, TODAY)
    assert (pool.find(cast.mentor.pk).pauses, pool.find(cast.mentee.pk).pauses) == pausing
    entries = Entry.objects.filter(action="membership.pause")
    assert [entry.actor_id for entry in entries] == [cast.coordinator.person_id] * sum(pausing)


def test_a_running_pair_takes_both(cast, pair):
    pool = pool_of(cast.programme, TODAY)
    assert pool.find(cast.mentor.pk).places == 0
    assert pool.find(cast.mentee.pk) is None
    assert pool.find(cast.second_mentee.pk) is not None


def test_a_pair_ends_once(cast, pair):
    actions.end(pair=pair, reason="moved", on=TODAY, by=None, at=NOW)
    for act in (
        lambda: actions.end(pair=pair, reason="moved", on=TODAY, by=None, at=NOW),
        lambda: actions.start(pair=pair, on=TODAY, by=None, at=NOW),
    ):
        with pytest.raises(actions.AlreadyEnded):
            act()


def test_a_pair_does_not_end_tomorrow_nor_before_its_first_meeting(cast):
    pair = made.pair(cast.mentor, cast.mentee, started_on=TODAY - timedelta(days=3))
    for days in (1, -4):
        with pytest.raises(actions.WrongDay):
            actions.end(pair=pair, reason="moved", on=TODAY + timedelta(days=days), by=None, at=NOW)
    with pytest.raises(ValueError, match="because"):
        actions.end(pair=pair, reason="because", on=TODAY, by=None, at=NOW)


def test_that_somebody_who_wanted_nobody_has_left_is_in_the_journal_once(cast, by):
    for left in (False, True, True, False):
        actions.pause(membership=cast.mentor, by=by, at=NOW, has_left=left)
    assert Entry.objects.filter(action="membership.pause", subject_id=cast.mentor.pk).count() == 2
