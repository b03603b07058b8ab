"""A diary entry that was written twice is taken back by its mentor, and everything that follows from it is gone too."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from handslag.evaluation.queries import load
from handslag.journal.models import Entry
from handslag.mentoring.actions import (
    NotOfThisPair,
    PairEnded,
    TakenBack,
    TooLate,
    add_goal,
    take_back_diary,
    write_diary,
)
from handslag.mentoring.models import DiaryEntry, FormalStep, GoalTouched
from handslag.supervision.pair_facts import read_pairs
from handslag.supervision.queries import signals_of
from tests.cast import NOW, TODAY

from .conftest import make_pair, start

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MET = {"what": "met", "on_date": TODAY, "activity": "cafe", "mood": 4, "themes": ["language"]}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def goal(cast, pair):
    due_on = TODAY + 90 * DAY
    return add_goal(pair=pair, area="housing", text="Find a room", due_on=due_on, by=cast.mentee.person, at=NOW)


@pytest.fixture
def write(cast, pair, goal):
    def write(**more):
        values = {**MET, "goals": [goal], "formal_step": "queue_joined", "sentence": "Bank", **more}
        return write_diary(pair=pair, by=cast.mentor.person, at=NOW, **values)

    return write


@pytest.fixture
def entry(write):
    return write()


@pytest.fixture
def take_back(cast, entry):
    def take_back(**changed):
        take_back_diary(**{"entry": entry, "by": cast.mentor.person, "at": NOW + DAY, **changed})

    return take_back


def rows(cast, model):
    return model.objects.of(cast.organisation)


def test_the_entry_its_goals_and_its_step_are_gone_and_the_journal_says_so(cast, pair, entry, take_back):
    take_back()
    assert not any(rows(cast, model).exists() for model in (DiaryEntry, GoalTouched, FormalStep))
    [told] = Entry.objects.of(cast.organisation.pk).filter(action="diary.take_back")
    assert (told.actor_id, told.subject_type, told.subject_id) == (cast.mentor.person_id, "pairs.pair", str(pair.pk))
    assert told.detail == {"entry": str(entry.pk), "on": TODAY.isoformat()}


def test_twice_changes_nothing(cast, take_back):
    take_back()
    take_back()
    assert Entry.objects.of(cast.organisation.pk).filter(action="diary.take_back").count() == 1


def test_a_step_told_in_both_entries_of_a_day_stays_with_the_other(cast, write, take_back):
    other = write(again=True)
    take_back()
    assert rows(cast, FormalStep).get().entry_id == other.pk


def test_a_step_never_goes_to_an_entry_that_did_not_tell_it(cast, write, take_back):
    write(again=True, formal_step="")
    take_back()
    assert not rows(cast, FormalStep).exists()


def test_of_two_others_of_the_day_the_one_that_told_the_step_keeps_it(cast, write, take_back):
    write(again=True, formal_step="")
    told = write(again=True)
    write(again=True, formal_step="")
    take_back()
    assert rows(cast, FormalStep).get().entry_id == told.pk


def test_what_a_device_sends_again_does_not_bring_a_removed_entry_back(cast, entry, write, take_back):
    take_back()
    with pytest.raises(TakenBack):
        write(entry_id=entry.pk)
    assert not rows(cast, DiaryEntry).exists()


def test_a_step_goes_where_the_other_entry_has_its_own_or_nobody_met(cast, write, take_back):
    write(again=True, formal_step="interview")
    write(again=True, what="none", formal_step="")
    take_back()
    assert [step.code for step in rows(cast, FormalStep)] == ["interview"]


def test_after_seven_days_an_entry_stands(cast, take_back):
    with pytest.raises(TooLate):
        take_back(at=NOW + 7 * DAY + timedelta(seconds=1))
    assert rows(cast, DiaryEntry).exists()
    take_back(at=NOW + 7 * DAY)


@pytest.mark.parametrize("who", ["second_mentor", "mentee", "coordinator", "supervisor"])
def test_nobody_else_takes_back_what_the_mentor_wrote(cast, take_back, who):
    with pytest.raises(NotOfThisPair):
        take_back(by=getattr(cast, who).person)
    assert rows(cast, DiaryEntry).exists()


def test_the_diary_of_an_ended_pair_stands(pair, entry, take_back, end):
    end(pair)
    with pytest.raises(PairEnded):
        take_back()


def test_the_indicators_follow(cast, programme, entry, take_back):
    assert len(load(programme, TODAY).entries) == 1
    take_back()
    assert load(programme, TODAY).entries == ()


def test_the_signals_follow(cast, programme, write, entry, take_back):
    def codes():
        found = signals_of(read_pairs(programme, NOW), programme, TODAY, ["supervisor", "coordinator"])
        return {row.found.code for one in found for row in one.signals}

    take_back()
    before = codes()
    heavy = write(load=1, flags=["support_wanted"])
    assert codes() - before
    take_back(entry=heavy)
    assert codes() == before


# ---- the page


def url(row, pair):
    return reverse("mentoring:removal", args=[pair.pk, row.pk])


def diary(pair):
    return reverse("mentoring:diary", args=[pair.pk])


def test_the_mentor_is_asked_first_and_comes_back_to_the_diary(cast, pair, entry, as_role):
    client = as_role("mentor")
    assert url(entry, pair) in client.get(diary(pair)).text
    shown = client.get(url(entry, pair)).text
    assert "Bank" in shown
    assert "Remove this entry?" in shown
    assert rows(cast, DiaryEntry).exists()
    answer = client.post(url(entry, pair), follow=True)
    assert answer.redirect_chain == [(diary(pair), 302)]
    assert "The entry is removed." in answer.text
    assert not rows(cast, DiaryEntry).exists()


def test_the_second_press_comes_back_to_the_diary_as_the_first(pair, entry, as_role):
    client = as_role("mentor")
    client.post(url(entry, pair))
    assert client.post(url(entry, pair)).url == diary(pair)


@pytest.mark.parametrize("name", ["removal", "correction"])
def test_the_way_back_to_a_removed_entry_says_that_it_is_gone(pair, entry, as_role, name):
    client = as_role("mentor")
    client.post(url(entry, pair))
    answer = client.get(reverse(f"mentoring:{name}", args=[pair.pk, entry.pk]), follow=True)
    assert answer.redirect_chain == [(diary(pair), 302)]
    assert "This entry was removed." in answer.text
    assert client.get(reverse(f"mentoring:{name}", args=[pair.pk, pair.pk])).status_code == 404


def test_looking_at_it_once_more_is_a_read(cast, pair, entry, as_role):
    as_role("mentor").get(url(entry, pair))
    [seen] = Entry.objects.of(cast.organisation.pk).filter(action="read.diary")
    assert (seen.actor_id, seen.subject_id) == (cast.mentor.person_id, str(entry.pk))


def test_too_late_it_is_not_offered_any_more_and_told(cast, pair, entry, as_role):
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        client = as_role("mentor")
        assert url(entry, pair) not in client.get(diary(pair)).text
        assert client.get(url(entry, pair)).url == diary(pair)
        assert "This one stays." in client.post(url(entry, pair), follow=True).text
    assert rows(cast, DiaryEntry).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("second_mentor", 404), ("outsider", 404), ("mentee", 403), ("supervisor", 403), ("coordinator", 403)],
)
def test_others_may_not(cast, pair, entry, as_role, role, status):
    client = as_role(role)
    assert [client.get(url(entry, pair)).status_code, client.post(url(entry, pair)).status_code] == [status, status]
    assert rows(cast, DiaryEntry).exists()


def test_an_entry_of_another_pair_is_not_found(cast, pair, entry, document, as_role):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    theirs = write_diary(pair=other, by=cast.second_mentor.person, at=NOW, **MET)
    assert as_role("mentor").post(url(theirs, pair)).status_code == 404


def test_the_journal_tells_the_team_whose_diary_it_was(take_back, as_role):
    take_back()
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        shown = as_role("administrator").get(reverse("desk:journal")).text
    assert "Mentor One removed an entry from the diary of Mentor One + Mentee One." in strip_tags(shown)


def test_the_page_makes_at_most_eight_queries(pair, entry, as_role):
    client = as_role("mentor")
    client.get(url(entry, pair))
    with CaptureQueriesContext(connection) as captured:
        client.get(url(entry, pair))
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 8, "\n".join(q[:60] + q[q.find(" FROM ") :][:60] for q in asked)
