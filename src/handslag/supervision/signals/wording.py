from datetime import date

from handslag.core.dates import short_day


def day_in_words(day: date) -> str:
    return short_day(day)
