"""Each reason appears on the day of its threshold, not before, and goes when the facts change."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from handslag.supervision.attention import Line, PairState, handed_in, reasons

START = date(2026, 1, 10)


def day(number: int) -> date:
    return START + timedelta(days=number)


def codes(on: int, *lines: Line, due_on: date | None = None, **rules) -> list[str]:
    state = PairState(uuid4(), uuid4(), "Mentor", "Mentee", START, due_on, lines)
    return [reason.code for reason in reasons(state, day(on), rules)]


def met(on: int, mood: int | None = None, flags=()) -> Line:
    return Line(day(on), "met", met=True, mood=mood, flags=frozenset(flags))


def no_show(on: int) -> Line:
    return Line(day(on), "no_show")


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
    assert codes(17, met(10), meeting_gap_days_first_quarter=7) == ["no_meeting"]


def test_the_diary_is_late_the_day_after_it_was_due():
    due = date(2026, 3, 13)
    before = met(33)  # 12 February: the month before
    on_time = (due - START).days
    assert "diary_late" not in codes(on_time, before, due_on=due)
    assert "diary_late" in codes(on_time + 1, before, due_on=due)
    assert "diary_late" not in codes(on_time + 1, met(35), due_on=due)
    assert "diary_late" not in codes(on_time + 1, before, Line(day(60), "none"), due_on=due)


def test_an_entry_that_comes_late_closes_the_reason():
    due = date(2026, 3, 13)
    late = (due - START).days + 2
    assert "diary_late" not in codes(late, met(late), due_on=due)


def test_a_new_pair_has_no_diary_to_hand_in():
    state = PairState(uuid4(), uuid4(), "Mentor", "Mentee", START, date(2026, 1, 20))
    assert handed_in(state, day(20)) is None


def test_two_no_shows_in_a_row_or_three_in_thirty_days():
    assert "no_shows" not in codes(15, met(3), no_show(9), met(12))
    assert "no_shows" in codes(15, met(3), no_show(9), no_show(12))
    moved = Line(day(10), "moved")
    assert "no_shows" in codes(15, met(3), no_show(9), moved, no_show(12))
    three = (no_show(1), met(5), no_show(9), met(15), no_show(20), met(24))
    assert "no_shows" in codes(30, *three)
    assert "no_shows" not in codes(31, *three)


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


@pytest.mark.parametrize("flag", ["support_wanted", "boundary", "money"])
def test_a_mentor_who_asked_for_help_comes_first(flag):
    lines = (met(1, flags=[flag]), no_show(2), no_show(3))
    assert codes(5, *lines) == ["help_asked", "no_shows"]
    assert "help_asked" not in codes(15, *lines)


def test_praise_is_no_cry_for_help():
    assert codes(5, met(1, flags=["praise"])) == []


def test_every_reason_says_its_facts_and_the_next_step():
    lines = (met(1, 2, ["money"]), met(2, 2), no_show(3), no_show(4))
    state = PairState(uuid4(), uuid4(), "Mentor", "Mentee", START, date(2026, 1, 31), lines)
    found = {reason.code: (reason.facts, reason.step) for reason in reasons(state, day(70), {})}
    assert found["no_meeting"] == ("No meeting since 12 January, 68 days ago.", "Call the mentor, then the mentee.")
    assert found["no_shows"][0] == "Somebody did not come 2 times in a row, last on 14 January."
    assert found["mood_falls"][0] == "The last two meetings felt bad: 2 and 2 of 5."
    assert all(facts and step for facts, step in found.values())
