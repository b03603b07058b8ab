from datetime import date

from django.utils.formats import number_format

from handslag.core.dates import short_day


def day_in_words(day: date) -> str:
    return short_day(day)


def decimal_in_words(value: float) -> str:
    """With one decimal as the language writes it, and none where it is a whole number: 4.3, 4,3, 4."""
    value = round(value, 1)
    return number_format(value, 0 if value == int(value) else 1)
