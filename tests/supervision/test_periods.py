from datetime import date

from handslag.supervision.periods import add_months, days_within, diary_month


def test_a_month_later_is_the_same_day_or_the_last_one():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)
    assert add_months(date(2026, 11, 30), 2) == date(2027, 1, 30)


def test_the_month_of_a_diary_ends_on_the_day_it_is_due():
    assert diary_month(date(2026, 3, 13)) == (date(2026, 2, 14), date(2026, 3, 13))


def test_days_of_two_pairs_at_once_count_once_and_the_day_a_pair_ends_is_out():
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    assert (
        days_within([(date(2026, 2, 1), date(2026, 3, 11)), (date(2026, 3, 6), date(2026, 3, 16))], first, last) == 15
    )
    assert days_within([(date(2026, 3, 31), None)], first, last) == 1
    assert days_within([(date(2026, 4, 1), None)], first, last) == 0
