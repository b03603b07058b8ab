"""What a page says of applications from somebody whom the organisation may know already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from handslag.people.models import Account, Person

from .models import Application, Double

CLOSED = (Application.State.WITHDRAWN, Application.State.DECLINED)


@dataclass(frozen=True)
class Line:
    """One open question. `name` is empty where the reader may not see the known person.

    `is_same_role`: the known person has an application for this role that still counts.
    """

    double: Double
    name: str = ""
    earlier_id: UUID | None = None
    earlier_at: datetime | None = None
    is_same_role: bool = False


def has_open_double() -> Exists:
    """To annotate applications with: whether the team still has to say who it is."""
    rows = Double.objects.everywhere("joined to applications that were fetched with a scope")
    return Exists(rows.filter(application=OuterRef("pk"), answer=""))


def open_doubles(user: Account, application: Application) -> list[Line]:
    """The open questions about `application`, each with the newest other application of the known person; one query."""
    doubles = Double.objects.visible_to(user).filter(application=application, answer="").select_related("known")
    before = Application.objects.visible_to(user).filter(person=OuterRef("known")).exclude(pk=application.pk)
    before = before.order_by("-received_at")
    rows = doubles.annotate(
        is_seen=Exists(Person.objects.visible_to(user).filter(pk=OuterRef("known"))),
        earlier_id=Subquery(before.values("pk")[:1]),
        earlier_at=Subquery(before.values("received_at")[:1]),
        is_twice=Exists(
            before.filter(programme=application.programme_id, role=application.role).exclude(state__in=CLOSED)
        ),
    )
    return [_line(row) for row in rows.order_by("known__created_at")]


def _line(row: Any) -> Line:
    if row.earlier_id is None and not row.is_seen:
        return Line(row)
    return Line(row, str(row.known), row.earlier_id, row.earlier_at, row.is_twice)
