"""Days and times of a programme are those of the place where it runs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handslag.pairs.models import Pair
from handslag.programmes.models import Programme

YEAR = timedelta(days=365)


def zone(programme: Programme) -> ZoneInfo:
    return ZoneInfo(programme.time_zone)


def day_of(programme: Programme, at: datetime) -> date:
    """The day that the instant `at` falls on where the programme runs."""
    return at.astimezone(zone(programme)).date()


def planned_end(pair: Pair) -> date:
    """The last day of the programme's mentoring phase; without one, a year after the pair began (or was made)."""
    ends = [phase.ends_on for phase in pair.programme.phases.all() if phase.key == "mentoring"]
    return ends[0] if ends else (pair.started_on or pair.matched_at.date()) + YEAR
