"""Mentors who stay active: who is in the population, what counts, who is not due yet. No database."""

from handslag.evaluation.facts import Attendance, Entry, Facts
from handslag.evaluation.indicators import engagement
from handslag.supervision.periods import days_within

from .made import START, day, mentor, met, n_of_total, pair


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
