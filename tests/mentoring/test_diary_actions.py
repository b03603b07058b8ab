"""Writing the diary: what is kept, what is refused, and what counts as a meeting."""

import uuid
from datetime import date, timedelta

import pytest

from handslag.journal.models import Entry
from handslag.mentoring.actions import (
    DayWritten,
    NotOfThisPair,
    NotStarted,
    PairEnded,
    UnknownCode,
    WrongDay,
    add_goal,
    write_diary,
)
from handslag.mentoring.counting import counts_as_meeting
from handslag.mentoring.models import DiaryEntry, FormalStep, GoalTouched
from tests.cast import NOW, TODAY
from tests.outbox.test_workers import at_once, own_file  # noqa: F401

from .conftest import make_pair, start


@pytest.fixture
def write(cast, pair):
    def write(**changed):
        values = {
            "pair": pair, "what": "met", "on_date": TODAY, "activity": "cafe", "mood": 4, "themes": ["language"],
            "by": cast.mentor.person, "at": NOW,
        }  # fmt: skip
        return write_diary(**{**values, **changed})

    return write


def entries(cast):
    return DiaryEntry.objects.of(cast.organisation)


def test_an_entry_keeps_its_codes_plain_and_its_sentence_sealed(cast, write):
    entry = write(sentence=" She spoke at the bank. ", load=3, flags=["praise"])
    row = entries(cast).values().get(pk=entry.pk)
    assert (row["what"], row["form"], row["minutes"], row["mood"], row["load"]) == ("met", "in_person", 60, 4, 3)
    assert (row["themes"], row["flags"]) == (["language"], ["praise"])
    assert "bank" not in row["sentence"]
    assert entries(cast).get(pk=entry.pk).sentence == "She spoke at the bank."


def test_an_entry_is_written_by_the_mentor_of_the_pair_and_told_in_the_journal(cast, write):
    entry = write()
    assert entry.written_by == cast.mentor
    assert Entry.objects.get(subject_id=entry.pk).action == "diary.write"


def test_the_same_id_twice_is_one_entry(cast, write):
    key = uuid.uuid4()
    first, second = write(entry_id=key, mood=5), write(entry_id=key, mood=1)
    assert (first.pk, entries(cast).get().mood) == (second.pk, 5)


def test_a_second_entry_about_one_day_is_refused_and_names_the_first(cast, write):
    first = write(what="moved", entry_id=uuid.uuid4())
    with pytest.raises(DayWritten) as refused:
        write(entry_id=uuid.uuid4())
    assert refused.value.entry == first
    assert entries(cast).get() == first


def test_two_meetings_on_one_day_are_taken_where_the_mentor_says_so(cast, write):
    write()
    write(again=True)
    assert entries(cast).count() == 2


def test_another_day_and_another_pair_are_not_in_the_way(cast, write, document):
    other = make_pair(cast, cast.mentor, cast.second_mentee)
    start(cast, other, document)
    write()
    write(pair=other)
    write(on_date=TODAY - timedelta(days=1))
    assert entries(cast).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_entry(cast, own_file, write):  # noqa: F811
    def press():
        try:
            return bool(write(entry_id=uuid.uuid4()))
        except DayWritten:
            return False

    assert sorted(at_once(2, press)) == [False, True]
    assert entries(cast).count() == 1


def test_an_id_of_another_pair_is_refused(cast, write, document):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    key = write(entry_id=uuid.uuid4()).pk
    with pytest.raises(NotOfThisPair):
        write(pair=other, entry_id=key)


def test_without_a_meeting_nothing_of_a_meeting_is_kept(cast, write):
    entry = write(what="no_show", formal_step="job_application", rights_talk=True, flags=["stuck"])
    assert (entry.form, entry.activity, entry.minutes, entry.mood, entry.themes) == ("", "", None, None, [])
    assert entry.rights_talk is False
    assert entry.flags == ["stuck"]
    assert not FormalStep.objects.of(cast.organisation).exists()


def test_a_formal_step_is_written_with_the_entry(cast, write):
    entry = write(formal_step="job_application")
    step = FormalStep.objects.of(cast.organisation).get()
    assert (step.entry, step.area, step.done_on, step.evidence) == (entry, "employment", TODAY, "seen_by_mentor")


def test_an_unknown_formal_step_leaves_no_entry_behind(cast, write):
    with pytest.raises(UnknownCode):
        write(formal_step="moon_landing")
    assert not entries(cast).exists()


def test_goals_that_were_worked_on_are_touched(cast, write, pair):
    goal = add_goal(pair=pair, area="language", text="B1", due_on=TODAY + timedelta(90), by=None, at=NOW)
    entry = write(goals=[goal])
    assert list(GoalTouched.objects.of(cast.organisation).values_list("entry", "goal")) == [(entry.pk, goal.pk)]


def test_a_goal_of_another_pair_is_refused(cast, write, document):
    other = make_pair(cast, cast.second_mentor, cast.second_mentee)
    start(cast, other, document)
    goal = add_goal(pair=other, area="language", text="B1", due_on=TODAY + timedelta(90), by=None, at=NOW)
    with pytest.raises(NotOfThisPair):
        write(goals=[goal])


def test_tomorrow_is_refused_by_the_clock_of_the_programme(cast, write):
    with pytest.raises(WrongDay):
        write(on_date=TODAY + timedelta(days=1))
    late = NOW.replace(hour=23, minute=30)  # half past midnight in Stockholm
    assert write(on_date=TODAY + timedelta(days=1), at=late).on_date == TODAY + timedelta(days=1)


def test_a_day_before_the_first_meeting_is_refused(write, pair):
    with pytest.raises(WrongDay):
        write(on_date=pair.started_on - timedelta(days=1))


def test_a_pair_that_has_not_started_has_no_diary(cast, waiting_pair):
    with pytest.raises(NotStarted):
        write_diary(pair=waiting_pair, what="none", on_date=TODAY, by=None, at=NOW)


def test_an_ended_pair_has_no_new_entry(write, pair, end):
    end(pair)
    with pytest.raises(PairEnded):
        write()


@pytest.mark.parametrize(
    "wrong",
    [{"what": "perhaps"}, {"mood": 6}, {"load": 0}, {"activity": "skydiving"}, {"themes": ["weather"]},
     {"form": "letter"}, {"flags": ["gossip"]}, {"minutes": 601}],
)  # fmt: skip
def test_what_the_lists_do_not_have_is_refused(cast, write, wrong):
    with pytest.raises(UnknownCode):
        write(**wrong)
    assert not entries(cast).exists()


def test_a_safety_concern_leaves_no_trace_in_the_diary(cast, write):
    with pytest.raises(UnknownCode):
        write(flags=["praise", "unsafe"])
    assert not entries(cast).exists()


@pytest.mark.parametrize(
    ("given", "counts"),
    [({}, True), ({"minutes": 15}, True), ({"minutes": 14}, False), ({"form": "chat"}, False),
     ({"form": "call"}, True), ({"what": "moved"}, False)],
)  # fmt: skip
def test_a_meeting_is_live_talk_of_at_least_15_minutes(write, programme, given, counts):
    assert counts_as_meeting(write(**given), programme) is counts


def test_a_programme_without_lists_still_keeps_a_diary(cast, write, programme):
    programme.lists, programme.diary_form = {}, {}
    programme.save()
    entry = write(themes=["anything"], on_date=date(2026, 3, 1))
    assert counts_as_meeting(entry, programme)
