"""Giving roles and ending them: the rules, with their near misses."""

import pytest

from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.actions import (
    LastOne,
    NotYoursToGive,
    OwnRole,
    RoleEnded,
    StillTied,
    add_team_member,
    end_role,
    give_role,
    make_founder_coordinator,
)
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role
from handslag.programmes.signals import role_ended, team_member_added
from tests.cast import NOW, TODAY, member, person, programme

pytestmark = pytest.mark.django_db


def add(cast, role: str, email: str, by: Membership) -> Membership:
    return add_team_member(
        programme=cast.programme, given_name="Nadia", family_name="Rahimi", email=email, role=role, by=by.person, at=NOW
    )


def end(membership: Membership, by: Membership | None) -> None:
    end_role(membership=membership, reason="left", by=by.person if by else None, at=NOW)


def heard(signal, seen: list):
    """Connect a receiver to `signal` that keeps what it is told."""

    def receiver(membership, by, at, **_):
        seen.append((membership.role, by, at))

    signal.connect(receiver, weak=False)
    return receiver


# ---- giving ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["administrator", "supervisor", "trainer", "mentor"])
def test_a_coordinator_gives_no_role_to_oneself(cast, role):
    with pytest.raises(OwnRole):
        give_role(
            programme=cast.programme, person=cast.coordinator.person, role=role, by=cast.coordinator.person, at=NOW
        )


def test_nor_by_way_of_the_team_page(cast, as_role):
    with pytest.raises(OwnRole):
        add(cast, "supervisor", "coordinator@one.example", cast.coordinator)
    response = as_role("coordinator").post(
        f"/programmes/{cast.programme.pk}/people/new/",
        {"given_name": "C", "family_name": "O", "email": "Coordinator@one.example", "role": "supervisor"},
    )
    assert response.status_code == 422
    assert "Nobody gives a role to oneself. Ask a colleague to do it." in response.text
    assert cast.coordinator.person.memberships.count() == 1


def test_a_colleague_gives_it(cast):
    assert add(cast, "supervisor", "coordinator@one.example", cast.second_coordinator).person == cast.coordinator.person


def test_not_even_an_administrator_takes_a_role(cast):
    with pytest.raises(OwnRole):
        add(cast, "coordinator", "administrator@one.example", cast.administrator)


def test_only_an_administrator_makes_an_administrator(cast):
    def give(by: Person) -> Membership:
        return give_role(programme=None, person=cast.trainer.person, role=Role.ADMINISTRATOR, by=by, at=NOW)

    with pytest.raises(NotYoursToGive):
        give(cast.coordinator.person)
    assert give(cast.administrator.person).programme is None


def test_an_administrator_who_has_left_makes_none(cast):
    end(cast.administrator, None)
    with pytest.raises(NotYoursToGive):
        give_role(
            programme=None, person=cast.trainer.person, role=Role.ADMINISTRATOR, by=cast.administrator.person, at=NOW
        )


def test_an_administrator_of_another_organisation_makes_none(cast):
    abroad = member(
        cast.other_programme, person(cast.other_organisation, "Ad Min"), "administrator", whole_organisation=True
    )
    with pytest.raises(NotYoursToGive):
        give_role(
            programme=None, person=cast.trainer.person, role=Role.ADMINISTRATOR, by=cast.coordinator.person, at=NOW
        )
    assert abroad.organisation != cast.organisation


def test_who_makes_a_programme_is_its_first_coordinator_and_nobody_after(cast):
    new = programme(cast.organisation, "lund-2026")
    assert make_founder_coordinator(programme=new, founder=cast.administrator.person, at=NOW).role == "coordinator"
    with pytest.raises(OwnRole):
        make_founder_coordinator(programme=new, founder=cast.coordinator.person, at=NOW)


def test_other_rooms_hear_of_a_new_team_member(cast):
    seen: list = []
    receiver = heard(team_member_added, seen)
    try:
        add(cast, "trainer", "nadia@one.example", cast.coordinator)
    finally:
        team_member_added.disconnect(receiver)
    assert seen == [("trainer", cast.coordinator.person, NOW)]


# ---- ending ------------------------------------------------------------------------------------------------------


def test_a_role_ends_with_its_reason_and_other_rooms_hear_of_it(cast):
    seen: list = []
    receiver = heard(role_ended, seen)
    try:
        end(cast.trainer, cast.coordinator)
    finally:
        role_ended.disconnect(receiver)
    held = Membership.objects.of(cast.organisation).get(pk=cast.trainer.pk)
    assert (held.ended_at, held.end_reason) == (NOW, "left")
    assert seen == [("trainer", cast.coordinator.person, NOW)]
    with pytest.raises(RoleEnded):
        end(cast.trainer, cast.coordinator)


def test_nobody_ends_the_own_role(cast):
    with pytest.raises(OwnRole):
        end(cast.coordinator, cast.coordinator)


def test_the_last_coordinator_stays(cast):
    end(cast.second_coordinator, cast.coordinator)
    with pytest.raises(LastOne):
        end(cast.coordinator, cast.administrator)


def test_a_coordinator_of_another_programme_does_not_count(cast):
    member(programme(cast.organisation, "lund-2026"), cast.trainer.person, Role.COORDINATOR)
    end(cast.second_coordinator, cast.coordinator)
    with pytest.raises(LastOne):
        end(cast.coordinator, cast.administrator)


def test_a_coordinator_of_the_whole_organisation_counts(cast):
    member(cast.programme, cast.trainer.person, Role.COORDINATOR, whole_organisation=True)
    end(cast.second_coordinator, cast.coordinator)
    end(cast.coordinator, cast.administrator)


def test_an_erased_coordinator_does_not_count(cast):
    Person.objects.of(cast.organisation).filter(pk=cast.second_coordinator.person_id).update(erased_at=NOW)
    with pytest.raises(LastOne):
        end(cast.coordinator, cast.administrator)


def test_the_last_administrator_stays(cast):
    second = member(cast.programme, cast.trainer.person, Role.ADMINISTRATOR, whole_organisation=True)
    end(second, cast.administrator)
    with pytest.raises(LastOne):
        end(cast.administrator, second)


def test_the_last_supervisor_may_leave(cast):
    end(cast.supervisor, cast.coordinator)


@pytest.fixture
def pair(cast):
    return Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.mentor, mentee=cast.mentee,
        matched_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_is_in_a_pair_stays_until_the_pair_has_ended(cast, pair, role):
    with pytest.raises(StillTied):
        end(cast.people[role], cast.coordinator)
    end(cast.people[f"second_{role}"], cast.coordinator)  # who is in no pair may go
    pair.ended_on, pair.end_reason = TODAY, "no_fit"
    pair.save()
    end(cast.people[role], cast.coordinator)


def test_the_schedule_and_an_erasure_ask_nobody(cast, pair):
    end(cast.mentor, None)
    end(cast.second_coordinator, None)
    end(cast.coordinator, None)
