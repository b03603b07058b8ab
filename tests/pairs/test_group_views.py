"""The pages of groups: what is asked, what is refused where, and who may see them."""

import pytest
from django.urls import reverse

from handslag.matching.gathering import Sizes
from handslag.outbox.models import Message
from handslag.pairs import actions, group_suggestions, grouping
from handslag.pairs.models import Group, Pair
from handslag.programmes.days import day_of
from tests.cast import NOW, TODAY
from tests.pairs import grouped, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(programme, only_ours):
    return programme


def posted(mentors, mentees, **more):
    said = {
        "name": "Homes on Monday", "language": "ar", "theme": "housing", "asked": "on",
        "mentors": [str(m.pk) for m in mentors], "mentees": [str(m.pk) for m in mentees],
    }  # fmt: skip
    return said | more


def test_a_suggestion_leads_to_the_form_filled_in(as_role, ours):
    mentors, mentees = grouped.people(ours)
    team = as_role("coordinator")
    url = reverse("pairs:groups", args=[ours.pk])
    page = team.get(url, {"mentors": 1, "least": 2, "most": 4})
    (suggested,) = page.context["found"].groups
    assert b"Groups that could be" in page.content
    form = team.get(suggested.url).context["form"]
    assert set(form["mentees"].value()) == {str(m.pk) for m in mentees}
    assert form["mentors"].value() == [str(mentors[0].pk)]
    assert (form["language"].value(), form["theme"].value()) == ("ar", "housing")


def test_sizes_that_are_the_wrong_way_round_are_told_at_the_field(as_role, ours):
    page = as_role("coordinator").get(reverse("pairs:groups", args=[ours.pk]), {"mentors": 1, "least": 5, "most": 3})
    assert page.status_code == 422
    assert page.context["form"].errors["most"]


def test_the_letters_are_seen_before_the_group_is_made(as_role, ours):
    mentors, mentees = grouped.people(ours)
    team, url = as_role("coordinator"), reverse("pairs:new_group", args=[ours.pk])
    page = team.post(url, posted(mentors, mentees))
    assert page.status_code == 200
    assert b"You lead the group Homes on Monday." in page.content
    assert not Group.objects.of(ours.organisation).exists()
    done = team.post(url, posted(mentors, mentees, make="1"))
    group = Group.objects.of(ours.organisation).get()
    assert done["Location"] == reverse("mentoring:group", args=[group.pk])
    assert len(grouping.running_in(group)) == 3
    assert Message.objects.of(ours.organisation).count() == 4


def test_the_form_comes_back_from_the_letters_as_it_was(as_role, ours):
    mentors, mentees = grouped.people(ours)
    page = as_role("coordinator").post(reverse("pairs:new_group", args=[ours.pk]), posted(mentors, mentees, change="1"))
    assert page.status_code == 200
    assert page.context["form"]["name"].value() == "Homes on Monday"
    assert page.content.count(b"checked") == 5


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"asked": ""}, "asked"),
        ({"mentees": []}, "mentees"),
        ({"mentors": []}, "mentors"),
        ({"language": "uk"}, "language"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_the_rest_stays(as_role, ours, change, field):
    mentors, mentees = grouped.people(ours)
    page = as_role("coordinator").post(reverse("pairs:new_group", args=[ours.pk]), posted(mentors, mentees) | change)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert page.context["form"]["theme"].value() == "housing"


def test_three_mentors_are_told_at_the_mentors(as_role, ours):
    mentors, mentees = grouped.people(ours, mentors=2)
    mentors.append(made.mentor(ours, "Third Mentor"))
    page = as_role("coordinator").post(reverse("pairs:new_group", args=[ours.pk]), posted(mentors, mentees))
    assert page.status_code == 422
    assert page.context["form"].errors["mentors"] == ["Choose one mentor or two."]
    assert len(page.context["form"]["mentors"].value()) == 3


def test_a_rule_that_stands_against_it_is_told_at_the_mentees_without_a_name(as_role, ours):
    mentees = grouped.people(ours, mentors=0)[1]
    strict = made.mentor(ours, "Strict Mentor", want_gender="male", want_strict="must")
    page = as_role("coordinator").post(reverse("pairs:new_group", args=[ours.pk]), posted([strict], mentees))
    assert page.status_code == 422
    (told,) = page.context["form"].errors["mentees"]
    assert not any(str(member.person) in told for member in (strict, *mentees))


@pytest.mark.parametrize("twice", ["mentors", "mentees"])
def test_somebody_posted_twice_is_once_in_the_group(as_role, ours, twice):
    mentors, mentees = grouped.people(ours, mentees=2)
    said = posted(mentors, mentees, make="1")
    said[twice] = [*said[twice], said[twice][0]]
    assert as_role("coordinator").post(reverse("pairs:new_group", args=[ours.pk]), said).status_code == 302
    assert len(grouping.running_in(Group.objects.of(ours.organisation).get())) == 2


def test_making_it_twice_makes_one_group(as_role, ours):
    mentors, mentees = grouped.people(ours)
    team, url = as_role("coordinator"), reverse("pairs:new_group", args=[ours.pk])
    team.post(url, posted(mentors, mentees, make="1"))
    again = team.post(url, posted(mentors, mentees, make="1"))
    assert again.status_code == 422
    assert Group.objects.of(ours.organisation).count() == 1


def test_somebody_is_added_and_taken_out_on_the_pages(as_role, ours):
    group, new = grouped.group(ours), made.mentee(ours, "Sami Mentee")
    team = as_role("coordinator")
    url = reverse("pairs:new_mentee", args=[group.pk])
    assert b"Sami Mentee" in team.get(url).content
    assert team.post(url, {"mentee": str(new.pk)}).status_code == 422
    team.post(url, {"mentee": str(new.pk), "asked": "on"})
    assert len(grouping.running_in(group)) == 4
    url = reverse("pairs:group_leaving", args=[group.pk, new.pk])
    assert b"Sami Mentee" in team.get(url).content
    early = team.post(url, {"reason": "moved", "on": "2020-01-01"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["on"])
    team.post(url, {"reason": "moved", "on": day_of(ours, Pair.objects.of(ours.organisation).last().matched_at)})
    assert len(grouping.running_in(group)) == 3


@pytest.mark.parametrize(("role", "other"), [("mentor", "mentee"), ("mentee", "mentor")])
def test_who_has_left_is_not_looked_for_and_the_pages_say_so(as_role, ours, role, other):
    group = grouped.group(ours)
    pair = grouping.running_in(group)[0]
    member, team = getattr(pair, role), as_role("coordinator")
    url = reverse("pairs:group_leaving", args=[group.pk, member.pk])
    page = team.get(url)
    assert "Has this person left the programme? Then we look for nobody new for that person." in page.text
    assert f"{other}_left" not in page.text
    today = page.context["form"].initial["on"]
    said = "has left. We look for nobody for"
    assert said in team.post(url, {"reason": f"{role}_left", "on": today}, follow=True).text
    assert said in team.get(reverse("pairs:pair", args=[pair.pk])).text


def test_of_a_mentor_who_left_a_group_it_is_said_with_whom_there_still_is_a_pair(as_role, ours):
    group = grouped.group(ours)
    first = grouping.running_in(group)[0]
    made.pair(first.mentor, made.mentee(ours, "Sami Mentee"), started_on=TODAY)
    url = reverse("pairs:group_leaving", args=[group.pk, first.mentor.pk])
    posted = {"reason": "mentor_left", "on": day_of(ours, first.matched_at)}
    said = f"{first.mentor.person.given_name} is still in a pair with Sami."
    assert said in as_role("coordinator").post(url, posted, follow=True).text
    assert said in as_role("coordinator").get(reverse("pairs:pair", args=[first.pk])).text


def test_nobody_outside_the_group_is_taken_out_of_it(as_role, ours):
    group, other = grouped.group(ours), made.mentee(ours, "Sami Mentee")
    assert as_role("coordinator").get(reverse("pairs:group_leaving", args=[group.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "seen", "changed"),
    [("coordinator", 200, 200), ("supervisor", 200, 404), ("mentor", 404, 404), ("mentee", 404, 404),
     ("outsider", 404, 404)],
)  # fmt: skip
def test_who_may_see_and_change_a_group(as_role, programme, role, seen, changed):
    group = grouped.group(programme)
    pages = as_role(role)
    assert pages.get(reverse("mentoring:group", args=[group.pk])).status_code == seen
    assert pages.get(reverse("pairs:new_mentee", args=[group.pk])).status_code == changed
    member = grouping.running_in(group)[0].mentee
    assert pages.get(reverse("pairs:group_leaving", args=[group.pk, member.pk])).status_code == changed


@pytest.mark.parametrize(("role", "status"), [("coordinator", 200), ("supervisor", 404), ("outsider", 404)])
def test_who_may_make_a_group(as_role, programme, role, status):
    assert as_role(role).get(reverse("pairs:new_group", args=[programme.pk])).status_code == status


@pytest.fixture
def with_cast(cast, programme):
    """A group of two mentors and three mentees; a mentor and a mentee of it are of the cast and sign in."""
    made.tell(cast.mentor, made.MENTOR)
    made.train(cast.mentor)
    made.tell(cast.mentee, made.MENTEE)
    mentors, mentees = grouped.people(programme, mentees=2)
    group = actions.make_group(
        grouped.plan(programme, [cast.mentor, *mentors], [cast.mentee, *mentees]), by=None, at=NOW
    )
    group.programme = programme
    return group


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_those_in_a_group_see_first_names_and_only_their_own_pairs(as_role, cast, with_cast, role):
    page = as_role(role).get(reverse("mentoring:group", args=[with_cast.pk])).content.decode()
    assert "Maha" in page
    assert "Nour" in page
    assert "Maha Mentor" not in page
    assert "Nour Mentee" not in page
    assert "Take out" not in page
    pairs = grouping.running_in(with_cast)
    own = {str(p.pk) for p in pairs if cast.people[role].pk in (p.mentor_id, p.mentee_id)}
    assert {str(p.pk) for p in pairs if str(p.pk) in page} == own


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_has_left_a_group_does_not_see_it(as_role, cast, with_cast, role):
    url = reverse("mentoring:group", args=[with_cast.pk])
    assert as_role(role).get(url).status_code == 200
    actions.take_out(group=with_cast, member=cast.people[role], reason="moved", on=TODAY, by=None, at=NOW)
    assert as_role(role).get(url).url == reverse("desk:home")
    assert as_role("outsider").get(url).status_code == 404


@pytest.mark.parametrize("page", ["groups", "new_group"])
def test_as_many_queries_for_many_people_as_for_few(as_role, ours, page, django_assert_max_num_queries):
    team, url = as_role("coordinator"), reverse(f"pairs:{page}", args=[ours.pk])
    counts = []
    for _round in range(2):
        mentors = [made.mentor(ours, f"Mentor {_round} {n}") for n in range(2)]
        for mentor in mentors:
            mentees = [made.mentee(ours, f"Mentee {n}") for n in range(3)]
            actions.make_group(grouped.plan(ours, [mentor], mentees), by=None, at=NOW)
        made.mentor(ours), made.mentee(ours)
        team.get(url)
        with django_assert_max_num_queries(14) as queries:
            assert team.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_pauses_is_marked_stands_last_and_can_be_chosen_by_hand_but_is_not_suggested(as_role, ours):
    mentors, mentees = grouped.people(ours)
    alone = next(one for one in mentees if one.person.given_name == "Hana")
    actions.pause(membership=alone, by=None, at=NOW)
    team, url = as_role("coordinator"), reverse("pairs:new_group", args=[ours.pk])
    labels = [str(label) for _value, label in team.get(url).context["form"].fields["mentees"].choices]
    assert ["Wants nobody for now. Call first." in label for label in labels] == [False, False, True]
    found = team.get(reverse("pairs:groups", args=[ours.pk]), {"mentors": 1, "least": 2, "most": 4}).context["found"]
    assert not any("Hana Mentee" in map(str, group.mentees) for group in found.groups)
    assert "Hana Mentee" not in found.left
    assert team.post(url, posted(mentors, mentees, make="1")).status_code == 302  # the rules agree


def test_who_has_left_is_no_choice_and_is_looked_for_again_from_the_page(as_role, ours):
    (mentor,), (one, *_others) = grouped.people(ours)
    for member in (mentor, one):
        actions.pause(membership=member, by=None, at=NOW, has_left=True)
    team, url = as_role("coordinator"), reverse("pairs:new_group", args=[ours.pk])
    page = team.get(url)
    people = page.context["people"]
    assert (mentor in [c.membership for c in people.free_mentors], len(people.free_mentees)) == (False, 2)
    assert "Maha Mentor has left. Look again only if Maha comes back." in page.text
    assert "Nour Mentee has left. Look again only if Nour comes back." in page.text
    assert "Call first." not in page.text
    team.post(reverse("pairs:looking", args=[mentor.pk]), {"next": url})
    page = team.post(reverse("pairs:looking", args=[one.pk]), {"next": url}, follow=True)
    assert ("has left" in page.text, len(page.context["people"].free_mentees)) == (False, 3)


def test_a_mentee_who_has_left_is_no_choice_for_a_group_that_meets(as_role, ours):
    group, new = grouped.group(ours), made.mentee(ours, "Sami Mentee")
    actions.pause(membership=new, by=None, at=NOW, has_left=True)
    page = as_role("coordinator").get(reverse("pairs:new_mentee", args=[group.pk])).text
    assert "Sami Mentee has left. Look again only if Sami comes back." in page
    assert "Every mentee has a mentor" not in page


def test_one_mentor_is_named_as_one(as_role, ours):
    grouped.group(ours)
    page = as_role("coordinator").get(reverse("pairs:groups", args=[ours.pk])).text
    assert "<p>Mentor: <bdi>Maha Mentor</bdi>" in page


def test_how_well_each_speaks_the_language_of_the_group_is_told_those_who_match(as_role, ours):
    mentor = made.mentor(ours, "Maha Mentor", level_sv="b2")
    levels = {"Nour Mentee": "b1", "Omar Mentee": "c1"}
    mentees = [made.mentee(ours, name, languages=["uk"], host_level=level) for name, level in levels.items()]
    told = {
        "Maha Mentor": "Work and study (B2)",
        "Nour Mentee": "Daily life (B1)",
        "Omar Mentee": "Almost everything (C1)",
    }
    (found,) = group_suggestions.suggestions(ours, Sizes(least=2, most=2), NOW).groups
    assert {str(one): one.level for one in (*found.mentors, *found.mentees)} == told
    url = reverse("pairs:new_group", args=[ours.pk])
    labels = [str(label) for _value, label in as_role("coordinator").get(url).context["form"].fields["mentees"].choices]
    assert "Svenska (Swedish) – Daily life (B1)." in labels[0]
    actions.make_group(grouped.plan(ours, [mentor], mentees, language="sv"), by=None, at=NOW)
    url = reverse("pairs:groups", args=[ours.pk])
    page = as_role("coordinator").get(url)
    (line,) = page.context["groups"]
    assert {str(one): one.level for one in (*line.mentors, *line.mentees)} == told
    assert '<bdi>Maha Mentor</bdi> <span class="muted">– Work and study (B2)</span>' in page.text
    assert "(B2)" not in as_role("supervisor").get(url).text


def test_languages_that_are_understood_as_one_are_offered_once_and_lead_to_a_group(as_role, ours):
    mentor = made.mentor(ours, "Maja Mentor", languages=["bs", "sv"], level_bs="b2", level_sv="b2")
    mentees = [
        made.mentee(ours, "Ana Mentee", languages=["hr"]),
        made.mentee(ours, "Srdjan Mentee", languages=["sr", "bs"]),
    ]
    team = as_role("coordinator")
    offered = dict(team.get(reverse("pairs:new_group", args=[ours.pk])).context["form"].fields["language"].choices)
    assert {"bs", "hr", "sr", "sh"} & offered.keys() == {"sh"}
    assert offered["sh"] == "Bosnian, Croatian, Serbian"
    said = posted([mentor], mentees, language="sh", make="1")
    assert team.post(reverse("pairs:new_group", args=[ours.pk]), said).status_code == 302
    (line,) = team.get(reverse("pairs:groups", args=[ours.pk])).context["groups"]
    assert [one.level for one in line.mentors] == ["Work and study (B2)"]
