"""Home: what do I do next?"""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from handslag.journal.models import Entry
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.actions import add_phases
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from tests.cast import NOW, TODAY, member, organisation, person, programme
from tests.recruitment.calls import open_for
from tests.supervision.rows import DAY, group, like_amir, started


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_everybody_has_a_home(as_role, role):
    response = as_role(role).get("/home/")
    assert response.status_code == 200
    assert "AMIR malmo-2026" in response.text


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_home_makes_at_most_eight_queries_however_many_people_there_are(
    as_role, cast, role, django_assert_max_num_queries
):
    client = as_role(role)
    client.get("/home/")
    for n in range(30):
        member(cast.programme, person(cast.organisation, f"Mentee {n}"), Role.MENTEE)
    with django_assert_max_num_queries(8):
        client.get("/home/")


def test_the_phases_are_called_as_in_the_readers_language(as_role, cast):
    phases = [("mentoring", "Matching and mentoring"), ("closing", "Our feast")]
    phases = [(key, title, TODAY, TODAY + DAY) for key, title in phases]
    add_phases(programme=cast.programme, phases=phases, by=None, at=NOW)
    page = as_role("coordinator").get("/home/?lang=sv").text
    assert "Matchning och mentorskap" in page
    assert "Our feast" in page  # the programme's own wording


def test_home_names_the_person_to_ask(as_role):
    assert "040 123 45 67" in as_role("mentee").get("/home/").text


@pytest.mark.parametrize("contact", ["Sara Lind", "Sara", "sara  LIND", "Lind"])
@pytest.mark.parametrize(("given_name", "is_told"), [("Sara", False), ("Nour", True)])
def test_who_is_to_be_asked_is_not_told_to_ask_herself(as_role, cast, given_name, is_told, contact):
    if contact == "Lind" and is_told:
        contact = "Lindqvist"  # part of a name is not a name
    told_by(cast.programme, contact, "040 123 45 67")
    Person.objects.of(cast.organisation).filter(pk=cast.coordinator.person.pk).update(
        given_name=given_name, family_name="Lind"
    )
    assert ("Questions? Ask" in as_role("coordinator").get("/home/").text) == is_told


def test_a_participant_with_the_name_of_who_is_to_be_asked_is_told_whom_to_ask_and_reaches_a_concern(as_role, cast):
    mentee = Person.objects.of(cast.organisation).filter(pk=cast.mentee.person.pk)
    mentee.update(given_name="Sara", family_name="Lind")
    page = as_role("mentee").get("/home/").text
    assert "Ask Sara Lind" in page
    assert reverse("supervision:new_concern", args=[cast.programme.pk]) in page


def test_another_organisations_programme_does_not_exist(as_role, cast):
    assert as_role("coordinator").get(f"/programmes/{cast.other_programme.pk}/").status_code == 404


def test_without_a_role_home_says_whom_to_ask(client, db, cast):
    who = person(cast.organisation, "No Role", email="norole@one.example")
    client.force_login(who.account)
    assert "You are not in a programme yet" in client.get("/home/").text


def test_the_landing_page_shows_the_open_calls(client, as_role):
    from tests.desk.test_set_up import FORM, NEW

    as_role("coordinator").post(NEW, FORM | {"starts_on": (timezone.localdate() - 360 * DAY).isoformat()})
    client.logout()
    assert "Not open just now" in client.get("/").text


def told_by(programme, name: str, phone: str) -> None:
    programme.contact_name, programme.contact_phone = name, phone
    programme.save()


def parts_of(page: str) -> list[str]:
    """The front door cut where the name of an organisation stands: what is before, each programme, "How it works"."""
    return re.split(r'<section class="section"', page)


def test_the_doors_of_one_programme_stand_under_its_name(client, cast):
    for role in ("mentor", "mentee"):
        open_for(cast.programme, role)
    page = client.get("/").text
    assert re.findall(r'href="(/apply/.*?)"', page) == ["/apply/malmo-2026-mentee/", "/apply/malmo-2026-mentor/"]
    assert "<span>Solidaritet Malmö<" in page
    assert page.count("040 123 45 67") == 1


def test_every_programme_with_an_open_call_is_found_at_the_front_door_with_its_own_doors_and_contact(client, cast):
    told_by(cast.other_programme, "Elin Berg", "018 765 43 21")
    open_for(cast.other_programme, "mentee")
    for role in ("mentor", "mentee"):
        open_for(cast.programme, role)
    page = client.get("/").text
    _before, uppsala, malmo, after = parts_of(page)
    assert "<bdi>Brygga Uppsala</bdi>" in uppsala
    assert "<bdi>Solidaritet Malmö</bdi>" in malmo
    assert "<bdi>Lund, Malmö</bdi>" in malmo
    assert re.findall(r'href="(/apply/.*?)"', uppsala) == ["/apply/uppsala-2026-mentee/"]
    assert re.findall(r'href="(/apply/.*?)"', malmo) == ["/apply/malmo-2026-mentee/", "/apply/malmo-2026-mentor/"]
    assert ("Ask Elin Berg" in uppsala, "018 765 43 21" in uppsala) == (True, True)
    assert ("Ask Sara Lind" in malmo, "040 123 45 67" in malmo) == (True, True)
    assert (page.count("Ask Elin Berg"), page.count("Ask Sara Lind")) == (1, 1)
    assert "How it works" in after
    assert "AMIR malmo-2026" not in page  # the name of the organisation says it
    assert "Not open just now" not in page
    ids = re.findall(r' id="(.*?)"', page)
    assert len(ids) == len(set(ids))


def test_two_programmes_of_one_organisation_are_told_apart_by_their_titles(client, cast):
    told_by(programme(cast.organisation, "lund-2026"), "", "")
    for one in Programme.objects.of(cast.organisation):
        open_for(one, "mentee")
    page = client.get("/").text
    _before, lund, malmo, _after = parts_of(page)
    assert "<bdi>AMIR lund-2026</bdi>" in lund
    [called] = re.findall(r'<div id="programme-1">(.*?)</div>', page, re.DOTALL)  # the name of its landmarks
    assert "<bdi>AMIR lund-2026</bdi>" in called
    assert "Questions? Ask" not in lund
    assert "<bdi>AMIR malmo-2026</bdi>" in malmo
    assert "Ask Sara Lind" in malmo


def test_the_front_door_costs_as_much_with_many_programmes_as_with_one(client, cast, django_assert_num_queries):
    open_for(cast.programme, "mentee")
    client.get("/")
    with django_assert_num_queries(2):
        client.get("/")
    for n in range(10):
        open_for(programme(organisation(f"Organisation {n}"), f"run-{n}"), "mentor")
    with django_assert_num_queries(2):
        page = client.get("/").text
    assert page.count('class="door door--') == 11


NOWHERE = "/no/such/page/"


@pytest.mark.parametrize(("path", "status"), [(NOWHERE, 404), ("/sign-in/", 200), ("/sign-in/code/", 200), ("/", 200)])
def test_the_only_organisation_says_to_visitors_whom_to_ask(client, db, path, status):
    runs = programme(organisation(), starts_on=timezone.localdate() - 90 * DAY)
    page = client.get(path)
    assert page.status_code == status
    assert "Ask Sara Lind" in page.text
    newer = programme(runs.organisation, "lund-2026", starts_on=timezone.localdate() + 90 * DAY)
    told_by(newer, "Elin Berg", "018 765 43 21")
    assert "Ask Sara Lind" in client.get(path).text
    open_for(newer, "mentee")
    assert "Ask Elin Berg" in client.get(path).text


def test_who_ran_a_programme_that_is_over_is_not_named_to_visitors(client, db):
    over = programme(organisation(), starts_on=timezone.localdate() - 700 * DAY)
    phases = [("all", "All", over.starts_on, over.starts_on + 365 * DAY)]
    add_phases(programme=over, phases=phases, by=None, at=NOW)
    assert "Ask Sara Lind" not in client.get("/sign-in/").text


def test_a_page_that_does_not_exist_shows_the_way_to_the_first_page(client, db):
    assert 'href="/">Go to the first page' in client.get(NOWHERE).text


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/code/", "/"])
def test_with_several_organisations_no_page_for_visitors_names_one(client, cast, path):
    page = client.get(path).text
    assert "Questions? Ask" not in page
    assert cast.organisation.name not in page


def test_with_several_organisations_a_page_that_does_not_exist_names_none_to_a_visitor(client, cast, as_role):
    told_by(cast.other_programme, "Elin Berg", "018 765 43 21")
    open_for(cast.other_programme, "mentee")  # the only open call, and another organisation than the visitor came for
    for path in (NOWHERE, "/apply/nowhere/"):
        page = client.get(path)
        assert page.status_code == 404
        assert "Ask" not in page.text
        assert "Brygga Uppsala" not in page.text
        assert 'href="/">Go to the first page' in page.text
    assert "Ask Elin Berg" in as_role("outsider").get(NOWHERE).text  # who is signed in asks the own organisation


def test_the_demonstrations_doors_do_not_exist_elsewhere(client, db):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"role": "administrator"}).status_code == 404


def test_every_role_has_a_door_in_the_demonstration(client, db, settings, cast):
    settings.DEMO = True
    from handslag.desk.demo.team import DOORS

    assert {door.role for door in DOORS} == set(Role)
    assert client.get("/demo/").status_code == 200
    assert client.post("/demo/", {"role": "nobody"}).status_code == 404


def test_signing_in_again_in_the_demonstration_leads_through_its_doors_to_the_page(client, settings, cast):
    settings.DEMO = True
    address, then = "/sign-in/?next=/programmes/x/%3Fsheet%3D1", "/programmes/x/?sheet=1"
    [doors] = re.findall(r'href="(/demo/.*?)"', client.get(address).text)
    assert client.get(html.unescape(doors)).context["then"] == then
    from handslag.desk.demo.team import DOORS

    door = next(each for each in DOORS if each.role == Role.COORDINATOR)
    account = cast.account("coordinator")
    account.email = door.email
    account.save()
    assert client.post("/demo/", {"role": door.key, "next": then}).url == then
    client.logout()
    assert client.post("/demo/", {"role": door.key, "next": "https://elsewhere.example/"}).url == "/home/"
    settings.DEMO = False
    assert "/demo/" not in client.get(address).text


def test_somebody_without_a_pair_is_told_what_happens(as_role):
    assert "We look for a mentor who fits you" in as_role("mentee").get("/home/").text
    assert "We look for a mentor who fits you" not in as_role("expert").get("/home/").text


def test_the_two_of_a_new_pair_are_told_of_each_other_before_the_first_meeting(as_role, cast):
    mentor, mentee = cast.people["mentor"], cast.people["mentee"]
    Pair.objects.create(
        organisation=cast.organisation,
        programme=cast.programme,
        mentor=mentor,
        mentee=mentee,
        matched_at=NOW,
        agreed_at=NOW,
    )
    assert f"You have a mentor: {mentor.person.given_name}." in as_role("mentee").get("/home/").text
    assert f"You have a mentee: {mentee.person.given_name}." in as_role("mentor").get("/home/").text


def test_the_mark_leads_those_who_are_signed_in_to_their_home(client, as_role):
    assert 'class="brand" href="/home/"' in as_role("mentee").get("/home/").text
    client.logout()
    assert 'class="brand" href="/"' in client.get("/").text


# ---- what the home gives away of pairs is written down first


def test_a_supervisors_home_that_tells_of_a_pair_is_a_read_of_it(as_role, cast):
    like_amir(cast.programme)
    pair = started(cast, on=timezone.localdate() - 40 * DAY)
    group(cast, cast.mentor)
    page = as_role("supervisor").get("/home/")
    assert "Mentor One and Mentee One" in page.text
    entry = Entry.objects.get(action="read.attention")
    assert (entry.subject_id, entry.actor_id) == (str(pair.pk), cast.supervisor.person.pk)
    assert entry.organisation_id == cast.organisation.pk


@pytest.mark.parametrize("role", ["coordinator", "mentor", "mentee", "trainer"])
def test_a_home_that_tells_of_no_pair_reads_none(as_role, cast, role):
    like_amir(cast.programme)
    started(cast, on=timezone.localdate() - 40 * DAY)
    group(cast, cast.mentor)
    as_role(role).get("/home/")
    assert not Entry.objects.filter(action="read.attention").exists()
