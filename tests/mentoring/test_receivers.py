"""What follows for the pair's own things when it ends."""

from datetime import timedelta
from uuid import UUID

from handslag.journal.models import Entry
from handslag.mentoring.actions import book_meeting, cancel_coming_meetings, cancel_meeting
from handslag.mentoring.models import PairMeeting
from tests.cast import NOW

from .conftest import make_pair


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
