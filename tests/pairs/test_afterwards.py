"""What the page of a pair that has ended offers the team: where each of the two finds somebody new."""

import pytest
import time_machine
from django.urls import reverse

from handslag.pairs import actions, grouping
from tests.pairs import grouped, made
from tests.pairs.made import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(programme, only_ours):
    return made.pair(made.mentor(programme, places="2"), made.mentee(programme), started_on=TODAY)


def end(pair, pausing=(), reason="no_fit"):
    actions.end(pair=pair, reason=reason, on=TODAY, by=None, at=NOW, pausing=pausing)


def searched(client, pair) -> list:
    return client.get(reverse("pairs:pair", args=[pair.pk])).context["searched"]


def test_without_an_open_round_both_are_led_to_matching(as_role, programme, pair):
    assert searched(as_role("coordinator"), pair) == []
    end(pair)
    matching = reverse("pairs:matching", args=[programme.pk])
    assert [(one.url, one.text) for one in searched(as_role("coordinator"), pair)] == [
        (matching, "Nour has no mentor. Suggest pairs, then choose."),
        (matching, "Maha has no mentee. Suggest pairs, then choose."),
    ]


def test_in_an_open_round_they_are_led_to_the_choice_and_to_a_pair_by_hand(as_role, programme, pair):
    end(pair)
    made.mentee(programme, "Omar Mentee")
    matching_round = actions.suggest(programme=programme, by=None, at=NOW)
    client = as_role("coordinator")
    mentee, mentor = searched(client, pair)
    assert mentee.url == reverse("pairs:choice", args=[matching_round.pk, pair.mentee_id])
    assert client.get(mentee.url).status_code == 200
    page = client.get(mentor.url)
    assert page.context["form"]["mentor"].value() == str(pair.mentor_id)


def test_who_pauses_is_told_as_that_and_looked_for_again_from_the_page(as_role, pair):
    end(pair, [pair.mentor])
    client, url = as_role("coordinator"), reverse("pairs:pair", args=[pair.pk])
    page = client.get(url).text
    assert "Maha Mentor wants nobody for now. Call first, then look again." in page
    page = client.post(reverse("pairs:looking", args=[pair.mentor_id]), {"next": url}, follow=True).text
    assert "wants nobody for now" not in page
    assert "Maha has no mentee." in page


@pytest.mark.parametrize(("reason", "side", "other"), [("mentor_left", "mentor", "no mentor"),
                                                       ("mentee_left", "mentee", "no mentee")])  # fmt: skip
def test_who_has_left_is_told_as_that_and_can_be_looked_for_again_or_end_the_role(as_role, pair, reason, side, other):
    end(pair, reason=reason)
    left, client = getattr(pair, side), as_role("coordinator")
    url, name = reverse("pairs:pair", args=[pair.pk]), left.person.given_name
    page = client.get(url).text
    assert f"{name} has left. We look for nobody for {name}, until you choose to look again." in page
    role = reverse("programmes:end_role", args=[pair.programme_id, left.pk])
    assert role in page
    assert client.get(role).status_code == 200
    assert f"has {other}." in page
    page = client.post(reverse("pairs:looking", args=[left.pk]), {"next": url}, follow=True).text
    assert "has left" not in page
    assert role not in page


def test_of_a_mentor_who_has_left_it_is_said_with_whom_there_still_is_a_pair_or_a_group(as_role, programme, only_ours):
    group = grouped.group(programme, mentees=2)
    (mentor,), _mentees = grouping.sides_of(grouping.running_in(group))
    one, other = (
        made.pair(mentor, made.mentee(programme, name), started_on=TODAY) for name in ("Omar Mentee", "Tesfalem Mentee")
    )
    client, url = as_role("coordinator"), reverse("pairs:pair", args=[one.pk])
    end(one)
    assert [one.name for one in searched(client, one)] == ["Omar"]
    end(made.pair(mentor, one.mentee, started_on=TODAY), reason="mentor_left")
    _mentee, has_left, pair_left, group_left = searched(client, one)
    assert (has_left.pauses, has_left.url) == (
        str(mentor.pk), reverse("programmes:end_role", args=[programme.pk, mentor.pk])
    )  # fmt: skip
    assert pair_left.text == "Maha is still in a pair with Tesfalem. End that pair too, or agree what is next."
    assert pair_left.url == reverse("pairs:pair", args=[other.pk])
    assert group_left.text.startswith(f"Maha is still in the group {group.name}.")
    assert group_left.url == reverse("mentoring:group", args=[group.pk])
    end(other)
    assert len(searched(client, one)) == 3
    page = client.post(reverse("pairs:looking", args=[mentor.pk]), {"next": url}, follow=True).text
    assert "is still in" not in page


def test_nothing_is_offered_where_both_have_somebody_new_or_have_left(as_role, programme, pair):
    end(pair)
    client = as_role("coordinator")
    made.pair(pair.mentor, made.mentee(programme, "Omar Mentee"), started_on=TODAY)
    assert [one.text for one in searched(client, pair)] == ["Nour has no mentor. Suggest pairs, then choose."]
    assert "Find somebody new for Nour" in client.get(reverse("pairs:pair", args=[pair.pk])).text
    made.pair(made.mentor(programme, "Karin Mentor"), pair.mentee, started_on=TODAY)
    assert searched(client, pair) == []
    assert "Find somebody new" not in client.get(reverse("pairs:pair", args=[pair.pk])).text


def test_only_who_matches_is_led_there(cast, as_role, pair):
    end(pair)
    assert searched(as_role("supervisor"), pair) == []


def test_a_pair_that_never_met_links_to_nothing_that_cannot_exist(as_role, pair):
    pages = [reverse(name, args=[pair.pk]) for name in
             ("mentoring:plan", "mentoring:diary", "mentoring:meetings", "supervision:pair")]  # fmt: skip
    client, url = as_role("coordinator"), reverse("pairs:pair", args=[pair.pk])
    end(pair)
    assert all(page in client.get(url).text for page in pages)
    pair.started_on = None
    pair.save()
    page = client.get(url).text
    assert not any(link in page for link in pages)
    assert "This pair ended before the first meeting." in page


def test_a_pair_that_is_asked_can_hold_its_first_meeting_and_has_nothing_else(as_role, programme, only_ours):
    """Not as what comes next: first both are asked."""
    asked = made.pair(made.mentor(programme), made.mentee(programme), agreed_at=None, answer_by=TODAY)
    page = as_role("coordinator").get(reverse("pairs:pair", args=[asked.pk])).text
    assert "Have they met all the same?" in page
    assert "First meeting and agreement" not in page
    assert reverse("mentoring:intake", args=[asked.pk]) in page
    assert reverse("mentoring:diary", args=[asked.pk]) not in page


def test_the_other_pair_of_one_who_has_left_says_so_and_what_to_do(cast, as_role, programme, pair):
    other = made.pair(pair.mentor, made.mentee(programme, "Tesfalem Mentee"), started_on=TODAY)
    client, url = as_role("coordinator"), reverse("pairs:pair", args=[other.pk])
    assert "has left" not in client.get(url).text
    end(pair, reason="mentor_left")
    page = client.get(url).text
    assert "Maha has left the programme. End this pair. Was it a mistake? Then look again for Maha." in page
    assert "They meet on their own" not in page
    assert reverse("pairs:ending", args=[other.pk]) in page
    page = client.post(reverse("pairs:looking", args=[pair.mentor_id]), {"next": url}, follow=True).text
    assert "They meet on their own" in page


@pytest.mark.parametrize(("reason", "side"), [("mentor_left", "mentor"), ("mentee_left", "mentee")])
def test_the_page_of_a_person_who_has_left_says_so_and_leads_to_the_pair(as_role, pair, reason, side):
    member = getattr(pair, side)
    client, url = as_role("coordinator"), reverse("programmes:member", args=[pair.programme_id, member.pk])
    assert "has left" not in client.get(url).text
    end(pair, reason=reason)
    page = client.get(url).text
    name = member.person.given_name
    assert f"{name} has left. We look for nobody for {name}, until you choose to look again." in page
    assert reverse("pairs:pair", args=[pair.pk]) in page
    client.post(reverse("pairs:looking", args=[member.pk]))
    assert "has left" not in client.get(url).text
