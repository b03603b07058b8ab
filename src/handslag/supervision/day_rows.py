"""Rows of several tables in one query: kind, whose, which, three days, two instants, three words.

A page that needs a little of many tables asks the database once. Sealed words come as they lie there; `sealed_row`
makes a row of them that opens as any other.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from handslag.core.encryption.fields import Ciphertext
from handslag.organisations.models import OrganisationRow

Row = TypeVar("Row", bound=OrganisationRow)

_DAYS, _TIMES, _WORDS = ("day", "until", "third"), ("first_at", "second_at"), ("a", "b", "c")
_COLUMNS = ("kind", "ref", "row", *_DAYS, *_TIMES, *_WORDS)


def day_rows(rows: QuerySet, kind: str, **columns: Any) -> QuerySet:
    """`rows` as (kind, ref, row, day, until, third, first_at, second_at, a, b, c); what is not named is empty.

    Results of several tables go together with `union(..., all=True)`.
    """
    empty: dict[str, Any] = dict.fromkeys(_DAYS, Cast(Value(None), DateField()))
    empty |= dict.fromkeys(_TIMES, Cast(Value(None), DateTimeField())) | dict.fromkeys(_WORDS, Value("", TextField()))
    named = {"kind": Value(kind, CharField()), "row": Cast(Value(None), UUIDField()), **empty, **columns}
    made = rows.order_by().annotate(**{f"x_{name}": named[name] for name in _COLUMNS})
    return made.values_list(*(f"x_{name}" for name in _COLUMNS))


def words(name: str) -> Cast:
    """A column as text; a sealed one as it lies in the database."""
    return Cast(F(name), TextField())


def sealed_row(model: type[Row], pk: UUID, organisation_id: UUID, field: str, sealed: str, **said: Any) -> Row:
    """A row of `model` whose sealed `field` opens when it is read."""
    row = model(id=pk, organisation_id=organisation_id, **said)
    if sealed:
        setattr(row, field, Ciphertext(sealed))
    return row
