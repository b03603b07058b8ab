"""Days as people write them."""

from datetime import date

import pytest

from handslag.recruitment.days import NoDay, day_of, order_of


@pytest.mark.parametrize(
    "text",
    ["2001-04-12", "2001/4/12", "20010412", "12.4.2001", "12. 04. 2001", "12 April 2001", "April 12, 2001",
     "12 april 2001", "den 12 apr. 2001", "2001-04-12T00:00:00", "2001-04-12 08:15"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert day_of(text, languages=("en", "sv")) == date(2001, 4, 12)


@pytest.mark.parametrize("text", ["2024-09", "09/2024", "September 2024", "september 2024"])
def test_a_month_is_its_first_day(text):
    assert day_of(text, languages=("en", "sv")) == date(2024, 9, 1)


def test_what_could_be_two_days_is_refused_unless_the_column_tells():
    with pytest.raises(NoDay, match="could be two days"):
        day_of("12/04/2001")
    assert day_of("12/04/2001", order_of(["25/12/1999", "12/04/2001"])) == date(2001, 4, 12)
    assert day_of("12/04/2001", order_of(["12/25/1999"])) == date(2001, 12, 4)
    assert order_of(["25/12/1999", "12/25/1999"]) == ""


@pytest.mark.parametrize("text", ["32/13/2001", "2001-02-30", "yesterday", "12/04/01", ""])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NoDay, match="is not a date"):
        day_of(text)
