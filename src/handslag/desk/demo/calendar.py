"""The demonstration's calendar: the mentoring phase began a hundred days ago."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..blueprint import add_months

DAYS_INTO_MENTORING = 100


@dataclass(frozen=True)
class Calendar:
    """Days of a programme that is at day M+100 on `today`."""

    today: date
    zone: ZoneInfo

    @property
    def mentoring(self) -> date:
        """M: the first day of the mentoring phase."""
        return add_months(self.recruitment, 2)

    @property
    def recruitment(self) -> date:
        """D: the first day of the programme, so that M falls a hundred days before today (a day more or less)."""
        return add_months(self.today - timedelta(days=DAYS_INTO_MENTORING), -2)

    @property
    def training(self) -> date:
        """T: the first day of the training."""
        return add_months(self.recruitment, 1)

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """An instant of `day` in the programme's time zone."""
        return datetime.combine(day, time(hour, minute), self.zone)
