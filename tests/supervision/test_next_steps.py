from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handslag.core.home_panels import home_of
from handslag.core.next_steps import next_steps
from handslag.mentoring.models import Goal, PairMeeting, Plan
from handslag.pairs.actions import end as end_pair
from handslag.pairs.actions import look_again
from handslag.pairs.models import Pair
from handslag.programmes.actions import end_role
from handslag.supervision.actions import agree_pause, answer, cancel_meeting, hold_meeting, look, nudge
from handslag.supervision.models import SignalNote
from handslag.supervision.next_steps import gone_steps, plan_steps, steps
from tests.cast import NOW, TODAY

from .rows import DAY, diary, group, many_pairs, meeting, mentoring_group, started

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
    meeting(cast, group(cast, cast.mentor), TODAY + 4 * DAY)
    started(cast, on=TODAY - 40 * DAY)
    prepare, pair, missing = steps(cast.account("supervisor"), programme, NOW)
    assert (prepare.text, prepare.urgency) == ("Prepare supervision on 6 March: Group 1", 2)
    assert prepare.why == "The agenda is made from the diaries. Diaries were due on 27 February. 1 diary is missing."
    assert pair.text == "Mentor One and Mentee One: Call the mentor, then the mentee."
    assert pair.why == "No meeting since 21 January, 40 days ago."
    assert pair.tells_of == (Pair.objects.of(cast.organisation).get().pk,)
    assert missing.text == "1 mentor has not handed in the diary"


def test_a_supervisor_hears_of_missing_diaries_three_days_after_they_were_due(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 5 * DAY)  # due two days ago
    started(cast, on=TODAY - 40 * DAY)
    assert "1 mentor has not handed in the diary" not in texts(cast, "supervisor")


def test_one_diary_of_a_mentor_of_two_pairs_is_enough(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 4 * DAY)
    started(cast, on=TODAY - 40 * DAY)
    assert "1 mentor has not handed in the diary" in texts(cast, "supervisor")
    diary(started(cast, mentee="second_mentee", on=TODAY - 40 * DAY), TODAY - 5 * DAY)
    assert "1 mentor has not handed in the diary" not in texts(cast, "supervisor")


@pytest.mark.parametrize(("days", "urgency"), [(15, None), (14, 3), (8, 3), (7, 2), (0, 2)])
def test_a_supervisor_prepares_a_meeting_from_two_weeks_before(cast, programme, days, urgency):
    meeting(cast, group(cast), TODAY + days * DAY)
    found = [step.urgency for step in steps(cast.account("supervisor"), programme, NOW) if "Prepare" in step.text]
    assert found == ([] if urgency is None else [urgency])


def plans(cast, at=NOW, role="supervisor"):
    return [(step.text, step.why, step.url) for step in plan_steps(cast.account(role), cast.programme, at)]


def test_after_a_cancelled_meeting_a_supervisor_plans_a_new_day(cast, programme):
    started(cast)
    made = group(cast, cast.mentor)
    coming = meeting(cast, made, TODAY + 9 * DAY)
    assert plans(cast) == []
    cancel_meeting(meeting=coming, reason="Ill", by=cast.supervisor.person, at=NOW)
    assert plans(cast) == [
        ("Plan the next supervision: Group 1", "The meeting on 11 March was cancelled.",
         reverse("supervision:new_meeting", args=[made.pk]))
    ]  # fmt: skip
    meeting(cast, made, TODAY)
    assert plans(cast, NOW + timedelta(hours=9)) == []  # today still


def test_after_a_meeting_a_supervisor_writes_it_down_and_then_plans_the_next(cast, programme):
    started(cast)
    made = group(cast, cast.mentor)
    cancel_meeting(meeting=meeting(cast, made, TODAY - 9 * DAY), reason="Ill", by=None, at=NOW)
    past = meeting(cast, made, TODAY - DAY)
    assert plans(cast) == []
    hold_meeting(meeting=past, statuses={}, notes="Limits", by=cast.supervisor.person, at=NOW)
    assert [(text, why) for text, why, _url in plans(cast)] == [
        ("Plan the next supervision: Group 1", "No meeting is planned.")
    ]


def test_several_groups_are_one_step_and_groups_that_need_no_meeting_none(cast, programme):
    group(cast)  # nobody is in it
    group(cast, cast.mentor, name="Group 2")
    assert plans(cast) == []  # the mentor has no mentee yet
    started(cast)
    group(cast, cast.second_mentor, name="Group 3")
    started(cast, "second_mentor", "second_mentee")
    [(text, _why, url)] = plans(cast)
    assert (text, url) == (
        "Plan the next supervision of 2 groups", reverse("supervision:groups", args=[programme.pk])
    )  # fmt: skip
    for role in ("coordinator", "mentor", "mentee", "trainer", "outsider"):
        assert plans(cast, role=role) == []


def test_a_coordinator_hears_what_is_hers_and_what_nobody_has_answered(cast, programme):
    pair = started(cast)
    group(cast, cast.mentor)
    look(programme=programme, at=NOW - 10 * DAY)
    assert [step.text for step in steps(cast.account("coordinator"), programme, NOW - 10 * DAY)] == []
    [late] = steps(cast.account("coordinator"), programme, NOW)
    assert late.text == "Mentor One and Mentee One: They do not meet"
    assert late.tells_of == (pair.pk,)
    answer(pair=pair, code="no_meeting", key=pair.started_on.isoformat(), outcome="Called both", by=None, at=NOW)
    answer(pair=pair, code="low_frequency", key="", outcome="Called both", by=None, at=NOW)
    answer(pair=pair, code="plan_missing", key="", outcome="Booked", by=None, at=NOW)
    assert texts(cast, "coordinator") == []


def test_a_coordinator_hears_at_once_of_a_pair_that_has_not_started(cast, programme):
    waiting = started(cast)
    Pair.objects.of(cast.organisation).filter(pk=waiting.pk).update(started_on=None, matched_at=NOW - 14 * DAY)
    look(programme=programme, at=NOW)
    assert texts(cast, "coordinator") == ["Mentor One and Mentee One: No first meeting yet"]
    assert texts(cast, "supervisor") == []


def test_a_mentor_who_was_asked_for_the_diary_hears_by_whom(cast, programme):
    coming = meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    started(cast)
    nudge(meeting=coming, mentors=[cast.mentor], by=cast.supervisor.person, at=NOW)
    write = list(steps(cast.account("mentor"), programme, NOW))[1]
    assert write.why == "Your supervisor asks for it. It was due on 1 March."


def test_a_mentor_hears_that_goals_are_stuck(cast, programme):
    group(cast, cast.mentor)
    pair = started(cast, on=TODAY - 60 * DAY)
    plan = Plan.objects.create(organisation=cast.organisation, pair=pair, made_at=NOW - 60 * DAY)
    then = NOW - 45 * DAY
    Goal.objects.create(
        organisation=cast.organisation, plan=plan, area="housing", text="A home", due_on=TODAY + 90 * DAY,
        made_at=then, changed_at=then,
    )  # fmt: skip
    look(programme=programme, at=NOW)
    assert "Make a goal smaller" in texts(cast, "mentor")
    assert "Make a goal smaller" not in texts(cast, "second_mentor")


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


def test_a_coordinator_finds_a_supervisor_for_a_group_that_nobody_leads(cast, programme):
    made = group(cast, cast.mentor)
    group(cast, name="Empty")
    assert texts(cast, "coordinator") == []
    end_role(membership=cast.supervisor, reason="moved", by=None, at=NOW)
    [step] = steps(cast.account("coordinator"), programme, NOW)
    assert step.text == "Choose a supervisor for the group Group 1"
    assert step.url == reverse("supervision:supervisor", args=[made.pk])


def test_a_mentor_hears_when_and_where_and_that_the_diary_is_due(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 10 * DAY)
    pair = started(cast)
    coming, write = steps(cast.account("mentor"), programme, NOW)
    assert (coming.text, coming.why) == ("Come to supervision on 12 March at 18:00", "Library")
    assert (write.text, write.why) == ("Write the diary", "It is due on 5 March.")
    diary(pair, TODAY - DAY)
    assert texts(cast, "mentor") == ["Come to supervision on 12 March at 18:00"]


@pytest.mark.parametrize(("days", "asked"), [(0, False), (1, True)])
def test_a_mentor_who_has_agreed_not_to_meet_on_the_day_is_not_asked_for_the_diary(cast, programme, days, asked):
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)  # due yesterday
    pair = started(cast)
    first, last = TODAY - 9 * DAY, TODAY - DAY - days * DAY
    agree_pause(pair=pair, from_on=first, until_on=last, reason="travel", by=None, at=NOW)
    assert ("Write the diary" in texts(cast, "mentor")) == asked


def test_a_mentor_of_two_pairs_is_asked_while_one_of_them_meets(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    pairs = started(cast, on=TODAY - 60 * DAY), started(cast, mentee="second_mentee")
    said = {"from_on": TODAY - 9 * DAY, "until_on": TODAY, "reason": "travel", "by": None, "at": NOW}
    agree_pause(pair=pairs[0], **said)
    [write] = [step for step in steps(cast.account("mentor"), programme, NOW) if step.text == "Write the diary"]
    assert write.url == reverse("mentoring:new_entry", args=[pairs[1].pk])
    agree_pause(pair=pairs[1], **said)
    assert "Write the diary" not in texts(cast, "mentor")


def test_a_home_asks_nothing_of_who_has_agreed_not_to_meet_today(cast, programme):
    pair = started(cast)

    def asked(role: str, days: int) -> list[str]:
        found = next_steps(cast.account(role), programme, NOW + days * DAY)
        return [step.text for step in found if "diary" in step.text or "meeting" in step.text]

    book = "Book the next meeting with "
    assert asked("mentor", 0) == ["Write the diary with Mentee: five taps", f"{book}Mentee"]
    assert asked("mentee", 0) == [f"{book}Mentor"]
    diary(pair, TODAY - 8 * DAY)
    agree_pause(pair=pair, from_on=TODAY, until_on=TODAY + 9 * DAY, reason="travel", by=None, at=NOW)
    assert [asked(role, days) for days in (0, 9) for role in ("mentor", "mentee")] == [[], [], [], []]
    PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW + 20 * DAY)
    _steps, [pause, panel], _below = home_of(cast.account("mentor"), programme, NOW + 9 * DAY)
    assert pause.context["last"] == TODAY + 9 * DAY
    assert (panel.context["name"], panel.context["waits"]) == ("Mentee", False)
    PairMeeting.objects.of(cast.organisation).delete()
    diary(pair, TODAY - 3 * DAY)  # days of the pause are no days without an entry
    assert asked("mentor", 10) == [f"{book}Mentee"]
    assert asked("mentor", 14) == ["Write the diary with Mentee: five taps", f"{book}Mentee"]


def test_a_diary_that_is_late_is_urgent(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 6 * DAY)
    started(cast)
    write = list(steps(cast.account("mentor"), programme, NOW))[1]
    assert (write.why, write.urgency) == ("It was due on 1 March.", 1)


@pytest.mark.parametrize(("days", "why", "urgency"), [
    (10, "You planned to meet on Sunday 1 March.", 2), (6, "It was due on 1 March.", 1),
])  # fmt: skip
def test_the_home_asks_for_the_diary_once_and_as_urgently_as_it_is(cast, programme, days, why, urgency):
    meeting(cast, group(cast, cast.mentor), TODAY + days * DAY)
    pair = started(cast)
    PairMeeting.objects.create(organisation=cast.organisation, pair=pair, starts_at=NOW - DAY)
    found = next_steps(cast.account("mentor"), programme, NOW)
    [write] = [step for step in found if step.text.startswith("Write the diary")]
    assert (write.why, write.urgency) == (why, urgency)
    assert write.url == f"{reverse('mentoring:new_entry', args=[pair.pk])}?on={TODAY - DAY}"


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


@pytest.mark.parametrize(("role", "most"), [("mentor", 1), ("coordinator", 1), ("supervisor", 3)])
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


def test_once_the_day_is_past_a_supervisor_hears_how_many_diaries_are_missing_in_the_group(cast, programme):
    other = group(cast, cast.second_mentor, name="Group 2")
    diary(started(cast, "second_mentor", "second_mentee"), TODAY - 6 * DAY)
    meeting(cast, group(cast, cast.mentor), TODAY + 4 * DAY)
    meeting(cast, other, TODAY + 4 * DAY)
    started(cast, on=TODAY - 40 * DAY)
    said = [step.why for step in steps(cast.account("supervisor"), programme, NOW) if step.text.startswith("Prepare")]
    due = "The agenda is made from the diaries. Diaries were due on 27 February."
    assert sorted(said) == [f"{due} 1 diary is missing.", f"{due} No diary is missing."]


def test_until_the_day_itself_diaries_are_due(cast, programme):
    meeting(cast, group(cast, cast.mentor), TODAY + 7 * DAY)
    [prepare] = steps(cast.account("supervisor"), programme, NOW)
    assert prepare.why == "The agenda is made from the diaries. Diaries are due on 2 March."


def test_the_day_of_a_signal_is_when_it_was_noticed_not_since_when_it_is_so(cast, programme):
    pair = started(cast, on=TODAY - 60 * DAY)
    SignalNote.objects.create(
        organisation=cast.organisation, pair=pair, code="no_meeting", first_seen_on=TODAY - 9 * DAY
    )
    [told] = [step for step in steps(cast.account("coordinator"), programme, NOW) if "They do not meet" in step.text]
    assert told.why == "Noticed on 21 February."


def gone(cast, role="coordinator"):
    return [(step.text, step.why, step.url, step.count) for step in gone_steps(cast.account(role), cast.programme, NOW)]


def test_a_coordinator_is_led_to_the_pair_that_goes_on_though_its_mentor_has_left(cast, programme):
    first, second, third = (started(cast, mentee=role) for role in ("mentee", "second_mentee", "expert"))
    started(cast, "second_mentor", "trainer")
    assert gone(cast) == []
    end_pair(pair=first, reason="mentor_left", on=TODAY, by=None, at=NOW)
    end_pair(pair=second, reason="no_fit", on=TODAY, by=None, at=NOW)
    said = "Mentor has left the programme. End this pair. Was it a mistake? Then look again for Mentor."
    url = reverse("pairs:pair", args=[third.pk])
    assert gone(cast) == [("End the pair of somebody who has left", said, url, 0)]
    for role in ("supervisor", "mentor", "mentee", "trainer", "outsider"):
        assert gone(cast, role) == []
    look_again(membership=cast.mentor, by=None, at=NOW)
    assert gone(cast) == []


def test_several_pairs_of_people_who_have_left_are_one_step_that_leads_to_the_list(cast, programme):
    first, second, third = (started(cast, mentee=role) for role in ("mentee", "second_mentee", "expert"))
    end_pair(pair=first, reason="mentor_left", on=TODAY, by=None, at=NOW)
    url = reverse("supervision:attention", args=[programme.pk])
    [step] = gone(cast)
    assert step == ("End the pairs of people who have left", "One of the two has left the programme.", url, 2)
    for pair in (second, third):
        end_pair(pair=pair, reason="mentor_left", on=TODAY, by=None, at=NOW)
    assert gone(cast) == []


def test_a_group_that_somebody_has_left_is_one_step_that_leads_to_the_group(cast, programme):
    made = mentoring_group(cast)
    for role in ("mentee", "second_mentee", "expert"):
        started(cast, mentee=role, group=made)
    end_pair(pair=started(cast, mentee="trainer"), reason="mentor_left", on=TODAY, by=None, at=NOW)
    said, url = (
        "Mentor has left the programme. Take Mentor out of the group.",
        reverse("mentoring:group", args=[made.pk]),
    )
    assert gone(cast) == [("Take somebody who has left out of the group", said, url, 0)]
    started(cast, "second_mentor", "partner")
    end_pair(pair=started(cast, "second_mentor", "expert"), reason="mentor_left", on=TODAY, by=None, at=NOW)
    url = reverse("supervision:attention", args=[programme.pk])
    said = "They have left the programme."
    assert gone(cast) == [("Take people who have left out of their pairs and groups", said, url, 2)]
