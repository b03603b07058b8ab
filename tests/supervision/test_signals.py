"""Each signal of annex 9 appears on the day of its threshold, not before, and goes when the facts change."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from handslag.supervision.signals import GoalFacts, Line, PairFacts, Pulse, Told, found, rules_of, signals
from handslag.supervision.signals.diary import handed_in
from handslag.supervision.signals.titles import TITLES

START = date(2026, 1, 10)
FAR = date(2027, 1, 10)


def day(number: int) -> date:
    return START + timedelta(days=number)


def at(number: int, hour: int = 20) -> datetime:
    return datetime(2026, 1, 10, hour, tzinfo=UTC) + timedelta(days=number)


def state(*lines: Line, **said) -> PairFacts:
    said = {"started_on": START, "matched_on": day(-10), "ends_on": FAR, "mentor_lines": lines, **said}
    return PairFacts(uuid4(), uuid4(), "Mentor", "Mentee", lines=lines, **said)


def all_of(on: int, facts: PairFacts, **rules):
    return {one.code: one for one in found(facts, day(on), rules_of(rules))}


def codes(on: int, *lines: Line, rules: dict | None = None, **said) -> list[str]:
    """The codes that stand on day `on`, without the frequency of meetings, which has its own test."""
    return [code for code in all_of(on, state(*lines, **said), **(rules or {})) if code != "low_frequency"]


def met(on: int, mood: int | None = None, flags=(), minutes: int = 60, load: int | None = None) -> Line:
    return Line(
        day(on), "met", met=True, mood=mood, load=load, minutes=minutes, flags=frozenset(flags), written_at=at(on)
    )


def no_show(on: int) -> Line:
    return Line(day(on), "no_show", written_at=at(on))


def told(on: int, code: str, facts: PairFacts) -> set[Told]:
    return set(all_of(on, facts)[code].told)


# ---- the table ----


def test_the_table_has_every_signal_of_the_annex_but_the_sealed_one():
    assert {rule.number for rule in signals()} == set(range(1, 17)) - {10}
    assert {rule.code for rule in signals()} == set(TITLES)


def test_who_is_told_is_a_property_of_the_table():
    supervisors, coordinators = {Told.SUPERVISOR}, {Told.COORDINATOR}
    assert {rule.code: set(rule.told) for rule in signals()} == {
        "not_started": coordinators, "no_meeting": supervisors, "diary_late": {Told.MENTOR},
        "low_frequency": supervisors, "no_shows": supervisors, "mood_falls": supervisors,
        "views_differ": coordinators, "mentee_unhappy": coordinators, "help_asked": supervisors,
        "plan_missing": supervisors, "goals_stuck": {Told.MENTOR, Told.SUPERVISOR}, "unrealistic": supervisors,
        "mentor_load": supervisors, "supervision_missed": coordinators, "ending_near": supervisors,
        "permit_ends": coordinators,
    }  # fmt: skip


def test_only_a_person_closes_help_asked_and_an_unhappy_mentee():
    assert {rule.number for rule in signals() if rule.by_person} == {8, 9}


def test_where_the_mentor_has_no_group_the_coordinator_hears_what_the_supervisor_would():
    assert told(14, "no_meeting", state()) == {Told.SUPERVISOR}
    assert told(14, "no_meeting", state(has_supervisor=False)) == {Told.SUPERVISOR, Told.COORDINATOR}


def test_a_supervisor_hears_nothing_that_is_the_coordinators_alone():
    unhappy = state(met(28), pulses=(Pulse("mentee", at(29), (1, 1)), Pulse("mentor", at(29), (5, 5))),
                    permit_until=day(40), supervision=((day(1), False), (day(20), False)))  # fmt: skip
    heard = {one.code for one in found(unhappy, day(30), rules_of({}), {Told.SUPERVISOR})}
    assert heard == {"low_frequency"}
    coordinators = {one.code for one in found(unhappy, day(30), rules_of({}), {Told.COORDINATOR})}
    assert coordinators == {"mentee_unhappy", "views_differ", "permit_ends", "supervision_missed"}


# ---- 1 ----


def test_no_first_meeting_fourteen_days_after_the_match():
    waiting = {"started_on": None, "matched_on": START}
    assert codes(13, **waiting) == []
    assert codes(14, **waiting) == ["not_started"]
    assert codes(14, matched_on=START) == ["no_meeting"]  # it was held
    assert all_of(14, state(**waiting))["not_started"].facts == "Matched 14 days ago, no first meeting yet."


# ---- 2 ----


def test_no_meeting_for_fourteen_days_in_the_first_quarter():
    assert codes(23, met(10)) == []
    assert codes(24, met(10)) == ["no_meeting"]
    assert codes(14) == ["no_meeting"]  # counted from the first meeting with the team
    assert codes(13) == []


def test_no_meeting_for_twenty_one_days_after_the_first_quarter():
    assert codes(110, met(90)) == []
    assert codes(111, met(90)) == ["no_meeting"]
    assert codes(90, met(76)) == ["no_meeting"]  # day 90 is still the first quarter
    assert codes(91, met(76)) == []


def test_contact_without_a_meeting_does_not_count_as_one():
    assert codes(24, met(10), Line(day(20), "met", met=False)) == ["no_meeting"]


def test_a_programme_may_set_its_own_gap():
    assert codes(17, met(10), rules={"meeting_gap_days_first_quarter": 7}) == ["no_meeting"]


def test_days_of_an_agreed_pause_do_not_count_and_while_it_lasts_nothing_is_said():
    pause = {"pauses": ((day(12), day(21)),)}
    assert codes(24, met(10), **pause) == []
    assert codes(33, met(10), **pause) == []
    assert codes(34, met(10), **pause) == ["no_meeting"]  # 24 days, 10 of them paused
    assert codes(20, met(1), **pause) == []
    assert codes(25, met(1), **pause) == ["no_meeting"]
    found_now = all_of(34, state(met(10), **pause))["no_meeting"]
    assert found_now.facts == "No meeting since 20 January: 14 days without the agreed pause."


# ---- 3 ----


def test_the_mentor_hears_of_a_late_diary_the_day_after_and_the_supervisor_three_days_later():
    due = date(2026, 3, 13)
    on = (due - START).days
    late = state(met(33), due_on=due)  # 12 February: the month before
    assert "diary_late" not in all_of(on, late)
    assert told(on + 1, "diary_late", late) == {Told.MENTOR}
    assert told(on + 2, "diary_late", late) == {Told.MENTOR}
    assert told(on + 3, "diary_late", late) == {Told.MENTOR, Told.SUPERVISOR}
    assert "diary_late" not in all_of(on + 3, state(met(33), met(35), due_on=due))
    assert "diary_late" not in all_of(on + 3, state(met(33), Line(day(60), "none"), due_on=due))
    assert "diary_late" not in all_of(on + 3, state(met(33), met(on + 3), due_on=due))  # it came late


def test_no_diary_is_due_of_a_new_pair_or_one_that_rests():
    assert handed_in(state(due_on=date(2026, 1, 20)), day(20)) is None
    due = date(2026, 3, 13)
    assert handed_in(state(met(33), due_on=due), due) is False
    assert handed_in(state(met(33), due_on=due, pauses=((date(2026, 3, 1), date(2026, 3, 20)),)), due) is None


# ---- 4 ----


def test_less_than_two_meetings_in_a_month_of_the_first_quarter():
    assert "low_frequency" not in all_of(29, state(met(20)))
    assert "low_frequency" in all_of(30, state(met(20)))
    assert "low_frequency" not in all_of(30, state(met(5), met(20)))
    assert "low_frequency" in all_of(35, state(met(5), met(20)))  # the first one is 30 days ago
    assert "low_frequency" not in all_of(34, state(met(5), met(20)))
    assert "low_frequency" in all_of(90, state(met(80)))
    assert "low_frequency" not in all_of(91, state(met(80)))


def test_a_pause_makes_the_month_longer():
    pause = {"pauses": ((day(21), day(30)),)}
    assert "low_frequency" not in all_of(35, state(met(5), met(20), **pause))
    assert "low_frequency" in all_of(45, state(met(5), met(20), **pause))


# ---- 5 ----


def test_two_no_shows_in_a_row_or_three_in_thirty_days():
    assert "no_shows" not in codes(15, met(3), no_show(9), met(12))
    assert "no_shows" in codes(15, met(3), no_show(9), no_show(12))
    moved = Line(day(10), "moved")
    assert "no_shows" in codes(15, met(3), no_show(9), moved, no_show(12))
    three = (no_show(1), met(5), no_show(9), met(15), no_show(20), met(24))
    assert "no_shows" in codes(30, *three)
    assert "no_shows" not in codes(31, *three)


# ---- 6 ----


@pytest.mark.parametrize(
    ("moods", "falls"),
    [
        ([4, 2, 2], True),
        ([2, 2, 3], False),
        ([5, 2], False),
        ([2], False),
        ([5, 5, 5, 4, 3, 3], True),  # 5.0 to 3.3
        ([4, 4, 5, 3, 3, 3], False),  # 4.3 to 3.0
        ([5, 4, 4, None, 3, 2, 3], True),  # entries without a face are passed over: 4.3 to 2.7
    ],
)
def test_the_mood_falls(moods, falls):
    lines = [met(n, mood) for n, mood in enumerate(moods, start=1)]
    assert ("mood_falls" in codes(8, *lines)) is falls


# ---- 7 and 8 ----


def pulses(mentor=(4, 4), mentee=(4, 4), on=5, wants_change=False) -> dict:
    return {"pulses": (Pulse("mentor", at(on), mentor), Pulse("mentee", at(on), mentee, wants_change))}


def test_the_two_see_it_two_steps_apart():
    assert codes(6, **pulses((5, 4), (4, 4))) == []
    assert codes(6, **pulses((5, 4), (3, 4))) == ["views_differ"]
    assert codes(6, **pulses((4, 3), (4, 5))) == ["views_differ"]
    assert codes(6, pulses=(Pulse("mentor", at(5), (5, 5)),)) == []  # one answer alone


def test_a_newer_answer_takes_the_place_of_an_older_one():
    older = pulses((5, 5), (1, 5))["pulses"]
    assert "views_differ" in codes(6, pulses=older)
    assert codes(8, pulses=(*older, Pulse("mentee", at(7), (4, 5)))) == []


def test_an_unhappy_mentee_and_one_who_wants_a_change():
    assert codes(6, **pulses((3, 3), (3, 3))) == []
    assert codes(6, **pulses((3, 3), (2, 3))) == ["mentee_unhappy"]
    assert codes(6, **pulses(wants_change=True)) == ["mentee_unhappy"]
    assert codes(6, **pulses((2, 3), (3, 3))) == []  # the mentor's answer is no signal 8


def test_an_unhappy_answer_is_closed_by_a_person_and_opened_by_a_new_one():
    assert codes(80, met(79), **pulses((3, 3), (2, 3))) == ["mentee_unhappy"]  # however old
    assert codes(8, **pulses((3, 3), (2, 3)), answered={"mentee_unhappy": at(6)}) == []
    assert codes(8, **pulses((3, 3), (2, 3), on=7), answered={"mentee_unhappy": at(6)}) == ["mentee_unhappy"]


# ---- 9 ----


@pytest.mark.parametrize("flag", ["support_wanted", "boundary", "money"])
def test_a_mentor_who_asked_for_help_comes_first_until_a_person_has_answered(flag):
    lines = (met(1, flags=[flag]), no_show(2), no_show(3))
    assert codes(5, *lines) == ["help_asked", "no_shows"]
    assert "help_asked" in codes(60, *lines, met(59))
    assert "help_asked" not in codes(5, *lines, answered={"help_asked": at(4)})
    again = (*lines, met(6, flags=[flag]))
    assert "help_asked" in codes(7, *again, answered={"help_asked": at(4)})


def test_praise_is_no_cry_for_help():
    assert codes(5, met(1, flags=["praise"])) == []


# ---- 11, 12, 13 ----


def test_no_approved_plan_thirty_days_after_the_first_meeting():
    lines = (met(20), met(28))
    assert codes(29, *lines, plan_approved=False) == []
    assert codes(30, *lines, plan_approved=False) == ["plan_missing"]
    assert codes(30, *lines) == []
    assert codes(34, *lines, plan_approved=False, pauses=((day(21), day(25)),)) == []
    assert codes(35, *lines, plan_approved=False, pauses=((day(21), day(25)),)) == ["plan_missing"]


def goal(made=0, due=200, moved=0, first_step=True) -> GoalFacts:
    return GoalFacts(day(made), day(due), day(moved), first_step)


def test_goals_are_stuck_after_forty_five_days_or_fourteen_past_the_date():
    assert codes(44, met(40), goals=(goal(),)) == []
    assert codes(45, met(40), goals=(goal(),)) == ["goals_stuck"]
    assert codes(45, met(40), goals=(goal(), goal(moved=1))) == []  # one of them moves
    assert codes(45, met(40)) == []  # no goal at all
    assert codes(33, met(30), goals=(goal(due=20, moved=30),)) == []
    assert codes(34, met(30), goals=(goal(due=20, moved=30),)) == ["goals_stuck"]
    assert codes(50, met(45), goals=(goal(),), pauses=((day(41), day(46)),)) == []


def test_a_doubt_about_a_goal_that_has_stood_for_more_than_fourteen_days():
    late = goal(due=360, moved=28)  # closer than 14 days to the end
    assert codes(14, met(10), goals=(late,)) == []
    assert codes(15, met(10), goals=(late,)) == ["unrealistic"]
    step = goal(first_step=False)  # a doubt from day 15 on
    assert codes(29, met(20), goals=(step,)) == []
    assert codes(30, met(20), met(29), goals=(step,)) == ["unrealistic"]
    assert codes(30, met(20), met(29), goals=(goal(),)) == []


# ---- 14, 15, 16 ----


def test_too_much_for_the_mentor():
    assert codes(10, met(1, load=2), met(8, load=3)) == []
    assert codes(10, met(1, load=3), met(8, load=2)) == []
    assert codes(10, met(1, load=2), met(8, load=1)) == ["mentor_load"]
    assert codes(10, met(1, load=2), met(4), met(8, load=2)) == ["mentor_load"]  # the one between said nothing


def test_too_many_hours_in_thirty_days():
    assert codes(10, met(1, minutes=600), met(8, minutes=120)) == []
    assert codes(10, met(1, minutes=600), met(8, minutes=121)) == ["mentor_load"]
    assert codes(30, met(1, minutes=600), met(28, minutes=180)) == ["mentor_load"]
    assert codes(31, met(1, minutes=600), met(28, minutes=180)) == []


def test_a_boundary_crossed_twice_in_thirty_days():
    answered = {"answered": {"help_asked": at(50)}}
    assert codes(10, met(1, flags=["boundary"]), met(8), **answered) == []
    assert codes(10, met(1, flags=["boundary"]), met(8, flags=["boundary"]), **answered) == ["mentor_load"]


def test_supervision_missed_twice_in_a_row():
    assert codes(5, supervision=((day(1), False),)) == []
    assert codes(5, supervision=((day(1), False), (day(2), False))) == ["supervision_missed"]
    assert codes(5, supervision=((day(1), False), (day(2), True), (day(3), False))) == []
    assert codes(5, supervision=((day(1), True), (day(2), False), (day(3), False))) == ["supervision_missed"]


def test_the_end_is_near_until_somebody_says_that_the_talk_was_held():
    end = (FAR - START).days
    assert codes(end - 61, met(end - 62)) == []
    assert codes(end - 60, met(end - 62)) == ["ending_near"]
    assert codes(end - 59, met(end - 62), answered={"ending_near": at(1)}) == []


def test_a_permit_that_ends_in_less_than_sixty_days():
    assert codes(5, permit_until=day(65)) == []
    assert codes(5, permit_until=day(64)) == ["permit_ends"]
    assert told(5, "permit_ends", state(permit_until=day(64))) == {Told.COORDINATOR}


def test_every_signal_says_its_facts_and_the_next_step():
    lines = (met(1, 2, ["money"]), met(2, 2), no_show(3), no_show(4))
    now = all_of(70, state(*lines, due_on=date(2026, 1, 31)))
    assert now["no_meeting"].facts == "No meeting since 12 January, 68 days ago."
    assert now["no_meeting"].step == "Call the mentor, then the mentee."
    assert now["no_shows"].facts == "Somebody did not come 2 times in a row, last on 14 January."
    assert now["mood_falls"].facts == "The last two meetings felt bad: 2 and 2 of 5."
    assert now["help_asked"].facts == "Money came up between the two on 11 January."
    assert now["help_asked"].step == "Answer within 2 working days."
    assert all(one.facts and one.step for one in now.values())
