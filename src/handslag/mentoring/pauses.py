"""Days on which a pair has agreed not to meet, as sums of days. Who keeps them is asked in `kept_pauses.py`."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
# From and until when a pair has agreed not to meet; both days are part of it.
Pauses = tuple[tuple[date, date], ...]


def is_paused(pauses: Pauses, on: date) -> bool:
    return paused_until(pauses, on) is not None


def paused_until(pauses: Pauses, on: date) -> date | None:
    """The last day of the pause in which `on` lies; None where it lies in none."""
    return next((last for first, last in pauses if first <= on <= last), None)


def not_over(pauses: Pauses, on: date) -> Pauses:
    """The pauses that last on the day `on`, or are ahead then; the earliest first."""
    return tuple(sorted((first, last) for first, last in pauses if on <= last))


def come_by(pauses: Pauses, on: date) -> Pauses:
    """The pauses as far as they had come by the day `on`, which is part of them."""
    return tuple((first, min(last, on)) for first, last in pauses if first <= on)


def days_of(pauses: Pauses) -> set[date]:
    """Every day that lies in a pause."""
    return {date.fromordinal(day) for first, last in pauses for day in range(first.toordinal(), last.toordinal() + 1)}


def paused_days(pauses: Pauses, after: date, on: date) -> int:
    """How many days after `after`, until and with `on`, lie in a pause."""
    return sum(after < day <= on for day in days_of(pauses))


def days_since(day: date, on: date, pauses: Pauses = ()) -> int:
    """The days from `day` to `on`, those of an agreed pause left out."""
    return (on - day).days - paused_days(pauses, day, on)
