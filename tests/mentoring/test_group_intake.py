"""The first meeting of a whole group."""

import pytest
from django.urls import reverse

from handslag.core.errors import Refused
from handslag.mentoring import actions
from handslag.mentoring.models import Agreement, Signature
from handslag.pairs.models import Pair
from tests.cast import NOW, TODAY

from .groups import DAY, filled, meetings, pairs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_the_first_meeting_of_all_is_held_on_one_page(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    form = client.get(url).context["form"]
    assert len(form.signature_rows()) == 4
    page = client.post(url, filled(group, document), follow=True)
    assert "The group has started. All have signed." in page.text
    assert all(pair.started_on == TODAY for pair in pairs_of(group))
    agreements = Agreement.objects.of(cast.organisation)
    assert [row.own_points for row in agreements] == ["Every Monday"] * 4
    assert Signature.objects.of(cast.organisation).count() == 8
    assert len(meetings(group)) == 4
    assert client.get(url).url == reverse("mentoring:group", args=[group.pk])  # nothing is left to hold


def test_who_was_not_there_meets_later(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    nour = next(pair.mentee for pair in pairs_of(group) if pair.mentee_id != cast.mentee.pk)
    said = filled(group, document, there=[str(cast.mentee.pk)])
    page = client.post(url, said)
    assert page.context["form"].errors == {
        f"name_{nour.pk}": ["Tick above that Nour Mentee was there, or leave this empty."]
    }
    assert not Agreement.objects.of(cast.organisation).exists()
    client.post(url, said | {f"name_{nour.pk}": ""})
    assert {row.pair.mentee_id for row in Agreement.objects.of(cast.organisation)} == {cast.mentee.pk}
    assert "Next: hold the first meeting with Nour Mentee." in client.get(f"/mentoring-groups/{group.pk}/").text
    assert len(client.get(url).context["form"].signature_rows()) == 3


def test_who_did_not_sign_in_the_room_signs_later(cast, as_role, group, document):
    client, url = as_role("coordinator"), reverse("mentoring:group_intake", args=[group.pk])
    page = client.post(url, filled(group, document, **{f"name_{cast.mentor.pk}": ""}), follow=True).text
    assert "Each pair starts when both have signed." in page
    assert "is not signed by both yet in the pairs of Mentee One and Nour Mentee." in page
    begun = {pair.mentor_id for pair in pairs_of(group) if pair.started_on}
    assert begun == {pair.mentor_id for pair in pairs_of(group)} - {cast.mentor.pk}


def test_a_slip_in_one_pair_leaves_all_as_they_were(cast, group, document):
    early = {"document": document, "held_on": TODAY - 30 * DAY, "by": cast.coordinator.person, "at": NOW}
    with pytest.raises(actions.WrongDay):
        actions.hold_group_intake(pairs=pairs_of(group), **early)
    pairs = pairs_of(group)
    last = max(pairs, key=lambda pair: str(pair.pk))
    Pair.objects.of(group.organisation_id).filter(pk=last.pk).update(ended_on=TODAY, end_reason="moved")
    with pytest.raises(Refused):
        actions.hold_group_intake(pairs=pairs, **(early | {"held_on": TODAY}))
    with pytest.raises(actions.NobodyThere):
        actions.hold_group_intake(pairs=[], **early)
    assert not Agreement.objects.of(cast.organisation).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("mentor", 404), ("mentee", 404), ("supervisor", 404), ("second_mentor", 404), ("outsider", 404)],
)
def test_only_who_holds_first_meetings_holds_that_of_a_group(cast, as_role, group, document, role, status):
    url = reverse("mentoring:group_intake", args=[group.pk])
    assert as_role(role).get(url).status_code in (403, status)
    assert as_role(role).post(url, filled(group, document)).status_code in (403, status)
    assert not Agreement.objects.of(cast.organisation).exists()
