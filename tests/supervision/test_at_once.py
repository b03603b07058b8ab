"""Two at the same moment, on whatever database the suite runs."""

import pytest

from handslag.supervision.actions import nudge
from handslag.supervision.models import Nudge, SupervisionMeeting
from tests.cast import NOW, TODAY
from tests.outbox.test_workers import at_once, own_file  # noqa: F401

from .rows import DAY, group, like_amir, meeting

pytestmark = pytest.mark.django_db(transaction=True)


def test_mentors_asked_twice_at_once_are_asked_once(cast, own_file):  # noqa: F811
    like_amir(cast.programme)
    made = meeting(cast, group(cast, cast.mentor, cast.second_mentor), TODAY + 5 * DAY)

    def ask():
        one = SupervisionMeeting.objects.of(cast.organisation).get(pk=made.pk)
        return len(nudge(meeting=one, mentors=[cast.mentor, cast.second_mentor], by=None, at=NOW))

    assert sum(at_once(4, ask)) == 2
    assert Nudge.objects.of(cast.organisation).count() == 2
