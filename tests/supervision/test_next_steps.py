import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handslag.supervision.next_steps import steps
from tests.cast import NOW, TODAY

from .rows import DAY, diary, group, many_pairs, meeting, started

pytestmark = pytest.mark.django_db


def texts(cast, role):
    return [step.text for step in steps(cast.account(role), cast.programme, NOW)]


@pytest.mark.parametrize("role", ["mentee", "trainer", "partner", "expert", "administrator", "outsider"])
def test_who_has_no_part_in_supervision_has_no_steps_and_costs_no_query(cast, programme, role):
    user = cast.account(role)
    list(steps(user, programme, NOW))  # the account's roles are read once
    with CaptureQueriesContext(connection) as caught:
        assert list(steps(user, programme, NOW)) == []
    assert caught.captured_queries == []


def test_a_supervisor_is_reminded_of_a_meeting_without_notes(cast, programme):
    meeting(cast, group(cast), TODAY - DAY)
    [step] = steps(cast.account("supervisor"), programme, NOW)
    assert step.text == "Write who came to supervision, and the notes: Group 1"
    assert step.why == "The meeting was on 1 March at 18:00."
    assert step.urgency == 1


def test_a_supervisor_hears_of_pairs_with_the_reason_and_of_missing_diaries(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 5 * DAY)
    started(cast, on=TODAY - 40 * DAY)
    pair, missing = steps(cast.account("supervisor"), programme, NOW)
    assert pair.text == "Mentor One and Mentee One: Call the mentor, then the mentee."
    assert pair.why == "No meeting since 21 January, 40 days ago."
    assert missing.text == "1 mentor has not handed in the diary"


def test_a_supervisor_is_told_of_three_pairs_and_how_many_more(cast, programme):
    pairs = many_pairs(cast, 5)
    group(cast, *(pair.mentor for pair in pairs))
    found = list(steps(cast.account("supervisor"), programme, NOW))
    assert [step.count for step in found] == [0, 0, 0, 2]


def test_a_supervisor_hears_nothing_of_the_groups_of_others(cast, programme):
    from handslag.supervision.actions import join, make_group

    other = make_group(programme=programme, name="Other", supervisor=cast.coordinator, by=None, at=NOW)
    join(group=other, mentor=cast.mentor, on=TODAY, by=None, at=NOW)
    started(cast)
    assert texts(cast, "supervisor") == []


def test_a_coordinator_finds_groups_for_mentors_of_running_pairs(cast, programme):
    started(cast)
    [step] = steps(cast.account("coordinator"), programme, NOW)
    assert step.text == "Find a supervision group for 1 mentor"
    group(cast, cast.mentor)
    assert texts(cast, "coordinator") == []


def test_a_mentor_hears_when_and_where_and_that_the_diary_is_due(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 10 * DAY)
    pair = started(cast)
    coming, write = steps(cast.account("mentor"), programme, NOW)
    assert (coming.text, coming.why) == ("Come to supervision on 12 March at 18:00", "Library")
    assert (write.text, write.why) == ("Write the diary", "It is due on 5 March.")
    diary(pair, TODAY - DAY)
    assert texts(cast, "mentor") == ["Come to supervision on 12 March at 18:00"]


def test_a_diary_that_is_late_is_urgent(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    started(cast)
    write = list(steps(cast.account("mentor"), programme, NOW))[1]
    assert (write.why, write.urgency) == ("It was due on 1 March.", 1)


def test_a_mentor_without_a_pair_or_a_group_has_no_steps(cast, programme):
    assert texts(cast, "mentor") == []
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    assert texts(cast, "mentor") == ["Come to supervision on 8 March at 18:00"]
    assert texts(cast, "second_mentor") == []


def test_a_mentor_with_two_pairs_hears_of_one_meeting(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    diary(started(cast), TODAY - DAY)
    diary(started(cast, "mentor", "second_mentee"), TODAY - DAY)
    assert texts(cast, "mentor") == ["Come to supervision on 8 March at 18:00"]


@pytest.mark.parametrize(("role", "most"), [("mentor", 1), ("coordinator", 1), ("supervisor", 2)])
def test_next_steps_take_few_queries(cast, programme, role, most):
    pairs = many_pairs(cast, 5)
    made = group(cast, cast.mentor, *(pair.mentor for pair in pairs))
    meeting(cast, made, TODAY + 6 * DAY)
    started(cast)
    user = cast.account(role)
    list(steps(user, programme, NOW))
    with CaptureQueriesContext(connection) as caught:
        list(steps(user, programme, NOW))
    assert len(caught.captured_queries) <= most
