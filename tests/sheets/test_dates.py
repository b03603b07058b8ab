"""Numbers that stand for dates, judged as openpyxl does."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import numbers
from openpyxl.utils.datetime import from_excel

from handslag.sheets import dates
from handslag.sheets.dates import Kind

FORMATS = [
    *numbers.BUILTIN_FORMATS.values(), "yyyy-mm-dd", "[$-41D]d mmmm yyyy;@", '"day" 0', "0.00\\d", "[Red]0", "[hh]:mm",
    "[mm]:ss", "0;yyyy", "_d0", "#,##0.00 [$kr-41D]", "[Black]yyyy", "YYYY/MM/DD", "[$USD] 0",
]  # fmt: skip


@pytest.mark.parametrize("written", FORMATS)
def test_formats_of_dates_are_told_from_those_of_numbers(written):
    is_date = numbers.is_date_format(written)
    expected = Kind.DURATION if is_date and numbers.is_timedelta_format(written) else Kind.INSTANT if is_date else None
    assert dates.kind_of(written) is expected


@pytest.mark.parametrize("number", range(60))
def test_formats_that_are_not_written_out_are_known(number):
    assert dates.BUILT_IN.get(number) is dates.kind_of(numbers.BUILTIN_FORMATS.get(number, "0"))


@given(st.integers(0, 80_000 * 86_400), st.sampled_from([dates.EPOCH, dates.EPOCH_OF_1904]))
def test_a_number_is_the_day_and_time_that_spreadsheets_show(seconds, epoch):
    assert dates.from_number(seconds / 86_400, Kind.INSTANT, epoch) == from_excel(seconds / 86_400, epoch)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T10:15:00Z", datetime(2026, 3, 1, 10, 15)),
        ("2026-03-01T10:15:00.500", datetime(2026, 3, 1, 10, 15, 0, 500_000)),
        ("09:30:00", time(9, 30)),
        ("PT30H", "PT30H"),
    ],
)
def test_dates_as_strict_files_write_them_are_read(written, value):
    assert dates.from_text(written) == value
