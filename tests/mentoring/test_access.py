"""Who sees what of a pair: near misses first, then strangers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from handslag.mentoring.actions import add_goal, book_meeting, write_diary
from handslag.mentoring.models import Agreement, DiaryEntry, FormalStep, Goal, PairMeeting, Plan, Signature
from handslag.programmes.actions import end_role
from handslag.programmes.roles import ROLES, Role
from tests.cast import NOW, TODAY, member, programme

from .conftest import make_pair, start

PAGES = ["intake", "signature", "diary", "new_entry", "plan", "new_goal", "new_step", "meetings"]
SHARED = [Agreement, Signature, PairMeeting, Plan, Goal, FormalStep]


@pytest.fixture
def full(cast, pair):
    """The pair with one of everything."""
    add_goal(pair=pair, area="housing", text="Find a room", due_on=TODAY + timedelta(90), by=None, at=NOW)
    book_meeting(pair=pair, starts_at=NOW + timedelta(days=1), place="Library", by=None, at=NOW)
    write_diary(
        pair=pair, what="met", on_date=TODAY, by=cast.mentor.person, at=NOW, formal_step="queue_joined",
        sentence="We found the queue.",
    )  # fmt: skip
    return pair


def seen(cast, role, model):
    return model.objects.visible_to(cast.account(role)).count()


@pytest.mark.parametrize(
    ("role", "sees"),
    [("mentor", True), ("mentee", True), ("coordinator", True), ("supervisor", True), ("second_mentor", False),
     ("second_mentee", False), ("trainer", False), ("expert", False), ("partner", False), ("administrator", False),
     ("outsider", False)],
)  # fmt: skip
def test_the_two_and_their_team_see_what_the_pair_shares(cast, full, role, sees):
    assert [bool(seen(cast, role, model)) for model in SHARED] == [sees] * len(SHARED)


@pytest.mark.parametrize(
    ("role", "count"),
    [("mentor", 1), ("supervisor", 1), ("coordinator", 1), ("mentee", 0), ("second_mentor", 0), ("trainer", 0),
     ("partner", 0), ("administrator", 0), ("outsider", 0)],
)  # fmt: skip
def test_the_diary_is_read_by_its_writer_and_the_team(cast, full, role, count):
    assert seen(cast, role, DiaryEntry) == count


def test_a_mentor_of_an_ended_pair_sees_nothing_of_it(cast, full, end):
    end(full)
    assert [seen(cast, "mentor", model) for model in [*SHARED, DiaryEntry]] == [0] * 7
    assert seen(cast, "mentee", Goal) == 1


def test_a_mentor_whose_role_has_ended_sees_nothing(cast, full):
    end_role(membership=cast.mentor, reason="moved", by=None, at=NOW)
    assert [seen(cast, "mentor", model) for model in [*SHARED, DiaryEntry]] == [0] * 7


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        ("mentor", [404, 200, 200, 200, 200, 200, 200, 200]),
        ("mentee", [404, 200, 403, 403, 200, 200, 200, 200]),
        ("coordinator", [302, 200, 200, 403, 200, 200, 200, 200]),
        ("supervisor", [404, 403, 200, 403, 200, 200, 200, 200]),
        ("second_mentor", [404] * 8),
        ("trainer", [404] * 8),
        ("partner", [404] * 8),
        ("administrator", [404] * 8),
        ("outsider", [404] * 8),
    ],
)
def test_each_page_answers_by_role(cast, full, as_role, role, answers):
    client = as_role(role)
    found = [client.get(reverse(f"mentoring:{page}", args=[full.pk])).status_code for page in PAGES]
    assert dict(zip(PAGES, found, strict=True)) == dict(zip(PAGES, answers, strict=True))


def test_nobody_signed_out_sees_a_page(client, full):
    assert {client.get(reverse(f"mentoring:{page}", args=[full.pk])).status_code for page in PAGES} == {302}


@pytest.mark.parametrize(
    ("page", "role", "status"),
    [("intake", "supervisor", 404), ("new_entry", "mentee", 403), ("new_entry", "coordinator", 403),
     ("new_entry", "second_mentor", 404), ("approval", "mentor", 404), ("approval", "outsider", 404),
     ("signature", "supervisor", 403), ("meetings", "supervisor", 403), ("new_goal", "second_mentee", 404)],
)  # fmt: skip
def test_who_may_not_do_it_changes_nothing(cast, full, as_role, page, role, status):
    before = [model.objects.of(cast.organisation).count() for model in [*SHARED, DiaryEntry]]
    response = as_role(role).post(reverse(f"mentoring:{page}", args=[full.pk]), {"what": "none"})
    assert response.status_code == status
    assert [model.objects.of(cast.organisation).count() for model in [*SHARED, DiaryEntry]] == before


def test_a_coordinator_of_another_programme_is_only_a_mentor_here(cast, waiting_pair, document, as_role):
    other = programme(cast.organisation, "lund-2026")
    member(other, cast.mentor.person, "coordinator")
    client = as_role("mentor")
    assert client.get(reverse("mentoring:intake", args=[waiting_pair.pk])).status_code == 403
    assert client.post(reverse("mentoring:approval", args=[waiting_pair.pk])).status_code == 403


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_supervisor_of_another_programme_does_not_approve_the_own_plan(cast, full, as_role, role):
    Plan.objects.of(cast.organisation).update(approved_at=None, approved_by=None)
    member(programme(cast.organisation, "lund-2026"), cast.people[role].person, "supervisor")
    client = as_role(role)
    assert client.get(reverse("mentoring:plan", args=[full.pk])).status_code == 200
    assert client.post(reverse("mentoring:approval", args=[full.pk])).status_code == 403
    assert Plan.objects.of(cast.organisation).get().approved_at is None


def test_staff_who_may_not_read_plans_see_the_pair_and_not_its_plan(cast, full, as_role, monkeypatch):
    monkeypatch.setitem(ROLES, Role.SUPERVISOR, ROLES[Role.SUPERVISOR] - {"plan.read", "plan.approve"})
    client, goal = as_role("supervisor"), Goal.objects.of(cast.organisation).get()
    pages = [reverse(f"mentoring:{name}", args=[full.pk]) for name in ("plan", "new_goal", "new_step")]
    assert {client.get(page).status_code for page in pages} == {403}
    status = reverse("mentoring:goal_status", args=[full.pk, goal.pk])
    assert client.post(status, {"status": "dropped"}).status_code == 403


def test_a_supervisor_cancels_no_meeting(cast, full, as_role):
    meeting = PairMeeting.objects.of(cast.organisation).get()
    cancel = reverse("mentoring:cancellation", args=[full.pk, meeting.pk])
    assert as_role("supervisor").post(cancel).status_code == 403
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None


def test_a_goal_or_meeting_is_not_reached_through_another_pair(cast, full, as_role, document):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    goal, meeting = Goal.objects.of(cast.organisation).get(), PairMeeting.objects.of(cast.organisation).get()
    client = as_role("second_mentor")
    status = reverse("mentoring:goal_status", args=[other.pk, goal.pk])
    cancel = reverse("mentoring:cancellation", args=[other.pk, meeting.pk])
    assert client.post(status, {"status": "dropped"}).status_code == 404
    assert client.post(cancel).status_code == 404
    goal.refresh_from_db()
    assert goal.status == "open"
