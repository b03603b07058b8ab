"""Days and times of a programme are those of the place where it runs, whoever looks and from wherever."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.core.errors import Refused

from .models import Programme

AFTER_THE_END = timedelta(days=60)  # what is late may still be held after the last phase


class TooFarAhead(Refused):
    """The day lies long after the end of the programme: most often a slip in the year."""


def zone(programme: Programme) -> ZoneInfo:
    """The time zone of the place where the programme runs."""
    return ZoneInfo(programme.time_zone)


def day_of(programme: Programme, at: datetime) -> date:
    """The day that the instant `at` falls on where the programme runs."""
    return at.astimezone(zone(programme)).date()


def last_of_month(day: date) -> date:
    """The last day of the month in which `day` lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_month_end(day: date) -> date:
    """The newest day not after `day` that is the last one of its month."""
    return day if day == last_of_month(day) else day.replace(day=1) - timedelta(days=1)


def last_day_to_plan(programme: Programme, at: datetime) -> date | None:
    """The last day that something can be planned for; nothing where the programme has no phases."""
    ends = [phase.ends_on for phase in programme.phases.all()]
    # A programme that takes longer than it should must not stop.
    return max(*ends, day_of(programme, at)) + AFTER_THE_END if ends else None


def check_not_too_far(programme: Programme, day: date, at: datetime) -> None:
    """Raise TooFarAhead for a day after the last one that something can be planned for."""
    last = last_day_to_plan(programme, at)
    if last and day > last:
        said = _("The programme is over by then. Look at the year again, or choose %(day)s or a day before.")
        raise TooFarAhead(said % {"day": date_format(last, "j F Y")})
