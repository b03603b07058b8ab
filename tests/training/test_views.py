"""The pages of the training: for the team, for the trainer in the hall, for a mentor."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.gatherings.models import Attendance
from handslag.training.models import Session
from tests.cast import NOW, member, person, programme

pytestmark = pytest.mark.django_db
TYPED = {"day": "2026-03-09", "clock": "17:30", "minutes": "120", "place": "Garaget", "online_link": "", "led_by": ""}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def units_url(cast):
    return f"/programmes/{cast.programme.pk}/training/"


def session_url(session):
    return f"/training/sessions/{session.pk}/"


def text(response):
    return " ".join(response.content.decode().split())


# ---- units ----------------------------------------------------------------------------------------------------


def test_the_team_sees_units_sessions_and_who_misses_what(cast, training, as_role):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    training.unit(2)
    response = as_role("coordinator").get(units_url(cast))
    assert response.status_code == 200
    page = text(response)
    assert "Unit about 1" in page
    assert "1 of 2 came" in page
    assert "1 of 2 mentors has done this unit." in page
    assert "No date yet." in page
    rows = [(str(row["person"]), row["done"], row["missing"]) for row in response.context["rows"]]
    assert rows == [("Second Mentor", [], [1, 2]), ("Mentor One", [1], [2])]
    assert f"/programmes/{cast.programme.pk}/people/{cast.mentor.pk}/" in page


def test_only_who_plans_is_offered_to_plan(cast, training, as_role):
    training.unit(1)
    assert "Plan a session" in text(as_role("coordinator").get(units_url(cast)))
    assert "Plan a session" not in text(as_role("trainer").get(units_url(cast)))


def test_a_programme_without_units_and_mentors_says_so(cast, as_role):
    cast.programme.memberships.filter(role="mentor").update(ended_at=NOW)
    page = text(as_role("trainer").get(units_url(cast)))
    assert "No units yet" in page
    assert "No mentors yet" in page


def test_a_mentor_sees_the_own_progress_and_nobody_elses(cast, training, as_role):
    training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    training.session(training.unit(2), NOW + timedelta(days=1))
    page = text(as_role("mentor").get(units_url(cast)))
    assert "1 of 5" in page
    assert "Tuesday 3 March, 10:00" in page
    assert "Library" in page
    assert "Second Mentor" not in page
    assert "Ask Sara Lind how." not in page
    assert "Ask Sara Lind how." in text(as_role("second_mentor").get(units_url(cast)))


@pytest.mark.parametrize(
    ("role", "status"),
    [("coordinator", 200), ("trainer", 200), ("supervisor", 200), ("mentor", 200), ("mentee", 404), ("expert", 404),
     ("partner", 404), ("administrator", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_may_open_the_units_and_a_session(cast, training, as_role, role, status):
    session = training.session(training.unit(1))
    client = as_role(role)
    assert client.get(units_url(cast)).status_code == status
    assert client.get(session_url(session)).status_code == status


def count(client, url):
    client.get(url)  # the first request of a session notes when it began
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    # Keeping the session is the middleware's: only what the page itself reads is held here.
    return sum(query["sql"].startswith("SELECT") for query in queries.captured_queries)


@pytest.mark.parametrize("role", ["coordinator", "mentor"])
def test_the_pages_ask_the_database_as_often_for_thirty_mentors_as_for_two(cast, training, as_role, role):
    session = training.marked(training.unit(1), {cast.mentor: "present"})
    client = as_role(role)
    urls = [units_url(cast), session_url(session)]
    before = [count(client, url) for url in urls]
    for n in range(30):
        somebody = member(cast.programme, person(cast.organisation, f"Mentor {n}"), "mentor")
        training.marked(training.unit(n + 2), {somebody: "present"})
    assert [count(client, url) for url in urls] == before
    assert max(before) <= 8


def test_the_list_of_mentors_has_pages(cast, training, as_role):
    training.unit(1)
    for n in range(30):
        member(cast.programme, person(cast.organisation, f"Mentor {n}"), "mentor")
    client = as_role("coordinator")
    assert len(client.get(units_url(cast)).context["rows"]) == 25
    assert len(client.get(units_url(cast) + "?page=2").context["rows"]) == 7


# ---- planning -------------------------------------------------------------------------------------------------


def new_url(unit):
    return f"/training/units/{unit.pk}/sessions/new/"


def test_a_coordinator_plans_a_session_at_the_time_of_the_place(cast, training, as_role):
    unit = training.unit(2)
    client = as_role("coordinator")
    assert client.get(new_url(unit)).status_code == 200
    response = client.post(new_url(unit), TYPED | {"led_by": cast.trainer.person_id})
    assert response.status_code == 302
    assert response["Location"] == units_url(cast)
    gathering = Session.objects.of(cast.organisation).get().gathering
    assert gathering.starts_at.isoformat() == "2026-03-09T16:30:00+00:00"  # 17:30 in Malmö
    assert (gathering.place, gathering.led_by) == ("Garaget", cast.trainer.person)


def test_a_session_that_has_begun_is_written_down_afterwards_and_asks_who_came(cast, training, as_role):
    typed = TYPED | {"day": "2026-03-02", "clock": "08:00"}
    response = as_role("coordinator").post(new_url(training.unit(1)), typed, follow=True)
    session = Session.objects.of(cast.organisation).get()
    assert response.request["PATH_INFO"] == session_url(session)
    assert "This time is past: the session is written down afterwards. Mark who came." in text(response)
    assert "Mentors see it on their home page" not in text(response)
    assert "Everybody came" in text(response)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"day": ""}, "Choose a day."), ({"place": ""}, "Say where: write a place, or a link if it is online."),
     ({"day": "2025-12-31"}, "The programme has not begun on this day."), ({"minutes": "3"}, "greater than or equal"),
     ({"online_link": "javascript:alert(1)"}, "Enter a valid URL.")],
)  # fmt: skip
def test_a_wrong_answer_is_told_and_everything_typed_is_kept(cast, training, as_role, wrong, message):
    response = as_role("coordinator").post(new_url(training.unit(1)), TYPED | {"clock": "17:45"} | wrong)
    assert response.status_code == 422
    assert message in text(response)
    assert 'value="17:45"' in text(response)
    assert not Session.objects.of(cast.organisation).exists()


def test_the_same_session_again_is_refused_above_the_form(cast, training, as_role):
    unit, client = training.unit(1), as_role("coordinator")
    client.post(new_url(unit), TYPED)
    response = client.post(new_url(unit), TYPED)
    assert response.status_code == 422
    assert "This unit has a session at this time and place already." in text(response)


def test_only_those_of_the_programme_who_can_lead_are_offered(cast, training, as_role):
    form = as_role("coordinator").get(new_url(training.unit(1))).context["form"]
    names = [str(leader) for leader in form.fields["led_by"].queryset]
    assert names == ["Coordinator One", "Second Coordinator", "Trainer One"]


@pytest.mark.parametrize("role", ["trainer", "supervisor", "mentor", "mentee", "outsider"])
def test_nobody_else_plans_a_session(cast, training, as_role, role):
    assert as_role(role).post(new_url(training.unit(1)), TYPED).status_code == 404
    assert not Session.objects.of(cast.organisation).exists()


# ---- attendance -----------------------------------------------------------------------------------------------


def field(membership):
    return f"m-{membership.pk}"


def saved(session):
    return dict(session.gathering.attendances.values_list("membership_id", "status"))


def test_everybody_came_is_one_press(cast, training, as_role):
    session = training.session(training.unit(1))
    client = as_role("trainer")
    assert "Everybody came" in text(client.get(session_url(session)))
    response = client.post(session_url(session) + "attendance/", {"rest": "1"})
    assert response["Location"] == session_url(session)
    assert saved(session) == {cast.mentor.pk: "present", cast.second_mentor.pk: "present"}
    assert Attendance.objects.of(cast.organisation).first().marked_by == cast.trainer.person
    assert "2 of 2 came" in text(client.get(session_url(session)))


def test_exceptions_are_marked_and_the_others_came(cast, training, as_role):
    session = training.session(training.unit(1))
    as_role("trainer").post(session_url(session) + "attendance/", {"rest": "1", field(cast.mentor): "absent"})
    assert saved(session) == {cast.mentor.pk: "absent", cast.second_mentor.pk: "present"}


def test_one_group_of_two_can_be_marked_alone(cast, training, as_role):
    session = training.session(training.unit(1))
    as_role("trainer").post(session_url(session) + "attendance/", {field(cast.mentor): "late"})
    assert saved(session) == {cast.mentor.pk: "late"}


def test_a_correction_shows_what_was_written_and_replaces_it(cast, training, as_role):
    session = training.marked(training.unit(1), {cast.mentor: "absent", cast.second_mentor: "present"})
    client = as_role("coordinator")
    form = client.get(session_url(session)).context["form"]
    assert form[field(cast.mentor)].value() == "absent"
    client.post(session_url(session) + "attendance/", {field(cast.mentor): "made_up"})
    assert saved(session) == {cast.mentor.pk: "made_up", cast.second_mentor.pk: "present"}


def test_whoever_did_the_unit_in_another_session_is_not_on_the_roll(cast, training, as_role):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "absent"})
    second = training.session(unit, NOW - timedelta(hours=3))
    as_role("trainer").post(session_url(second) + "attendance/", {"rest": "1", field(cast.mentor): "absent"})
    assert saved(second) == {cast.second_mentor.pk: "present"}


def test_a_session_of_a_unit_that_all_have_done_says_so_and_asks_nothing(cast, training, as_role):
    unit = training.unit(1)
    training.marked(unit, {cast.mentor: "present", cast.second_mentor: "late"})
    client = as_role("trainer")
    for starts_at in (NOW - timedelta(hours=3), NOW + timedelta(hours=3)):
        page = text(client.get(session_url(training.session(unit, starts_at))))
        assert "Everybody has done this unit" in page
        assert "No mentors yet" not in page
        assert "Come back then" not in page
    assert text(client.get(units_url(cast))).count("Nobody is expected") == 2


def test_who_would_lose_the_training_is_named_before_it_is_saved(cast, training, as_role):
    cast.programme.rules["units_required"] = 2
    cast.programme.save()
    both = {cast.mentor: "present", cast.second_mentor: "present"}
    training.marked(training.unit(1), both)
    session = training.marked(training.unit(2), both)
    training.marked(training.unit(3), {cast.second_mentor: "late"})  # has one more than is asked for
    client, url = as_role("trainer"), session_url(session) + "attendance/"
    typed = {field(cast.mentor): "absent", field(cast.second_mentor): "absent"}
    asked = client.post(url, typed)
    assert asked.status_code == 422
    assert "After this Mentor One lacks a unit and is not trained any more" in text(asked)
    assert saved(session) == {cast.mentor.pk: "present", cast.second_mentor.pk: "present"}
    assert asked.context["form"][field(cast.mentor)].value() == "absent"
    assert f'name="sure" value="{cast.mentor.pk}"' in text(asked)
    assert client.post(url, typed | {"sure": [cast.second_mentor.pk]}).status_code == 422
    assert client.post(url, typed | {"sure": [cast.mentor.pk]}).status_code == 302
    assert saved(session) == {cast.mentor.pk: "absent", cast.second_mentor.pk: "absent"}
    assert client.post(url, typed).status_code == 302  # nobody loses it twice


def test_nothing_marked_is_told_as_such(cast, training, as_role):
    session = training.session(training.unit(1))
    response = as_role("trainer").post(session_url(session) + "attendance/", {})
    assert response.status_code == 422
    assert "Nobody is marked yet." in text(response)
    assert saved(session) == {}


def test_before_the_start_the_page_says_when_to_come_back(cast, training, as_role):
    session = training.session(training.unit(1), NOW + timedelta(hours=2))
    client = as_role("trainer")
    page = text(client.get(session_url(session)))
    assert "The session starts on 2 March at 12:00." in page
    assert "Everybody came" not in page
    assert "Mentor One" in page
    response = client.post(session_url(session) + "attendance/", {"rest": "1", field(cast.mentor): "late"})
    assert response.status_code == 422
    assert "starts on 2 March 2026 at 12:00" in text(response)
    assert response.context["form"][field(cast.mentor)].value() == "late"
    assert saved(session) == {}


@pytest.mark.parametrize(("role", "status"), [("supervisor", 404), ("mentor", 404), ("mentee", 404), ("outsider", 404)])
def test_nobody_else_takes_attendance(cast, training, as_role, role, status):
    session = training.session(training.unit(1))
    assert as_role(role).post(session_url(session) + "attendance/", {"rest": "1"}).status_code == status
    assert saved(session) == {}


def test_a_trainer_elsewhere_who_is_a_mentor_here_is_refused(cast, training, as_role):
    other = programme(cast.organisation, "malmo-2027")
    member(other, cast.mentor.person, "trainer")
    session = training.session(training.unit(1))
    assert as_role("mentor").post(session_url(session) + "attendance/", {"rest": "1"}).status_code == 403
    assert saved(session) == {}


def test_a_mentor_elsewhere_who_is_a_mentee_here_does_not_see_the_units(cast, training, as_role):
    member(programme(cast.organisation, "malmo-2027"), cast.mentee.person, "mentor")
    training.session(training.unit(1))
    assert as_role("mentee").get(f"/programmes/{cast.programme.pk}/training/").status_code == 403


def test_a_supervisor_reads_how_many_are_marked_but_no_names(cast, training, as_role):
    session = training.marked(training.unit(1), {cast.mentor: "present"})
    page = text(as_role("supervisor").get(session_url(session)))
    assert "Attendance is taken for 1 mentor." in page
    assert "Mentor One" not in page


def test_a_mentor_reads_how_it_is_with_the_own_attendance(cast, training, as_role):
    session = training.marked(training.unit(1), {cast.mentor: "present", cast.second_mentor: "absent"})
    assert "You have done this unit." in text(as_role("mentor").get(session_url(session)))
    assert "Ask how you can make it up." in text(as_role("second_mentor").get(session_url(session)))
    ahead = training.session(training.unit(2), NOW + timedelta(days=2))
    assert "You are expected." in text(as_role("mentor").get(session_url(ahead)))


def test_a_text_that_is_not_translated_is_marked_with_its_language(cast, training, as_role):
    training.unit(1)
    page = text(as_role("mentor").get(units_url(cast) + "?lang=sv"))
    assert '<h3 lang="sv">Del om 1</h3>' in page
    assert '<p lang="en">You can listen.</p>' in page
