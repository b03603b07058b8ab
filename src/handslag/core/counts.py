"""How many rows there are, as part of another query."""

from django.db.models import Func, IntegerField, QuerySet, Subquery


def count_of(rows: QuerySet, what: str = "pk", *, distinct: bool = False) -> Subquery:
    """How many `rows` there are (or how many `distinct` values of `what` they have) as a subquery; 0 where none is.

    Django's Count would group the rows, and a group without rows counts to null.
    """
    template = "COUNT(DISTINCT %(expressions)s)" if distinct else "COUNT(%(expressions)s)"
    counted = rows.order_by().annotate(counted=Func(what, template=template, output_field=IntegerField()))
    return Subquery(counted.values("counted"), output_field=IntegerField())
