"""A group meets once, though each pair of it has planned the meeting: everybody is reminded once."""

from datetime import timedelta

import pytest

from handslag.desk.reminders.pairs import meetings
from handslag.mentoring.actions import book_meeting
from handslag.pairs.grouping import running_in
from tests.cast import NOW, TODAY
from tests.pairs import grouped, made

pytestmark = pytest.mark.django_db


def test_a_meeting_of_a_group_is_reminded_of_once(cast):
    made.amir(cast.programme)
    group = grouped.group(cast.programme, mentors=2, mentees=2)
    for pair in running_in(group):
        pair.programme = cast.programme
        book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    letters = meetings(cast.programme, TODAY, NOW)
    assert sorted(letter.person.given_name for letter in letters) == ["Karin", "Maha", "Nour", "Omar"]
