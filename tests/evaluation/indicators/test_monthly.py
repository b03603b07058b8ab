"""Diaries each month, and supervision: who is in the population, what counts, who is not due yet. No database."""

from datetime import date

from handslag.evaluation.facts import Entry, Facts, Group, Meeting, Place
from handslag.evaluation.indicators import monthly

from .made import START, day, met, pair


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
