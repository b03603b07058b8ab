"""The agenda made from diaries: flagged pairs first, praise for each mentor, missing diaries, questions, decisions."""

from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from handslag.journal.models import Entry
from handslag.outbox.models import Message
from handslag.supervision.actions import (
    AlreadyDone,
    AlreadyHeld,
    NotDone,
    NothingSaid,
    NotInGroup,
    ask,
    complete,
    decide,
    join,
    nudge,
    reopen,
)
from handslag.supervision.agenda import agenda_of, praise
from handslag.supervision.models import FollowUp, Nudge, Question
from handslag.supervision.signals import Line, PairFacts
from tests.cast import NOW, TODAY, member, person

from .rows import DAY, approved, by, diary, group, held, many_pairs, meeting, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SAID = {"mood": 4, "activity": "talk", "themes": ["housing"]}


@pytest.fixture
def coming(cast, programme):
    """A meeting in five days: one mentor's pair is silent, the other's does well."""
    made = meeting(cast, group(cast, cast.mentor, cast.second_mentor), TODAY + 5 * DAY)
    approved(started(cast))
    well = started(cast, "second_mentor", "second_mentee")
    approved(well)
    diary(well, TODAY - 9 * DAY, **SAID)
    diary(well, TODAY - 3 * DAY, flags=["praise"], **SAID)
    return made


def test_flagged_pairs_come_first_with_their_reason_and_each_mentor_has_a_praise(cast, coming):
    agenda = agenda_of(coming, NOW)
    assert [(one.state.mentor, one.waiting[0].found.code) for one in agenda.flagged] == [("Mentor One", "no_meeting")]
    assert {line.name: line.praise for line in agenda.mentors} == {
        "Mentor One": "Stays with it, also when it is slow.",
        "Second Mentor": "Wrote on 27 February that there was something to celebrate.",
    }
    assert [line.name for line in agenda.missing] == ["Mentor One"]


def test_praise_names_the_best_true_thing(cast, programme):
    pair = started(cast)

    def said():
        from handslag.supervision.pair_facts import read_pairs

        return praise([one.facts for one in read_pairs(programme, NOW, since=TODAY - 30 * DAY)], TODAY)

    assert said() == "Stays with it, also when it is slow."
    diary(pair, TODAY - 8 * DAY, "none")
    assert said() == "Wrote the diary, also in weeks without a meeting."
    diary(pair, TODAY - 7 * DAY, **{**SAID, "mood": 3})
    assert said() == "Met the mentee 1 time last month."
    diary(pair, TODAY - 6 * DAY, **{**SAID, "mood": 5})
    assert said() == "The last meetings felt good: 4 of 5."
    diary(pair, TODAY - 5 * DAY, formal_step="job_application", **SAID)
    assert said() == "The mentee took 1 big step last month."
    diary(pair, TODAY - 4 * DAY, flags=["praise"], **SAID)
    assert said() == "Wrote on 26 February that there was something to celebrate."
    assert praise([], TODAY) == "Is ready for a mentee."


def test_mentors_are_asked_for_the_diary_once(cast, coming):
    [made] = nudge(meeting=coming, mentors=[cast.mentor], **by(cast))
    assert made.mentor == cast.mentor
    assert nudge(meeting=coming, mentors=[cast.mentor], **by(cast)) == []
    [letter] = Message.objects.of(cast.organisation).filter(kind="supervision")
    assert letter.person == cast.mentor.person
    assert agenda_of(coming, NOW).to_nudge == []


def test_a_mentor_of_two_pairs_writes_one_diary_a_month(cast, coming):
    second = started(cast, mentee=member(cast.programme, person(cast.organisation, "Third Mentee"), "mentee"))
    diary(second, TODAY - 3 * DAY, **SAID)
    assert agenda_of(coming, NOW).missing == []


def test_only_mentors_of_the_group_are_asked_and_only_before_the_meeting(cast, programme, coming):
    other = group(cast, name="Other")
    with pytest.raises(NotInGroup):
        nudge(meeting=meeting(cast, other, TODAY + DAY), mentors=[cast.mentor], **by(cast))
    past = held(cast, other, TODAY - 40 * DAY, {})
    with pytest.raises(AlreadyHeld):
        nudge(meeting=past, mentors=[], **by(cast))


def test_a_question_is_on_the_agenda_and_sealed(cast, coming):
    with pytest.raises(NothingSaid):
        ask(meeting=coming, mentor=cast.mentor, text=" ", by=cast.mentor.person, at=NOW)
    with pytest.raises(NotInGroup):
        ask(meeting=coming, mentor=cast.mentee, text="Hello", by=cast.mentee.person, at=NOW)
    ask(meeting=coming, mentor=cast.mentor, text="How do I say no?", by=cast.mentor.person, at=NOW)
    assert [(line.name, line.questions) for line in agenda_of(coming, NOW).asking] == [
        ("Mentor One", ["How do I say no?"])
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM supervision_question")
        assert "no?" not in cursor.fetchone()[0]


def test_a_decision_comes_back_on_the_next_agenda_until_it_is_done(cast, coming):
    past = held(cast, coming.group, TODAY - 35 * DAY)
    said = {"meeting": past, "who": cast.mentor, "due_on": TODAY - DAY, **by(cast)}
    with pytest.raises(NothingSaid):
        decide(text="", **said)
    with pytest.raises(NotInGroup):
        decide(text="Call", **{**said, "who": cast.mentee})
    row = decide(text="Find a quiet café", **said)
    decide(text="Ask the library", **{**said, "who": cast.supervisor, "due_on": TODAY + DAY})
    lines = agenda_of(coming, NOW).follow_ups
    assert [(line.text, line.who, line.is_late) for line in lines] == [
        ("Find a quiet café", "Mentor One", True), ("Ask the library", "Supervisor One", False),
    ]  # fmt: skip
    complete(follow_up=row, **by(cast))
    assert [line.text for line in agenda_of(coming, NOW).follow_ups] == ["Ask the library"]
    with pytest.raises(AlreadyDone):
        complete(follow_up=row, **by(cast))


def test_a_decision_that_is_not_done_after_all_is_on_the_agenda_again(cast, coming):
    row = decide(meeting=coming, text="Call", who=cast.mentor, due_on=TODAY, **by(cast))
    with pytest.raises(NotDone):
        reopen(follow_up=row, **by(cast))
    complete(follow_up=row, **by(cast))
    assert [(line.text, line.done_on) for line in agenda_of(coming, NOW).done] == [("Call", TODAY)]
    assert agenda_of(coming, NOW + 7 * DAY).done == []  # by then it is not a slip of the finger
    reopen(follow_up=row, **by(cast))
    agenda = agenda_of(coming, NOW)
    assert ([line.text for line in agenda.follow_ups], agenda.done) == (["Call"], [])
    row = FollowUp.objects.of(cast.organisation).get()
    assert (row.done_at, row.done_by) == (None, None)
    entry = Entry.objects.of(cast.organisation.pk).get(action="supervision.reopen")
    assert (entry.subject_id, entry.actor_id) == (str(row.pk), cast.supervisor.person_id)


# ---- pages ----


def test_the_agenda_is_prepared_in_three_clicks(cast, as_role, coming):
    client = as_role("supervisor")
    pack = reverse("supervision:pack", args=[coming.pk])
    assert pack in client.get(reverse("desk:home")).text  # one
    page = client.get(pack)
    assert "Ask 1 mentor for the diary" in page.text
    assert client.post(reverse("supervision:nudges", args=[coming.pk])).url == pack  # two
    assert Nudge.objects.of(cast.organisation).get().mentor == cast.mentor
    assert "Start the meeting" not in client.get(pack).text  # five days early
    with time_machine.travel(coming.gathering.starts_at.replace(hour=7), tick=False):
        client.logout()
        assert "Start the meeting" in as_role("supervisor").get(pack).text  # three
    read = Entry.objects.of(cast.organisation.pk).filter(action="read.diary")
    assert {entry.actor_id for entry in read} == {cast.supervisor.person_id}


def test_the_home_of_a_supervisor_writes_down_whose_signals_it_shows(cast, as_role, coming):
    as_role("supervisor").get(reverse("desk:home"))
    read = Entry.objects.of(cast.organisation.pk).get(action="read.attention")
    assert read.actor_id == cast.supervisor.person_id


def test_a_decision_is_written_on_its_page_and_done_with_one_click(cast, as_role, coming):
    client = as_role("supervisor")
    url = reverse("supervision:new_follow_up", args=[coming.pk])
    failed = client.post(url, {"text": "Find a café", "who": "", "due_on": str(TODAY)})
    assert failed.status_code == 422
    assert "Find a café" in failed.text
    client.post(url, {"text": "Find a café", "who": cast.mentor.pk, "due_on": str(TODAY + DAY)})
    row = FollowUp.objects.of(cast.organisation).get()
    assert "Find a café" in client.get(reverse("supervision:pack", args=[coming.pk])).text
    agenda = reverse("supervision:pack", args=[coming.pk])
    assert client.post(reverse("supervision:completion", args=[row.pk]), {"agenda": str(coming.pk)}).url == agenda
    assert "Done in the last 7 days" in client.get(agenda).text
    again = reverse("supervision:reopening", args=[row.pk])
    assert again in client.get(agenda).text
    page = client.post(again, {"agenda": str(coming.pk)}, follow=True)
    assert page.redirect_chain[0][0] == agenda
    assert "It is on the agenda again." in page.text
    assert "Done in the last 7 days" not in page.text


def test_a_decision_is_opened_again_on_the_page_of_its_meeting_by_the_team(cast, as_role, coming):
    past = held(cast, coming.group, TODAY - 35 * DAY)
    row = decide(meeting=past, text="Call", who=cast.mentor, due_on=TODAY, **by(cast))
    complete(follow_up=row, **by(cast))
    there, url = reverse("supervision:meeting", args=[past.pk]), reverse("supervision:reopening", args=[row.pk])
    for role in ("mentor", "mentee", "trainer", "partner", "outsider"):
        assert as_role(role).post(url).status_code in {403, 404}
    client = as_role("coordinator")
    assert url in client.get(there).text
    assert client.post(url).url == there
    assert FollowUp.objects.of(cast.organisation).get().done_at is None
    assert url not in client.get(there).text


@pytest.mark.parametrize("said", [{}, {"agenda": "x"}, {"agenda": "0" * 32}])
def test_a_decision_done_elsewhere_leads_to_its_meeting(cast, as_role, coming, said):
    row = decide(meeting=coming, text="Call", who=cast.mentor, due_on=TODAY, **by(cast))
    answer = as_role("supervisor").post(reverse("supervision:completion", args=[row.pk]), said)
    assert answer.url == reverse("supervision:meeting", args=[coming.pk])


def test_a_decision_is_done_on_the_page_of_its_meeting(cast, as_role, coming):
    past = held(cast, coming.group, TODAY - 35 * DAY)
    row = decide(meeting=past, text="Call", who=cast.mentor, due_on=TODAY, **by(cast))
    there, url = reverse("supervision:meeting", args=[past.pk]), reverse("supervision:completion", args=[row.pk])
    client = as_role("supervisor")
    assert url in client.get(there).text
    assert client.post(url).url == there
    assert url not in client.get(there).text


def test_nobody_is_chosen_for_a_decision_before_somebody_is(as_role, coming):
    page = as_role("supervisor").get(reverse("supervision:new_follow_up", args=[coming.pk])).text
    assert '<option value="" selected>Choose</option>' in page


def test_a_decision_is_given_to_nobody_outside_the_group(cast, as_role, coming):
    url = reverse("supervision:new_follow_up", args=[coming.pk])
    said = {"text": "Call", "who": cast.mentee.pk, "due_on": str(TODAY)}
    assert as_role("supervisor").post(url, said).status_code == 422
    assert not FollowUp.objects.of(cast.organisation).exists()


def test_a_mentor_puts_a_question_on_the_agenda_and_sees_only_the_own(cast, as_role, coming):
    ask(meeting=coming, mentor=cast.second_mentor, text="Not for you", by=cast.second_mentor.person, at=NOW)
    client = as_role("mentor")
    url = reverse("supervision:question", args=[coming.pk])
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "How do I say no?"}).status_code == 302
    page = client.get(reverse("supervision:meeting", args=[coming.pk]))
    assert "How do I say no?" in page.text
    assert "Not for you" not in page.text
    assert Question.objects.of(cast.organisation).count() == 2


@pytest.mark.parametrize("role", ["mentor", "mentee", "trainer", "administrator", "outsider"])
def test_the_agenda_is_the_teams(as_role, coming, role):
    client = as_role(role)
    assert client.get(reverse("supervision:pack", args=[coming.pk])).status_code in {403, 404}
    for name in ("nudges", "new_follow_up"):
        assert client.post(reverse(f"supervision:{name}", args=[coming.pk])).status_code in {403, 404}


@pytest.mark.parametrize("role", ["mentee", "trainer", "supervisor", "outsider"])
def test_only_mentors_of_the_group_ask_questions(cast, as_role, coming, role):
    url = reverse("supervision:question", args=[coming.pk])
    assert as_role(role).post(url, {"text": "Mine"}).status_code == 404
    assert not Question.objects.of(cast.organisation).exists()


def test_the_agenda_takes_the_same_queries_for_two_and_for_thirty_mentors(cast, as_role, coming):
    client, url = as_role("supervisor"), reverse("supervision:pack", args=[coming.pk])

    def add(mentor):
        ask(meeting=coming, mentor=mentor, text="How?", by=mentor.person, at=NOW)
        decide(meeting=coming, text="Do it", who=mentor, due_on=TODAY, **by(cast))

    def queries():
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]

    add(cast.mentor)
    one = len(queries())
    for pair in many_pairs(cast, 28):
        join(group=coming.group, mentor=pair.mentor, on=TODAY, by=None, at=NOW)
        add(pair.mentor)
    assert len(queries()) == one <= 8


def test_a_mood_is_written_with_the_comma_of_the_language(cast, programme):
    lines = tuple(Line(TODAY - n * DAY, "met", met=True, mood=mood) for n, mood in enumerate([4, 4, 5], 1))
    pair = PairFacts(uuid4(), cast.mentor.pk, "Mentor One", "Mentee One", TODAY - 40 * DAY, lines=lines)
    assert praise([pair], TODAY) == "The last meetings felt good: 4.3 of 5."
    with translation.override("sv"):
        assert "4,3 av 5" in praise([pair], TODAY)
