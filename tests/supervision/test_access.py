"""Near misses: the mentor of another group, the mentee of the mentor, the trainer, another organisation."""

import pytest
from django.urls import reverse

from handslag.supervision.actions import leave
from handslag.supervision.models import Group, GroupPlace, SupervisionMeeting
from tests.cast import NOW, TODAY

from .rows import DAY, group, held, meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(cast, programme):
    return meeting(cast, group(cast, cast.mentor), TODAY + 3 * DAY)


@pytest.mark.parametrize("role", ["second_mentor", "mentee", "trainer", "expert", "partner", "outsider"])
def test_who_has_nothing_to_do_with_supervision_sees_nothing_of_it(cast, coming, role):
    user = cast.account(role)
    for model in (Group, GroupPlace, SupervisionMeeting):
        assert not model.objects.visible_to(user).exists()


@pytest.mark.parametrize("role", ["mentor", "supervisor", "coordinator"])
def test_the_mentors_of_the_group_and_the_team_see_it(cast, coming, role):
    assert list(SupervisionMeeting.objects.visible_to(cast.account(role))) == [coming]


def test_a_mentor_sees_only_the_own_place(cast, coming):
    from handslag.supervision.actions import join

    join(group=coming.group, mentor=cast.second_mentor, on=TODAY, by=None, at=NOW)
    seen = GroupPlace.objects.visible_to(cast.account("mentor"))
    assert [place.mentor for place in seen] == [cast.mentor]


def test_who_has_left_the_group_sees_its_meetings_no_more(cast, coming):
    leave(group_place=coming.group.group_places.get(), on=TODAY, by=None, at=NOW)
    assert not SupervisionMeeting.objects.visible_to(cast.account("mentor")).exists()


def test_a_mentor_sees_when_and_where_but_not_the_notes(cast, programme, as_role):
    made = held(cast, group(cast, cast.mentor), TODAY - DAY)
    page = as_role("mentor").get(reverse("supervision:meeting", args=[made.pk]))
    assert page.status_code == 200
    assert "Library" in page.text
    assert "limits" not in page.text


@pytest.mark.parametrize(
    ("role", "status"), [("mentor", 404), ("second_mentor", 404), ("mentee", 404), ("trainer", 404), ("outsider", 404)]
)
def test_the_page_of_a_group_is_for_the_team(cast, coming, as_role, role, status):
    assert as_role(role).get(reverse("supervision:group", args=[coming.group_id])).status_code == status


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "outsider", "administrator"])
def test_holding_is_for_those_who_may(cast, coming, as_role, role):
    answer = as_role(role).post(reverse("supervision:holding", args=[coming.pk]), {"notes": "x"})
    assert answer.status_code == 404
    coming.gathering.refresh_from_db()
    assert not coming.gathering.is_held
