"""Who sees a gathering, and who sees who came."""

from datetime import timedelta

import pytest

from handslag.gatherings import actions
from handslag.gatherings.models import Attendance, Gathering
from tests.cast import NOW

pytestmark = pytest.mark.django_db
START = NOW - timedelta(hours=3)


def held(cast, kind):
    gathering = actions.plan(programme=cast.programme, kind=kind, title=kind, starts_at=START, by=None, at=NOW)
    statuses = {cast.mentor: "present", cast.second_mentor: "absent"}
    actions.take_attendance(gathering=gathering, statuses=statuses, by=None, at=NOW)
    return gathering


@pytest.mark.parametrize(
    ("role", "sees", "rows"),
    [("coordinator", {"training", "supervision"}, 4), ("supervisor", {"training", "supervision"}, 4),
     ("trainer", {"training"}, 2), ("mentor", {"training"}, 2), ("mentee", set(), 0), ("expert", set(), 0),
     ("partner", set(), 0), ("administrator", set(), 0), ("outsider", set(), 0)],
)  # fmt: skip
def test_a_role_sees_these_gatherings_and_so_many_rows_of_attendance(cast, role, sees, rows):
    held(cast, "training"), held(cast, "supervision")
    user = cast.account(role)
    assert {gathering.kind for gathering in Gathering.objects.visible_to(user)} == sees
    assert Attendance.objects.visible_to(user).count() == rows


def test_a_mentor_sees_only_the_own_attendance(cast):
    held(cast, "training")
    assert {row.membership for row in Attendance.objects.visible_to(cast.account("mentor"))} == {cast.mentor}
