"""What a member of the expert group sees first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from handslag.content.actions import publish
from handslag.core.templatetags.ui import phone_link
from handslag.programmes.access import grants
from handslag.programmes.actions import add_phases
from handslag.supervision.home_panels import expert_panels
from tests.cast import NOW, TODAY, member

pytestmark = pytest.mark.django_db


def text(cast, key, at=NOW, organisation=None, language="en"):
    return publish(
        organisation=organisation or cast.organisation, key=key, language=language, title=key.title(),
        body=f"# {key}\n\nRead at {at}", by=None, at=at,
    )  # fmt: skip


def of(cast, role="expert", at=NOW):
    return next(iter(expert_panels(cast.account(role), cast.programme, at)), None)


def test_the_newest_texts_come_first_and_recent_ones_say_so(cast):
    cast.programme.created_at = NOW - timedelta(days=60)
    text(cast, "old", NOW - timedelta(days=40)), text(cast, "conduct", NOW - timedelta(days=50))
    text(cast, "conduct", NOW - timedelta(days=2))
    text(cast, "fresh", NOW - timedelta(days=1)), text(cast, "older", NOW - timedelta(days=60))
    found = of(cast).context
    assert [(row["document"].key, row["state"]) for row in found["texts"]] == [
        ("fresh", "new"), ("conduct", "changed"), ("old", ""),
        ("older", ""),
    ]  # fmt: skip
    assert found["count"] == 4


def test_a_text_is_changed_only_for_who_could_read_it_before(cast):
    """Versions are counted in the organisation; what another programme read, or an earlier one, is new here."""
    day = timedelta(days=1)
    cast.programme.created_at = NOW - 20 * day

    def own(key, at, programme):
        publish(
            organisation=cast.organisation, key=key, language="en", title=key, body=str(at), by=None, at=at,
            programme=programme,
        )  # fmt: skip

    text(cast, "brought", NOW - 90 * day), own("brought", NOW - 20 * day, cast.programme.pk)
    own("aside", NOW - 10 * day, uuid4()), text(cast, "aside", NOW - 9 * day)
    text(cast, "turned", NOW - 90 * day), own("turned", NOW - 8 * day, cast.programme.pk)
    text(cast, "worded", NOW - 7 * day, language="sv"), text(cast, "worded", NOW - 6 * day)
    states = {row["document"].key: row["state"] for row in of(cast).context["texts"]}
    assert states == {"brought": "new", "aside": "new", "turned": "changed", "worded": "new"}


def test_at_most_five_texts_are_named_and_all_are_counted(cast):
    for number in range(7):
        text(cast, f"text-{number}")
    found = of(cast).context
    assert (len(found["texts"]), found["count"]) == (5, 7)


def test_run_sheets_flyers_and_other_organisations_texts_are_not_asked_about(cast):
    text(cast, "amir_unit_1_guide"), text(cast, "flyer_mentee")
    text(cast, "theirs", organisation=cast.other_organisation)
    assert of(cast).context["count"] == 0


@pytest.mark.parametrize(
    "role", ["mentee", "mentor", "coordinator", "supervisor", "trainer", "partner", "administrator", "outsider"]
)
def test_nobody_else_is_asked_for_advice_and_nothing_is_asked_of_the_database(cast, role, django_assert_num_queries):
    text(cast, "conduct")
    user = cast.account(role)
    grants(user)
    with django_assert_num_queries(0):
        assert list(expert_panels(user, cast.programme, NOW)) == []


def test_an_expert_of_one_programme_is_not_one_in_another(cast):
    assert list(expert_panels(cast.account("expert"), cast.other_programme, NOW)) == []


def test_one_query_serves_however_many_texts_there_are(cast, django_assert_num_queries):
    for number in range(30):
        text(cast, f"text-{number}")
    user = cast.account("expert")
    grants(user)
    with django_assert_num_queries(1):
        list(expert_panels(user, cast.programme, NOW))


def test_who_is_a_mentee_too_sees_first_what_that_asks(cast):
    assert of(cast).order < 0
    member(cast.programme, cast.expert.person, "mentee")
    assert of(cast).order > 0


def test_the_home_leads_to_the_texts_and_says_when_the_group_meets(as_role, cast):
    text(cast, "conduct", timezone.now())
    client = as_role("expert")
    page = client.get("/home/").text
    link = f"/programmes/{cast.programme.pk}/documents/conduct/"
    assert f'href="{link}"' in page
    assert client.get(link).status_code == 200
    assert f"Tell Sara Lind. {phone_link(cast.programme.contact_phone)}" in page
    assert f'<span class="muted">{date_format(timezone.localdate(), "j F Y")} ' in page
    assert "Sara Lind tells you when the group meets next" in page
    assert "Nothing needs you right now" not in page


def test_the_expert_group_sees_what_comes_when_and_a_mentee_does_not(as_role, cast):
    add_phases(programme=cast.programme, phases=[("closing", "Our feast", TODAY, TODAY)], by=None, at=NOW)
    assert "Our feast" in as_role("expert").get("/home/").text
    assert "Our feast" not in as_role("mentee").get("/home/").text


def test_without_texts_and_contact_the_home_still_says_what_will_come(as_role, cast):
    cast.programme.contact_name = ""
    cast.programme.save()
    page = as_role("expert").get("/home/").text
    assert "There are no texts yet." in page
    assert "Tell your coordinator." in page
    assert "Your coordinator tells you when the group meets next" in page
