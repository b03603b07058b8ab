"""Each indicator by its edges: who is in the population, what counts, who is not due yet. No database."""

from datetime import date, timedelta

import pytest

from handslag.evaluation.facts import (
    Answer,
    Attendance,
    Authority,
    Entry,
    Facts,
    Group,
    Meeting,
    Pair,
    Place,
    Role,
    Step,
)
from handslag.evaluation.indicators import (
    Figure,
    authorities,
    community,
    completion,
    engagement,
    guidance,
    monthly,
    orientation,
    progress,
    rhythm,
    satisfaction,
    skills,
)
from handslag.supervision.periods import days_within

START = date(2026, 1, 10)


def day(number: int) -> date:
    return START + timedelta(days=number)


def n_of_total(count):
    return count.numerator, count.denominator, count.not_due


def pair(name="p", mentor="m", mentee="e", start=0, end=None, approved=None, pauses=()):
    ended_on = day(end) if end is not None else None
    paused = tuple((day(first), day(last)) for first, last in pauses)
    return Pair(name, mentor, mentee, day(start), ended_on, day(approved) if approved is not None else None, paused)


def met(number: int, pair="p", **said):
    return Entry(pair, day(number), said.pop("written_on", day(number)), met=True, contact=True, **said)


def mentor(person="m", until=None):
    return Role(person, "mentor", day(-60), until)


def units(person, numbers):
    return tuple(Attendance(person, f"u{n}", "training", day(-40 + n), unit=n) for n in numbers)


# ---- 1a ----


def test_a_mentor_who_left_after_acceptance_stays_in_the_population():
    facts = Facts(day(0), roles=(mentor("a"), mentor("b", until=day(-30))), attendances=units("a", range(1, 6)))
    assert n_of_total(completion.count(facts)) == (1, 2, 0)


def test_four_of_five_units_are_not_all_and_a_unit_taken_twice_is_one():
    facts = Facts(day(0), roles=(mentor(),), attendances=units("m", [1, 2, 3, 4, 4]))
    assert n_of_total(completion.count(facts)) == (0, 1, 0)


def test_a_person_who_came_back_as_a_mentor_is_one_mentor():
    facts = Facts(day(0), roles=(mentor("a", until=day(-30)), mentor("a")), attendances=units("a", range(1, 6)))
    assert n_of_total(completion.count(facts)) == (1, 1, 0)


# ---- 1b ----


def pulse(person="m", **used):
    return Answer(person, "skills_pulse", day(95), {f"used_{skill}": often for skill, often in used.items()})


def trained_pair(on, *answers):
    return Facts(
        day(on), roles=(mentor(),), pairs=(pair(),), attendances=units("m", range(1, 6)), answers=tuple(answers)
    )


def test_the_skills_pulse_is_due_120_days_after_the_intake_and_silence_is_no():
    assert n_of_total(skills.count(trained_pair(119))) == (0, 0, 1)
    assert n_of_total(skills.count(trained_pair(120))) == (0, 1, 0)


def test_an_untrained_mentor_is_not_asked_about_skills():
    facts = Facts(day(200), roles=(mentor(),), pairs=(pair(),), attendances=units("m", [1, 2]))
    assert n_of_total(skills.count(facts)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("used", "reached"),
    [
        ({"listening": "often", "intercultural": "once", "goals": "once"}, 1),
        ({"listening": "often", "limits": "often", "services": "often", "goals": "often"}, 0),  # nothing intercultural
        ({"listening": "often", "intercultural": "once", "goals": "never"}, 0),  # two used
        ({"intercultural": "once", "goals": "often", "limits": "once"}, 0),  # no communication
    ],
)
def test_three_skills_of_all_three_kinds_are_needed(used, reached):
    assert n_of_total(skills.count(trained_pair(120, pulse(**used)))) == (reached, 1, 0)


# ---- 2 ----


TWICE_EACH = tuple(met(n) for n in (1, 30, 31, 60, 61, 90))


def test_two_meetings_in_each_of_three_windows_are_enough():
    assert n_of_total(rhythm.count(Facts(day(91), (pair(),), TWICE_EACH))) == (1, 1, 0)


def test_day_ninety_itself_is_not_past():
    assert n_of_total(rhythm.count(Facts(day(90), (pair(),), TWICE_EACH))) == (0, 0, 1)


@pytest.mark.parametrize("missing", range(6))
def test_one_meeting_less_in_any_window_is_not_enough(missing):
    entries = tuple(entry for number, entry in enumerate(TWICE_EACH) if number != missing)
    more = (met(0), met(91), *entries)  # the intake's day and day 91 lie in no window
    assert n_of_total(rhythm.count(Facts(day(120), (pair(),), more))) == (0, 1, 0)


def test_a_pair_that_ended_before_day_ninety_is_due_at_once_and_not_reached():
    facts = Facts(day(50), (pair(end=40),), TWICE_EACH[:3])
    assert n_of_total(rhythm.count(facts)) == (0, 1, 0)
    assert "0 of 0" in rhythm.count(facts).notes[0]
    assert n_of_total(rhythm.count(Facts(day(91), (pair(end=89),), TWICE_EACH))) == (0, 1, 0)
    assert n_of_total(rhythm.count(Facts(day(91), (pair(end=90),), TWICE_EACH))) == (1, 1, 0)


def test_contact_by_chat_is_no_meeting():
    entries = (*TWICE_EACH[1:], Entry("p", day(1), day(1), met=False, contact=True))
    assert rhythm.count(Facts(day(91), (pair(),), entries)).numerator == 0


def test_an_agreed_pause_moves_what_comes_after_it():
    away = pair(pauses=[(20, 29)])  # ten days: the windows end on days 40, 70 and 100
    entries = tuple(met(n) for n in (1, 40, 41, 70, 71, 100))
    assert n_of_total(rhythm.count(Facts(day(100), (away,), entries))) == (0, 0, 1)
    assert n_of_total(rhythm.count(Facts(day(101), (away,), entries))) == (1, 1, 0)
    assert n_of_total(rhythm.count(Facts(day(101), (pair(),), entries))) == (0, 1, 0)


def test_a_pause_moves_by_thirty_days_at_most_and_one_before_day_ninety_only():
    long = pair(pauses=[(5, 20), (35, 84)])
    assert rhythm.last_days(long) == [day(60), day(90), day(120)]
    assert rhythm.last_days(pair(pauses=[(91, 100)])) == [day(30), day(60), day(90)]
    assert rhythm.last_days(pair(pauses=[(0, 1), (90, 90)])) == [day(31), day(61), day(92)]
    assert rhythm.last_days(pair(pauses=[(30, 30)])) == [day(31), day(61), day(91)]


def test_the_figure_says_for_how_many_pairs_an_agreed_pause_moved_the_quarter():
    late = pair("late", pauses=[(91, 100)])
    pairs = (pair(pauses=[(20, 29)]), late, pair("other"))
    assert rhythm.count(Facts(day(95), pairs)).notes[-1] == "An agreed pause moved the first quarter of 1 pair."
    assert rhythm.count(Facts(day(40), pairs)).notes == ("An agreed pause moved the first quarter of 1 pair.",)
    assert "pause" not in " ".join(rhythm.count(Facts(day(95), pairs[1:])).notes)


def test_who_meets_in_a_pause_has_met_and_who_ends_in_the_longer_quarter_has_ended_early():
    away = pair(pauses=[(20, 29)])
    assert rhythm.met_by_window(Facts(day(101), (away,), (met(25),)), away) == [1, 0, 0]
    assert rhythm.ended_early(pair(end=99, pauses=[(20, 29)]))
    assert not rhythm.ended_early(pair(end=100, pauses=[(20, 29)]))


# ---- 3 ----


@pytest.mark.parametrize(
    ("step", "reached"),
    [
        (Step("p", day(1), "job_application", "employment"), 1),
        (Step("p", day(1), "language_enrolment", "language"), 1),
        (Step("p", day(1), "registered_doctor", "health"), 0),
        (Step("p", day(0), "job_application", "employment"), 0),  # not after the intake
        (Step("p", day(1), "job_application", "employment", confirmed=False), 0),
    ],
)
def test_a_confirmed_step_in_four_areas_after_the_intake_is_progress(step, reached):
    assert n_of_total(progress.count(Facts(day(5), (pair(),), steps=(step, step)))) == (reached, 1, 0)


def test_a_mentee_whose_mentor_was_replaced_is_one_mentee_with_the_steps_of_both_pairs():
    pairs = (pair("p", "a", end=40), pair("q", "b", start=60))
    facts = Facts(day(80), pairs, steps=(Step("p", day(20), "lease_signed", "housing"),))
    assert n_of_total(progress.count(facts)) == (1, 1, 0)


# ---- 4 ----


def final(person, key="mentee_final", on=360, **coded):
    return Answer(person, key, day(on), coded)


def test_nobody_is_due_before_the_final_survey_but_the_population_is_known():
    count = satisfaction.count(Facts(day(100), (pair(),)))
    assert n_of_total(count) == (0, 0, 2)
    assert count.value is None


def test_satisfied_and_helped_both_need_four():
    people = [pair("p", "a", "x"), pair("q", "b", "y")]
    answers = (
        final("x", sat=4, helpful=4), final("y", sat=5, helpful=3),
        final("a", "mentor_final", sat=4, helpful=2, helped_mentee=5), final("b", "mentor_final", sat=3, helpful=5),
    )  # fmt: skip
    count = satisfaction.count(Facts(day(370), tuple(people), answers=answers))
    assert n_of_total(count) == (2, 4, 0)
    assert "Mentors: 1 of 2." in count.notes
    assert "Mentees: 1 of 2." in count.notes


def test_a_half_filled_answer_is_missing_and_the_last_answer_counts():
    answers = (final("e", on=355, sat=5, helpful=5), final("e", on=360, sat=2, helpful=2), final("m", sat=5))
    count = satisfaction.count(Facts(day(370), (pair(),), answers=answers))
    assert n_of_total(count) == (0, 1, 0)
    assert any("60 %" in note for note in count.notes)


def test_somebody_in_both_roles_is_one_person_in_the_total():
    pairs = (pair("p", "m", "e"), pair("q", "e", "z"))
    answers = (final("e", sat=5, helpful=5, on=360), final("e", "mentor_final", sat=1, helpful=1, on=361))
    assert n_of_total(satisfaction.count(Facts(day(370), pairs, answers=answers)))[:2] == (0, 1)


# ---- 5 ----


def active_year(months=12, **replaced):
    entries = tuple(met(k * 30 + 16) for k in range(months))
    return Facts(**({"on": day(365), "pairs": (pair(),), "entries": entries, "roles": (mentor(),)} | replaced))


def test_ten_active_months_of_twelve_are_enough_and_nine_are_not():
    assert n_of_total(engagement.count(active_year(10))) == (1, 1, 0)
    assert n_of_total(engagement.count(active_year(9))) == (0, 1, 0)


def test_a_mentor_is_due_twelve_months_after_the_first_pair_began():
    count = engagement.count(active_year(on=day(364)))
    assert n_of_total(count) == (0, 0, 1)
    assert "1 of 1" in count.notes[0]


def test_a_mentor_who_left_before_month_twelve_was_active_but_has_not_stayed():
    assert engagement.count(active_year(roles=(mentor(until=day(360)),))).numerator == 0


def test_a_diary_without_contact_needs_supervision_beside_it():
    entries = tuple(Entry("p", day(k * 30 + 16), day(k * 30 + 16)) for k in range(12))
    assert engagement.count(active_year(entries=entries)).numerator == 0
    came = tuple(Attendance("m", f"s{k}", "supervision", day(k * 30 + 20)) for k in range(12))
    assert engagement.count(active_year(entries=entries, attendances=came)).numerator == 1


def test_while_a_mentor_waits_for_a_new_mentee_supervision_is_enough():
    came = tuple(Attendance("m", f"s{k}", "supervision", day(k * 30 + 20)) for k in range(2, 12))
    facts = active_year(2, pairs=(pair(end=60),), attendances=came)
    assert engagement.count(facts).numerator == 1


def paused_year(active, *pauses):
    """The months with a diary, counted from 0, of a pair with pauses."""
    return active_year(pairs=(pair(pauses=pauses),), entries=tuple(met(k * 30 + 16) for k in active))


def test_a_month_of_an_agreed_pause_is_neutral():
    nine = [0, 1, 4, 5, 6, 7, 8, 9, 10]
    assert engagement.count(paused_year(nine)).numerator == 0
    assert engagement.count(paused_year(nine, (59, 119))).numerator == 1  # months 2 and 3 are out: nine of ten
    assert engagement.active_months(paused_year(nine, (59, 119)), "m", 12) == (9, 10)
    assert engagement.count(paused_year(nine[:-1], (59, 119))).numerator == 0  # eight of ten


def test_days_of_a_pause_before_the_pair_began_are_no_days_to_meet_on():
    away = pair(start=14, pauses=[(-5, 4), (15, 20)])
    assert days_within(away.spans_without_pauses, day(-20), day(30)) == 1 + 10


def test_nothing_is_said_of_mentors_who_have_only_paused_so_far():
    facts = active_year(pairs=(pair(pauses=[(1, 31)]),), entries=(), on=day(31))
    assert engagement.active_months(facts, "m", 1) == (0, 0)
    assert engagement.count(facts).notes == ()


def test_two_months_of_pauses_are_neutral_and_no_more():
    assert engagement.active_months(paused_year(range(6), (181, 364)), "m", 12) == (6, 10)


def test_a_month_with_half_of_it_to_meet_and_a_month_that_was_active_after_all_count():
    month = (day(59) - START).days  # month 2 has 31 days from day 59 on
    assert engagement.active_months(paused_year([], (month, month + 15)), "m", 3) == (0, 3)
    assert engagement.active_months(paused_year([], (month, month + 16)), "m", 3) == (0, 2)
    assert engagement.active_months(paused_year([0, 1, 2], (month, month + 16)), "m", 3) == (3, 3)


def test_months_after_the_pair_has_ended_are_not_neutral():
    facts = active_year(pairs=(pair(end=60, pauses=[(10, 20)]),), entries=(met(5), met(35)))
    assert engagement.active_months(facts, "m", 6) == (2, 6)


def test_a_mentor_whose_other_pair_meets_has_no_neutral_month():
    pairs = (pair(pauses=[(59, 119)]), pair("q", mentee="f"))
    facts = active_year(pairs=pairs, entries=(met(16),))
    assert engagement.active_months(facts, "m", 4) == (1, 4)


# ---- 6 ----


def test_four_rights_talks_over_two_pairs_are_guidance_like_a_course():
    pairs = (pair("p", "a", end=40), pair("q", "b", start=60))
    talks = (
        met(10, rights_talk=True, themes=frozenset({"health", "housing"})),
        met(70, "q", rights_talk=True, themes=frozenset({"employment"})),
        met(75, "q", themes=frozenset({"finances"})),
    )
    assert orientation.count(Facts(day(80), pairs, talks)).numerator == 0
    fourth = met(77, "q", rights_talk=True, themes=frozenset({"finances", "language"}))
    assert n_of_total(orientation.count(Facts(day(80), pairs, (*talks, fourth)))) == (1, 1, 0)


def test_orientation_counts_and_a_course_taken_before_counts_here_only():
    came = Facts(day(9), (pair(),), attendances=(Attendance("e", "g", "orientation", day(5)),))
    assert n_of_total(orientation.count(came)) == (1, 1, 0)
    shown = Facts(day(9), (pair(),), steps=(Step("p", day(5), "orientation_done", "rights"),))
    assert n_of_total(orientation.count(shown)) == (1, 1, 0)
    before = Answer("e", "mentee_interview", day(-30), {"orientation_done": "whole"})
    count = orientation.count(Facts(day(9), (pair(),), answers=(before,)))
    assert n_of_total(count) == (1, 1, 0)
    assert "0 of 1" in count.notes[0]


def test_coming_to_an_event_is_no_orientation():
    facts = Facts(day(9), (pair(),), attendances=(Attendance("e", "g", "event", day(5)),))
    assert n_of_total(orientation.count(facts)) == (0, 1, 0)


# ---- 7 ----


def test_guidance_is_an_approved_plan_and_three_meetings_about_goals():
    three = tuple(met(n, goal=True, themes=frozenset({"housing"})) for n in (5, 6, 7))
    assert n_of_total(guidance.count(Facts(day(9), (pair(approved=4),), three))) == (1, 1, 0)
    assert "0 of 1" in guidance.count(Facts(day(9), (pair(approved=4),), three)).notes[0]
    assert guidance.count(Facts(day(9), (pair(),), three)).numerator == 0
    assert guidance.count(Facts(day(9), (pair(approved=4),), (*three[:2], met(8)))).numerator == 0


# ---- 8 ----


def test_a_pair_is_due_for_a_community_activity_after_three_months_or_when_it_has_ended():
    assert n_of_total(community.count(Facts(date(2026, 4, 9), (pair(),)))) == (0, 0, 1)
    assert n_of_total(community.count(Facts(date(2026, 4, 10), (pair(),)))) == (0, 1, 0)
    assert n_of_total(community.count(Facts(day(20), (pair(end=20),)))) == (0, 1, 0)


@pytest.mark.parametrize("activity", ["community_event", "sport", "culture", "volunteering"])
def test_a_community_activity_at_a_meeting_counts(activity):
    assert community.count(Facts(day(120), (pair(),), (met(5, activity=activity),))).numerator == 1
    planned = Entry("p", day(5), day(5), met=False, activity=activity)
    assert community.count(Facts(day(120), (pair(),), (planned,))).numerator == 0


def test_an_event_counts_when_both_were_present_as_a_pair():
    def at_event(*who, on=5, came=True):
        rows = tuple(Attendance(person, "g", "event", day(on), came=came) for person in who)
        return community.count(Facts(day(120), (pair(end=100),), attendances=rows)).numerator

    assert at_event("m", "e") == 1
    assert at_event("m") == 0
    assert at_event("m", "e", came=False) == 0
    assert at_event("m", "e", on=-1) == 0
    assert at_event("m", "e", on=100) == 0


# ---- 9 ----


def test_each_country_needs_an_authority():
    facts = Facts(day(0), authorities=(Authority("SE", "supporter"), Authority("SE", "beneficiary")))
    assert n_of_total(authorities.count(Facts(day(0), countries=("SE",)))) == (0, 1, 0)
    both = Facts(day(0), authorities=facts.authorities, countries=("SE", "DK"))
    assert n_of_total(authorities.count(both)) == (1, 2, 0)


# ---- 10 ----


def supervised(*entries, on=date(2026, 3, 21), due_on=date(2026, 3, 13), **replaced):
    facts = {
        "on": on, "pairs": (pair(),), "entries": entries, "groups": (Group("g", day(0)),),
        "places": (Place("m", "g", day(0)),), "meetings": (Meeting("g", date(2026, 3, 1), due_on),),
    }  # fmt: skip
    return monthly.diaries(Facts(**(facts | replaced)))


MARCH = date(2026, 3, 1)


def test_an_entry_by_the_deadline_hands_in_the_month_that_ends_with_it():
    assert supervised(Entry("p", date(2026, 2, 13), date(2026, 2, 13)))[MARCH] == (0, 1)
    assert supervised(Entry("p", date(2026, 2, 14), date(2026, 2, 14)))[MARCH] == (1, 1)
    assert supervised(Entry("p", date(2026, 3, 13), date(2026, 3, 13)))[MARCH] == (1, 1)
    late = Entry("p", date(2026, 3, 13), date(2026, 3, 14))
    assert supervised(late)[MARCH] == (0, 1)


def test_no_meeting_this_week_is_an_entry_too():
    assert supervised(Entry("p", date(2026, 3, 2), date(2026, 3, 2), met=False))[MARCH] == (1, 1)


def test_a_month_whose_deadline_has_not_passed_is_not_counted():
    assert MARCH not in supervised(on=date(2026, 3, 13))
    assert MARCH in supervised(on=date(2026, 3, 14))


def test_a_mentor_with_a_pair_for_less_than_fifteen_days_is_not_asked_for_a_diary():
    new = pair(start=(date(2026, 2, 28) - START).days)
    assert supervised(pairs=(new,)) == {}
    older = pair(start=(date(2026, 2, 27) - START).days)
    assert supervised(pairs=(older,)) == {MARCH: (0, 1)}


def test_without_supervision_the_month_is_the_calendar_month():
    found = supervised(met(22), meetings=(), on=date(2026, 3, 1))
    assert found == {date(2026, 1, 1): (0, 1), date(2026, 2, 1): (1, 1)}


def test_supervision_is_counted_in_group_meetings():
    """Two groups in three months hold six."""
    groups = (Group("g", day(0)), Group("h", day(0)))
    held = tuple(Meeting(g, date(2026, month, 1), day(0), held=True) for g in "gh" for month in (2, 3, 4))
    facts = Facts(date(2026, 5, 2), (pair(),), groups=groups, meetings=held)
    counted = monthly.count(facts)
    assert counted.notes[0].startswith("Supervision held, with notes: 6 of 8 group meetings, one for each group")


def test_the_figure_says_that_months_of_a_pause_count():
    counted = monthly.count(Facts(date(2026, 3, 1), pairs=(pair(),)))
    assert (counted.denominator > 0, counted.notes[-1]) == (True, "Agreed pauses count as months.")
    assert monthly.count(Facts(date(2026, 3, 1))).notes == ()


def test_supervision_counts_the_whole_months_of_each_group():
    facts = Facts(
        date(2026, 4, 1), pairs=(pair(),), groups=(Group("g", day(0)), Group("late", date(2026, 3, 20))),
        mentoring_from=START, meetings=(Meeting("g", date(2026, 2, 1), date(2026, 2, 10), held=True),),
    )  # fmt: skip
    assert monthly.supervision(facts) == (1, 3)


# ---- the figure ----


@pytest.mark.parametrize(
    ("value", "state"), [(None, "none"), (0.85, "on_track"), (0.84, "watch"), (0.75, "watch"), (0.74, "behind")]
)
def test_a_figure_says_in_a_word_how_it_stands(value, state):
    assert Figure("2", "", 0, 1, value, 0.85).state == state
