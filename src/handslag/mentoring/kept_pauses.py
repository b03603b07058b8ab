"""Reading the days on which pairs agreed not to meet. The floor above agrees and keeps them, and says here where."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Func, JSONField, OuterRef, QuerySet, Subquery

from .pauses import Pauses

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
