"""The page of one member, and ending a role on it."""

import pytest

from handslag.journal.models import Entry
from handslag.pairs.models import Pair
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role
from tests.cast import NOW, member, programme

pytestmark = pytest.mark.django_db

ENDED = {"reason": "moved"}


def page(membership: Membership, cast, ending: str = "") -> str:
    return f"/programmes/{cast.programme.pk}/people/{membership.pk}/{ending}"


def ending(membership: Membership, cast) -> str:
    return page(membership, cast, "ending/")


def has_ended(membership: Membership) -> bool:
    return Membership.objects.of(membership.organisation_id).get(pk=membership.pk).ended_at is not None


def test_the_list_leads_to_the_member_and_on_to_the_ending(cast, as_role):
    client = as_role("coordinator")
    assert page(cast.trainer, cast) in client.get(f"/programmes/{cast.programme.pk}/people/").text
    shown = client.get(page(cast.trainer, cast)).text
    assert "Trainer One" in shown
    assert ending(cast.trainer, cast) in shown
    assert client.post(ending(cast.trainer, cast), ENDED).status_code == 302
    held = Membership.objects.of(cast.organisation).get(pk=cast.trainer.pk)
    assert (held.ended_at is not None, held.end_reason) == (True, "moved")
    assert ending(cast.trainer, cast) not in client.get(page(cast.trainer, cast)).text


def contact_reads(cast) -> list:
    return list(
        Entry.objects.of(cast.organisation.pk).filter(action="read.contact").values_list("subject_id", flat=True)
    )


@pytest.mark.parametrize(("role", "seen"), [("coordinator", True), ("supervisor", True), ("trainer", False)])
def test_who_may_call_reads_the_number_and_that_is_written_down(cast, as_role, role, seen):
    cast.mentor.person.phone = "0470 11 22 33"
    cast.mentor.person.save()
    assert ("0470 11 22 33" in as_role(role).get(page(cast.mentor, cast)).text) is seen
    assert contact_reads(cast) == ([str(cast.mentor.person_id)] if seen else [])


def test_nobody_reads_the_number_of_who_has_left(cast, as_role):
    cast.mentor.person.phone = "0470 11 22 33"
    cast.mentor.person.save()
    Membership.objects.of(cast.organisation).filter(pk=cast.mentor.pk).update(ended_at=NOW)
    assert "0470" not in as_role("coordinator").get(page(cast.mentor, cast)).text
    assert contact_reads(cast) == []


def test_a_reason_is_needed(cast, as_role):
    response = as_role("coordinator").post(ending(cast.trainer, cast), {})
    assert response.status_code == 422
    assert not has_ended(cast.trainer)


def test_the_page_says_why_a_role_cannot_end(cast, as_role):
    client = as_role("coordinator")
    assert "You cannot end your own role." in client.get(ending(cast.coordinator, cast)).text
    response = client.post(ending(cast.coordinator, cast), ENDED)
    assert response.status_code == 422
    assert "You cannot end your own role." in response.text
    assert not has_ended(cast.coordinator)


def test_the_page_leads_to_the_pair_that_has_to_end_first(cast, as_role):
    pair = Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.mentor, mentee=cast.mentee,
        matched_at=NOW,
    )  # fmt: skip
    client = as_role("coordinator")
    shown = client.get(ending(cast.mentor, cast)).text
    assert f"/pairs/{pair.pk}/" in shown
    assert "End it first, so that the other one is looked after." in shown
    response = client.post(ending(cast.mentor, cast), ENDED)
    assert response.status_code == 422
    assert f"/pairs/{pair.pk}/" in response.text
    assert not has_ended(cast.mentor)


def test_nobody_is_led_to_a_pair_that_they_cannot_open(cast, as_role):
    pair = Pair.objects.create(
        organisation=cast.organisation, programme=cast.programme, mentor=cast.mentor, mentee=cast.mentee,
        matched_at=NOW,
    )  # fmt: skip
    client = as_role("administrator")
    shown = client.get(ending(cast.mentor, cast)).text
    assert client.get(f"/pairs/{pair.pk}/").status_code == 404
    assert f"/pairs/{pair.pk}/" not in shown
    assert "A coordinator of the programme can do that." in shown


def test_an_administrator_ends_a_role_in_a_programme(cast, as_role):
    as_role("administrator").post(ending(cast.trainer, cast), ENDED)
    assert has_ended(cast.trainer)


def test_a_coordinator_of_one_programme_ends_no_role_in_the_whole_organisation(cast, as_role):
    client = as_role("coordinator")
    assert ending(cast.administrator, cast) not in client.get(page(cast.administrator, cast)).text
    assert client.post(ending(cast.administrator, cast), ENDED).status_code in (403, 404)
    assert not has_ended(cast.administrator)


@pytest.mark.parametrize("role", ["supervisor", "trainer"])
def test_who_may_see_people_may_not_end_roles(cast, as_role, role):
    client = as_role(role)
    assert client.get(page(cast.mentor, cast)).status_code == 200
    assert ending(cast.mentor, cast) not in client.get(page(cast.mentor, cast)).text
    assert client.post(ending(cast.mentor, cast), ENDED).status_code == 404
    assert not has_ended(cast.mentor)


@pytest.mark.parametrize("role", ["mentor", "mentee", "expert", "partner", "outsider"])
def test_for_others_the_page_does_not_exist(cast, as_role, role):
    client = as_role(role)
    assert client.get(page(cast.trainer, cast)).status_code == 404
    assert client.post(ending(cast.trainer, cast), ENDED).status_code == 404


def test_a_coordinator_elsewhere_who_is_a_trainer_here_ends_nothing(cast, as_role):
    member(programme(cast.organisation, "lund-2026"), cast.trainer.person, Role.COORDINATOR)
    assert as_role("trainer").post(ending(cast.mentor, cast), ENDED).status_code == 403
    assert not has_ended(cast.mentor)


def test_a_role_of_another_programme_is_not_found_here(cast, as_role):
    elsewhere = member(programme(cast.organisation, "lund-2026"), cast.trainer.person, Role.TRAINER)
    client = as_role("coordinator")
    assert client.get(page(elsewhere, cast)).status_code == 404
    assert client.post(ending(elsewhere, cast), ENDED).status_code == 404


def test_a_member_with_many_roles_costs_no_more_queries(cast, as_role, django_assert_max_num_queries):
    for role in (Role.SUPERVISOR, Role.EXPERT, Role.PARTNER):
        member(cast.programme, cast.trainer.person, role)
    client = as_role("coordinator")
    client.get(page(cast.trainer, cast))
    with django_assert_max_num_queries(8):
        client.get(page(cast.trainer, cast))
