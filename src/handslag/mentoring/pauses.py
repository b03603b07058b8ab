"""Days on which a pair has agreed not to meet. The floor above agrees and keeps them, and says here where they lie."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Func, JSONField, OuterRef, QuerySet, Subquery

ONE_DAY = timedelta(days=1)
# From and until when a pair has agreed not to meet; both days are part of it.
Pauses = tuple[tuple[date, date], ...]

Keeper = Callable[[], QuerySet]
_keepers: list[Keeper] = []


def keeps_pauses(keeper: Keeper) -> Keeper:
    """Register `keeper()`, which gives rows with `pair`, `from_on` and `until_on`. There is one keeper."""
    _keepers[:] = [keeper]
    return keeper


class _Days(JSONField):
    """Pairs of days as JSON, read as `Pauses`."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Pauses:
        rows = super().from_db_value(value, expression, connection) or ()
        return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in rows)


class _Gathered(Func):
    """Two columns of all rows as one JSON value; without grouping, as in `core.counts`."""

    output_field = _Days()
    template = "JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))"

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))", **more)


def pauses_of_pair() -> Subquery:
    """The pauses of each pair of a query, as `Pauses`, without another query."""
    rows = _keepers[0]().filter(pair=OuterRef("pk")).order_by()
    return Subquery(rows.annotate(gathered=_Gathered("from_on", "until_on")).values("gathered"), output_field=_Days())


def is_paused(pauses: Pauses, on: date) -> bool:
    return any(first <= on <= last for first, last in pauses)


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
