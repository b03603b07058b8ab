"""The people and the partners of a programme."""

import pytest

from handslag.people.models import Account
from handslag.programmes.actions import RoleEnded, end_role
from handslag.programmes.models import Membership, Partner
from handslag.programmes.roles import Role
from tests.cast import NOW, member, person, programme

TEAM = {"given_name": "Nadia", "family_name": "Rahimi", "email": "nadia@one.example", "role": "trainer"}
PARTNER = {
    "name": "Malmö stad", "kind": "authority", "involvement": "partner", "country": "SE", "since_on": "2026-01-05",
    "proof": "Agreement 12",
}  # fmt: skip


@pytest.fixture
def people(cast):
    return f"/programmes/{cast.programme.pk}/people/"


def test_the_list_names_everybody_and_no_phone_numbers(as_role, people):
    page = as_role("coordinator").get(people).text
    assert "Mentor One" in page
    assert "+46 70" not in page


def test_the_list_of_people_keeps_its_queries(as_role, cast, people, django_assert_max_num_queries):
    client = as_role("coordinator")
    for n in range(30):
        member(cast.programme, person(cast.organisation, f"Mentee {n}"), Role.MENTEE)
    client.get(people)
    with django_assert_max_num_queries(8):
        client.get(people)


@pytest.mark.parametrize("written", ["åsa", "anna-åsa", "ås lin"])
def test_somebody_is_found_by_a_part_of_the_name(as_role, cast, people, written):
    found = member(cast.programme, person(cast.organisation, "Anna-Åsa Lind"), Role.MENTEE)
    page = as_role("coordinator").get(people, {"name": written})
    assert [row["name"] for row in page.context["rows"]] == [str(found.person)]


def test_a_name_is_looked_for_in_the_role_that_is_chosen_and_stays_on_the_next_page(as_role, cast, people):
    for n in range(30):
        member(cast.programme, person(cast.organisation, f"Hana {n}"), Role.MENTEE)
    member(cast.programme, person(cast.organisation, "Hana Mentor"), Role.MENTOR)
    page = as_role("coordinator").get(people, {"name": "hana", "role": "mentee"})
    assert page.context["page"].paginator.count == 30
    assert 'name="role" value="mentee"' in page.text
    assert "?name=hana&amp;role=mentee&amp;page=2" in page.text
    assert "?name=hana&amp;role=mentor" in page.text


@pytest.mark.parametrize("written", ["nobody here", "%", "x" * 101])
def test_where_nobody_is_called_so_it_is_said_with_the_way_back(as_role, people, written):
    page = as_role("coordinator").get(people, {"name": written, "role": "mentor"})
    is_too_long = len(written) > 100
    assert ("Nobody is called so" in page.text) != is_too_long
    assert ("at most 100 characters" in page.text) == is_too_long
    assert 'href="?">Show everybody</a>' in page.text or is_too_long


def test_a_new_team_member_can_sign_in(as_role, cast, people):
    assert as_role("coordinator").post(f"{people}new/", TEAM).status_code == 302
    account = Account.objects.get(email="nadia@one.example")
    held = Membership.objects.of(cast.organisation).get(person__account=account)
    assert (held.role, held.programme) == ("trainer", cast.programme)


def test_somebody_who_is_known_by_the_address_gets_a_second_role(as_role, cast, people):
    as_role("coordinator").post(f"{people}new/", TEAM | {"email": "mentor@one.example"})
    roles = Membership.objects.of(cast.organisation).filter(person=cast.mentor.person).values_list("role", flat=True)
    assert set(roles) == {"mentor", "trainer"}


def test_the_same_role_twice_is_refused_in_words(as_role, people):
    client = as_role("coordinator")
    client.post(f"{people}new/", TEAM)
    response = client.post(f"{people}new/", TEAM)
    assert response.status_code == 422
    assert "Nadia Rahimi is a trainer here already." in response.text


def test_nobody_is_made_administrator_mentor_or_mentee_here(as_role, people):
    for role in ("administrator", "mentor", "mentee"):
        assert as_role("coordinator").post(f"{people}new/", TEAM | {"role": role}).status_code == 422


@pytest.mark.parametrize("role", ["supervisor", "trainer"])
def test_who_may_see_people_may_not_add_them(as_role, people, role):
    assert as_role(role).post(f"{people}new/", TEAM).status_code == 404
    assert not Account.objects.filter(email="nadia@one.example").exists()


def test_an_authority_goes_into_the_register(as_role, cast):
    partners = f"/programmes/{cast.programme.pk}/partners/"
    assert as_role("coordinator").post(partners, PARTNER).status_code == 302
    assert Partner.objects.of(cast.organisation).get().country == "SE"
    shown = as_role("partner").get(partners).text
    assert "Malmö stad" in shown
    assert ">Sweden</td>" in shown


def test_a_partner_reads_the_register_and_does_not_write_it(as_role, cast):
    assert as_role("partner").post(f"/programmes/{cast.programme.pk}/partners/", PARTNER).status_code == 403
    assert not Partner.objects.of(cast.organisation).exists()


@pytest.mark.parametrize("page", ["people", "partners"])
def test_a_trainer_elsewhere_who_is_a_mentor_here_is_refused(as_role, cast, page):
    member(programme(cast.organisation, "malmo-2027"), cast.mentor.person, Role.TRAINER)
    assert as_role("mentor").get(f"/programmes/{cast.programme.pk}/{page}/").status_code == 403


def test_a_role_ends_once_even_for_somebody_who_has_not_seen_it_end(cast):
    seen_before = Membership.objects.of(cast.organisation).get(pk=cast.mentor.pk)
    end_role(membership=cast.mentor, reason="moved", by=cast.coordinator.person, at=NOW)
    with pytest.raises(RoleEnded):
        end_role(membership=seen_before, reason="left", by=cast.coordinator.person, at=NOW)
    assert Membership.objects.of(cast.organisation).get(pk=cast.mentor.pk).end_reason == "moved"


def test_a_coordinator_elsewhere_who_is_a_trainer_here_adds_nobody(as_role, cast, people):
    member(programme(cast.organisation, "malmo-2027"), cast.trainer.person, Role.COORDINATOR)
    assert as_role("trainer").post(f"{people}new/", TEAM).status_code == 403
    assert not Account.objects.filter(email="nadia@one.example").exists()
