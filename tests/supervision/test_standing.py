"""What people did with a signal, and when it goes to the next in line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handslag.supervision.signals import Found, Told, signals
from handslag.supervision.signals.standing import Note, Standing, working_days

MONDAY = date(2026, 3, 2)


def standing(on: date, **said) -> Standing:
    rule = next(rule for rule in signals() if rule.code == "no_meeting")
    found = Found(rule, "Facts", "Step", "", 1, rule.told)
    return Standing(found, Note("no_meeting", "", **said) if said else None, on, 5)


@pytest.mark.parametrize(
    ("days", "working"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (9, 7), (14, 10), (19, 14)]
)
def test_working_days_are_monday_to_friday(days, working):
    assert working_days(MONDAY, MONDAY + timedelta(days=days)) == working


def test_a_signal_goes_to_the_next_in_line_after_five_working_days():
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert not standing(friday, first_seen_on=MONDAY).is_late
    assert standing(friday, first_seen_on=MONDAY).told == {Told.SUPERVISOR}
    late = standing(monday, first_seen_on=MONDAY)
    assert late.is_late
    assert late.told == {Told.SUPERVISOR, Told.COORDINATOR}
    assert late.urgency == 0


def test_what_nobody_has_seen_yet_is_not_late():
    assert not standing(date(2026, 6, 1)).is_late


def test_a_snooze_holds_until_and_with_its_day_and_the_five_days_begin_anew():
    until = date(2026, 3, 13)
    assert not standing(until, first_seen_on=MONDAY, snoozed_until=until).waits
    after = standing(date(2026, 3, 14), first_seen_on=MONDAY, snoozed_until=until)
    assert after.waits
    assert not after.is_late
    assert standing(date(2026, 3, 20), first_seen_on=MONDAY, snoozed_until=until).is_late


def test_an_answered_signal_waits_for_nobody():
    answered = standing(date(2026, 4, 1), first_seen_on=MONDAY, answered_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert not answered.waits
    assert not answered.is_late
