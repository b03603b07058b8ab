"""The register of partners is corrected."""

import uuid
from copy import copy
from datetime import date, timedelta

import pytest
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.programmes.actions import PartnerRemoved, add_partner, correct_partner, remove_partner
from handslag.programmes.actions.programmes import NotYet
from handslag.programmes.models import Partner
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Malmo stad", "kind": "authority", "involvement": "partner", "country": "SE", "since_on": date(2026, 1, 5),
    "proof": "Agreement 12",
}  # fmt: skip


@pytest.fixture
def partner(cast):
    return add_partner(programme=cast.programme, by=None, at=NOW, **GIVEN)


def url(name, partner):
    return reverse(f"programmes:{name}", args=[partner.programme_id, partner.pk])


def stored(cast):
    return Partner.objects.of(cast.organisation).first()


def journalled(cast, action):
    return [entry.detail for entry in Entry.objects.of(cast.organisation.pk).filter(action=action)]


def test_a_partner_is_corrected_and_the_journal_says_which_parts(cast, partner):
    correct_partner(partner=partner, by=None, at=NOW, **GIVEN | {"name": "Malmö stad", "kind": "funder"})
    assert (stored(cast).name, stored(cast).kind) == ("Malmö stad", "funder")
    assert journalled(cast, "partner.correct") == [{"fields": ["kind", "name"]}]


def test_the_same_again_is_no_correction(cast, partner):
    correct_partner(partner=partner, by=None, at=NOW, **GIVEN)
    assert journalled(cast, "partner.correct") == []


def test_a_day_to_come_is_refused(cast, partner):
    with pytest.raises(NotYet):
        correct_partner(partner=partner, by=None, at=NOW, **GIVEN | {"since_on": TODAY + timedelta(days=1)})
    assert stored(cast).since_on == date(2026, 1, 5)


def test_a_partner_that_a_colleague_has_removed_is_not_corrected(cast, partner):
    remove_partner(partner=copy(partner), by=None, at=NOW)
    with pytest.raises(PartnerRemoved):
        correct_partner(partner=partner, by=None, at=NOW, **GIVEN | {"name": "Malmö stad"})
    assert journalled(cast, "partner.correct") == []


def test_a_removed_partner_is_gone_and_in_the_journal(cast, partner):
    remove_partner(partner=partner, by=cast.coordinator.person, at=NOW)
    assert stored(cast) is None
    assert journalled(cast, "partner.remove") == [{"kind": "authority", "country": "SE"}]


def test_the_pages_correct_and_remove(cast, partner, as_role):
    client = as_role("coordinator")
    register = reverse("programmes:partners", args=[cast.programme.pk])
    assert url("partner", partner) in client.get(register).text
    assert 'value="Malmo stad"' in client.get(url("partner", partner)).text
    typed = GIVEN | {"name": "Malmö stad", "since_on": "2026-01-05"}
    assert client.post(url("partner", partner), typed).url == register
    assert stored(cast).name == "Malmö stad"
    assert url("remove_partner", partner) in client.get(url("partner", partner)).text
    assert client.post(url("remove_partner", partner)).url == register
    assert stored(cast) is None


def test_two_who_remove_it_at_once_write_one_entry(cast, partner):
    same = stored(cast)
    assert remove_partner(partner=partner, by=None, at=NOW) is True
    assert remove_partner(partner=same, by=None, at=NOW) is False
    assert len(journalled(cast, "partner.remove")) == 1


def test_what_goes_is_looked_at_first_and_a_second_press_finds_it_gone(cast, partner, as_role):
    client, removal = as_role("coordinator"), url("remove_partner", partner)
    page = client.get(removal).text
    for said in ("Malmo stad", "Local or regional authority", "Agreement 12", "indicator 9", "cannot be undone"):
        assert said in page
    assert stored(cast) == partner
    for said in ("The partner is removed.", "It is not on the register."):
        after = client.post(removal, follow=True)
        assert after.redirect_chain == [(reverse("programmes:partners", args=[cast.programme.pk]), 302)]
        assert said in after.text
    assert "The partner is removed." not in after.text
    assert client.get(removal).status_code == 404
    assert len(journalled(cast, "partner.remove")) == 1


def test_only_an_authority_is_said_to_count(cast, as_role):
    school = add_partner(programme=cast.programme, by=None, at=NOW, **GIVEN | {"kind": "school"})
    assert "indicator 9" not in as_role("coordinator").get(url("remove_partner", school)).text


def test_a_partner_that_never_was_here_is_not_on_the_register(cast, as_role):
    elsewhere = add_partner(programme=cast.other_programme, by=None, at=NOW, **GIVEN)
    client = as_role("coordinator")
    for partner_id in (uuid.uuid4(), elsewhere.pk):
        address = reverse("programmes:remove_partner", args=[cast.programme.pk, partner_id])
        assert client.get(address).status_code == 404
        assert "It is not on the register." in client.post(address, follow=True).text
    assert Partner.objects.of(cast.other_programme.organisation).exists()


def test_a_wrong_day_keeps_what_was_typed(cast, partner, as_role):
    typed = GIVEN | {"name": "Malmö stad", "since_on": "2999-01-05"}
    answer = as_role("coordinator").post(url("partner", partner), typed)
    assert answer.status_code == 422
    assert 'value="Malmö stad"' in answer.text
    assert stored(cast).name == "Malmo stad"


@pytest.mark.parametrize("role", ["partner", "supervisor", "trainer", "mentor", "outsider"])
@pytest.mark.parametrize("name", ["partner", "remove_partner"])
def test_nobody_else_corrects_or_removes(cast, partner, as_role, role, name):
    client = as_role(role)
    assert client.get(url(name, partner)).status_code == 404
    assert client.post(url(name, partner), GIVEN).status_code == 404
    assert stored(cast).name == "Malmo stad"


def test_who_only_reads_the_register_finds_no_link(cast, partner, as_role):
    page = as_role("partner").get(reverse("programmes:partners", args=[cast.programme.pk])).text
    assert "Malmo stad" in page
    assert url("partner", partner) not in page
