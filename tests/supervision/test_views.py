from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.journal.models import Entry
from handslag.programmes.actions import end_role
from handslag.supervision.actions import agree_pause, cancel_meeting
from handslag.supervision.models import Group, GroupPlace, SupervisionMeeting
from tests.cast import NOW, TODAY, member, person
from tests.cast import programme as make_programme

from .rows import DAY, approved, diary, group, held, many_pairs, meeting, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def supervisor(as_role, programme):
    return as_role("supervisor")


def test_the_way_from_no_group_to_a_planned_meeting(cast, programme, supervisor):
    first = supervisor.get(reverse("supervision:groups", args=[programme.pk]))
    assert "No groups yet" in first.text
    new = reverse("supervision:new_group", args=[programme.pk])
    assert supervisor.get(new).status_code == 200
    answer = supervisor.post(new, {"name": "North", "supervisor": cast.supervisor.pk})
    made = Group.objects.of(cast.organisation).get()
    mentors = reverse("supervision:mentors", args=[made.pk])
    assert answer.url == mentors
    assert supervisor.get(mentors).status_code == 200
    supervisor.post(mentors, {"mentors": [cast.mentor.pk, cast.second_mentor.pk]})
    assert made.group_places.count() == 2
    plan = reverse("supervision:new_meeting", args=[made.pk])
    assert supervisor.get(plan).status_code == 200
    assert "Have you met already? Write that day, then who came." in supervisor.get(plan).text
    typed = {"day": "2026-03-20", "time": "18:00", "place": "Library", "online_link": ""}
    assert "Planned for Friday 20 March, 18:00." in supervisor.post(plan, typed, follow=True).text
    coming = SupervisionMeeting.objects.of(cast.organisation).select_related("gathering").get()
    assert coming.gathering.starts_at.isoformat() == "2026-03-20T17:00:00+00:00"  # 18:00 in Malmö
    page = supervisor.get(reverse("supervision:meeting", args=[coming.pk]))
    assert "18:00" in page.text


def test_a_coordinator_gives_a_group_another_supervisor(cast, programme, as_role):
    made = group(cast, cast.mentor)
    new = member(programme, person(cast.organisation, "New Supervisor"), "supervisor")
    client, url = as_role("coordinator"), reverse("supervision:supervisor", args=[made.pk])
    there = reverse("supervision:group", args=[made.pk])
    assert url in client.get(there).text
    assert "New Supervisor" in client.get(url).text
    assert client.post(url, {"supervisor": ""}).status_code == 422
    assert client.post(url, {"supervisor": cast.mentor.pk}).status_code == 422
    assert client.post(url, {"supervisor": new.pk}).url == there
    assert "led by New Supervisor" in client.get(there).text
    end_role(membership=new, reason="moved", by=None, at=NOW)
    assert "New Supervisor does not hold supervision any more." in client.get(there).text
    assert "Nobody leads it now." in client.get(reverse("supervision:groups", args=[programme.pk])).text


@pytest.mark.parametrize("role", ["supervisor", "mentor", "administrator", "outsider"])
def test_who_leads_a_group_is_the_coordinators(cast, programme, as_role, role):
    made = group(cast, cast.mentor)
    client, url = as_role(role), reverse("supervision:supervisor", args=[made.pk])
    assert client.get(url).status_code in {403, 404}
    assert client.post(url, {"supervisor": cast.coordinator.pk}).status_code in {403, 404}
    assert Group.objects.of(cast.organisation).get().supervisor_id == cast.supervisor.pk
    if role == "supervisor":
        assert url not in client.get(reverse("supervision:group", args=[made.pk])).text


def test_a_meeting_before_the_programme_began_is_refused_and_what_was_typed_stays(cast, supervisor):
    made = group(cast)
    answer = supervisor.post(
        reverse("supervision:new_meeting", args=[made.pk]),
        {"day": "2020-01-01", "time": "18:00", "place": "Café Nord", "online_link": ""},
    )
    assert answer.status_code == 422
    assert "The programme has not begun on this day" in answer.text
    assert "Café Nord" in answer.text


@pytest.fixture
def supervisor_elsewhere(cast, as_role):
    """The mentor of this programme, who is a supervisor in another one."""
    member(make_programme(cast.organisation, "malmo-2027"), cast.mentor.person, "supervisor")
    return as_role("mentor")


def test_a_supervisor_elsewhere_who_is_a_mentor_here_does_not_hold_supervision(cast, supervisor_elsewhere):
    coming = meeting(cast, group(cast, cast.mentor), TODAY - DAY)
    assert supervisor_elsewhere.get(reverse("supervision:meeting", args=[coming.pk])).status_code == 200
    answer = supervisor_elsewhere.post(reverse("supervision:holding", args=[coming.pk]), {"notes": "Mine"})
    assert answer.status_code == 403
    coming.gathering.refresh_from_db()
    assert not coming.gathering.is_held


def test_a_supervisor_elsewhere_who_is_a_mentor_here_lets_nobody_leave(cast, supervisor_elsewhere):
    place = group(cast, cast.mentor).group_places.get()
    assert supervisor_elsewhere.post(reverse("supervision:leaving", args=[place.pk])).status_code == 403
    assert GroupPlace.objects.of(cast.organisation).get().left_on is None


def test_a_second_meeting_in_a_month_is_refused_and_what_was_typed_stays(cast, supervisor):
    made = group(cast)
    meeting(cast, made, TODAY + 9 * DAY)
    answer = supervisor.post(
        reverse("supervision:new_meeting", args=[made.pk]),
        {"day": "2026-03-20", "time": "18:00", "place": "Café Nord", "online_link": ""},
    )
    assert answer.status_code == 422
    assert "has a meeting in March 2026 already" in answer.text
    assert "Café Nord" in answer.text


def test_a_mentor_leaves_a_group(cast, supervisor):
    made = group(cast, cast.mentor)
    place = made.group_places.get()
    supervisor.post(reverse("supervision:leaving", args=[place.pk]))
    place.refresh_from_db()
    assert place.left_on == TODAY


def test_the_page_of_a_group_names_the_pairs_that_need_attention_with_reason_and_step(cast, supervisor):
    made = group(cast, cast.mentor, cast.second_mentor)
    meeting(cast, made, TODAY + 5 * DAY)  # diaries were due two days ago
    quiet, well = started(cast), started(cast, "second_mentor", "second_mentee")
    diary(quiet, TODAY - 35 * DAY)
    diary(well, TODAY - 9 * DAY, mood=5)
    diary(well, TODAY - 3 * DAY, mood=5)
    approved(quiet)
    approved(well)
    page = supervisor.get(reverse("supervision:group", args=[made.pk]))
    assert [one.state.pair_id for one in page.context["needing"]] == [quiet.pk]
    assert "No meeting since 26 January, 35 days ago." in page.text
    assert "Call the mentor, then the mentee." in page.text
    assert {row.place.mentor: row.diary for row in page.context["page"]} == {
        cast.mentor: "missing", cast.second_mentor: "in",
    }  # fmt: skip
    read = Entry.objects.of(cast.organisation.pk).filter(action="read.attention")
    assert [entry.subject_id for entry in read] == [str(quiet.pk)]


def test_pairs_of_other_groups_and_ended_pairs_are_not_on_the_page(cast, supervisor):
    made = group(cast, cast.mentor)
    group(cast, cast.second_mentor, name="Group 2")
    started(cast, ended_on=TODAY - DAY, end_reason="moved")
    started(cast, "second_mentor", "second_mentee")
    page = supervisor.get(reverse("supervision:group", args=[made.pk]))
    assert page.context["needing"] == []


def test_a_meeting_is_held_on_its_page(cast, supervisor):
    made = meeting(cast, group(cast, cast.mentor, cast.second_mentor), TODAY - DAY)
    url = reverse("supervision:meeting", args=[made.pk])
    page = supervisor.get(url)
    assert "Who came?" in page.text
    said = {
        f"status_{cast.mentor.pk}": "present", f"status_{cast.second_mentor.pk}": "absent", "notes": "About sleep."
    }  # fmt: skip
    assert supervisor.post(reverse("supervision:holding", args=[made.pk]), said).url == url
    page = supervisor.get(url)
    assert "About sleep." in page.text
    assert "Did not come" in page.text
    read = Entry.objects.of(cast.organisation.pk).filter(action="read.supervision_notes")
    assert read.get().subject_id == str(made.pk)


def test_without_notes_the_page_says_so_and_keeps_who_came(cast, supervisor):
    made = meeting(cast, group(cast, cast.mentor), TODAY - DAY)
    said = {f"status_{cast.mentor.pk}": "late", "notes": ""}
    page = supervisor.post(reverse("supervision:holding", args=[made.pk]), said)
    assert page.status_code == 422
    assert "Write a few lines." in page.text
    assert page.context["form"][f"status_{cast.mentor.pk}"].value() == "late"
    made.gathering.refresh_from_db()
    assert not made.gathering.is_held


def test_before_the_meeting_there_is_no_form(cast, supervisor):
    made = meeting(cast, group(cast, cast.mentor), TODAY + DAY)
    assert "form" not in supervisor.get(reverse("supervision:meeting", args=[made.pk])).context
    answer = supervisor.post(
        reverse("supervision:holding", args=[made.pk]), {f"status_{cast.mentor.pk}": "present", "notes": "Early"}
    )
    assert answer.status_code == 422


def _queries(client, url) -> int:
    client.get(url)  # the session is written once a minute
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len([q for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


def test_the_list_of_groups_takes_the_same_queries_for_one_and_for_thirty(cast, supervisor, programme):
    url = reverse("supervision:groups", args=[programme.pk])
    meeting(cast, group(cast, cast.mentor), TODAY + DAY)
    one = _queries(supervisor, url)
    for number in range(29):
        other = member(programme, person(cast.organisation, f"Mentor {number}"), "mentor")
        meeting(cast, group(cast, other, name=f"Group {number}"), TODAY + timedelta(days=number))
    page = supervisor.get(url)
    assert len(page.context["page"]) == 25
    assert _queries(supervisor, url) == one <= 8


def test_the_page_of_a_group_takes_the_same_queries_for_one_and_for_thirty_mentors(cast, supervisor, programme):
    made = group(cast, cast.mentor)
    held(cast, made, TODAY - 30 * DAY)
    meeting(cast, made, TODAY + DAY)
    diary(started(cast), TODAY - 2 * DAY, "none")
    url = reverse("supervision:group", args=[made.pk])
    one = _queries(supervisor, url)
    from handslag.supervision.actions import join

    for pair in many_pairs(cast, 29):
        join(group=made, mentor=pair.mentor, on=TODAY, by=None, at=NOW)
        diary(pair, TODAY - 2 * DAY, "none")
    assert len(supervisor.get(url).context["needing"]) == 30
    assert _queries(supervisor, url) == one <= 9


@pytest.mark.parametrize(
    ("in_days", "wrote", "said"),
    [
        (9, False, "Write your diary before the day above. Bring"),
        (9, True, "Your diary is in. Bring"),
        (5, False, "Your diary was due on the day above. Please write it now. Bring"),
        (5, True, "Your diary is in. Bring"),
    ],
)
def test_the_page_of_a_meeting_knows_whether_the_mentors_diary_is_in(cast, programme, as_role, in_days, wrote, said):
    pair = started(cast, on=TODAY - 40 * DAY)
    coming = meeting(cast, group(cast, cast.mentor), TODAY + in_days * DAY)
    if wrote:
        diary(pair, TODAY - 6 * DAY)
    page = as_role("mentor").get(reverse("supervision:meeting", args=[coming.pk])).text
    assert said in page
    assert ("Diary was due" in page) is (in_days == 5)


def test_a_mentor_who_has_agreed_not_to_meet_is_asked_for_no_diary(cast, programme, as_role):
    pair, coming = started(cast), meeting(cast, group(cast, cast.mentor), TODAY + 5 * DAY)
    due_on = coming.diary_due_on
    agree_pause(pair=pair, from_on=due_on, until_on=due_on, reason="travel", by=None, at=NOW)
    page = as_role("mentor").get(reverse("supervision:meeting", args=[coming.pk])).text
    assert "Bring what you want to talk about." in page
    assert "Please write it now" not in page


def test_a_mentor_without_a_pair_is_asked_for_no_diary(cast, programme, as_role):
    coming = meeting(cast, group(cast, cast.mentor), TODAY + 9 * DAY)
    page = as_role("mentor").get(reverse("supervision:meeting", args=[coming.pk])).text
    assert "Bring what you want to talk about." in page
    assert "Write your diary" not in page


@pytest.mark.parametrize(
    ("in_days", "said"), [(5, "Diaries were due on 28 February."), (7, "Diaries are due on 2 March.")]
)
def test_the_page_of_a_group_says_when_diaries_are_or_were_due(cast, programme, supervisor, in_days, said):
    made = group(cast, cast.mentor)
    meeting(cast, made, TODAY + in_days * DAY)
    assert said in supervisor.get(reverse("supervision:group", args=[made.pk])).text


def test_while_no_meeting_is_planned_no_day_is_set_for_the_diary(cast, programme, supervisor):
    started(cast)
    made = group(cast, cast.mentor, cast.second_mentor)  # the second has no pair
    url = reverse("supervision:group", args=[made.pk])
    page = supervisor.get(url)
    assert [row.diary for row in page.context["page"]] == ["unset", "none"]
    assert "No day is set" in page.text
    meeting(cast, made, TODAY + 20 * DAY)
    assert [row.diary for row in supervisor.get(url).context["page"]] == ["due", "none"]


def test_who_has_handed_in_a_diary_has_done_so_when_the_meeting_is_cancelled(cast, programme, supervisor):
    pair = started(cast)
    started(cast, cast.second_mentor, cast.second_mentee)
    made = group(cast, cast.mentor, cast.second_mentor)
    coming = meeting(cast, made, TODAY + 10 * DAY)
    diary(pair, TODAY - DAY)
    url = reverse("supervision:group", args=[made.pk])
    before = {row.place.mentor_id: row.diary for row in supervisor.get(url).context["page"]}
    assert before == {cast.mentor.pk: "in", cast.second_mentor.pk: "due"}
    cancel_meeting(meeting=coming, reason="Rain.", by=cast.supervisor.person, at=NOW)
    after = {row.place.mentor_id: row.diary for row in supervisor.get(url).context["page"]}
    assert after == {cast.mentor.pk: "in", cast.second_mentor.pk: "unset"}
