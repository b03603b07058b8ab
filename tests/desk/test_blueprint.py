"""Reading templates."""

from datetime import date

import pytest

from handslag.desk.blueprint import Blueprint, NoSuchTemplate, add_months, day_at


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), -2, date(2026, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert add_months(day, months) == later


def test_an_offset_is_in_months_or_days():
    assert day_at("start+2m", date(2026, 9, 1)) == date(2026, 11, 1)
    assert day_at("start+10d", date(2026, 9, 1)) == date(2026, 9, 11)


@pytest.mark.parametrize("key", ["nothing", "../amir", "", "amir/../amir"])
def test_a_template_that_does_not_exist_is_refused(key):
    with pytest.raises(NoSuchTemplate):
        Blueprint.named(key)


def test_amir_takes_fifteen_months_without_a_gap():
    phases = Blueprint.named("amir").phases(date(2025, 9, 1), "en")
    assert [(key, starts, ends) for key, _, starts, ends in phases] == [
        ("recruitment", date(2025, 9, 1), date(2025, 9, 30)),
        ("training", date(2025, 10, 1), date(2025, 10, 31)),
        ("mentoring", date(2025, 11, 1), date(2026, 10, 31)),
        ("closing", date(2026, 11, 1), date(2026, 11, 30)),
    ]
