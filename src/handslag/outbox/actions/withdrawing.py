"""Taking back what waits to be sent, where a later act has overtaken it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.models import Programme

from ..models import Message

State = Message.State
TOLD = (State.SENT, State.IN_APP, State.CALLED)
About = UUID | str  # the id of a row, or several of them in a key


@dataclass(frozen=True)
class Withdrawn:
    """A letter that does not go out any more. `seen`: its reader opened it in the app, or a mail server may have it."""

    person_id: UUID
    once_key: str
    seen: bool


@transaction.atomic
def withdraw(
    *, programme: Programme, readers: Iterable[Person], kind: str, about: About | Collection[About],
    by: Person | None, at: datetime,
) -> list[Withdrawn]:  # fmt: skip
    """Drop the letters to `readers` that wait and whose `once_key` names `about`, or one of several; gives them, the
    oldest first. However many they are, it takes the same number of queries.

    What a worker has in its hands goes out. Nobody knows of a letter that was not seen, so it is gone from the app as
    well; the others stay there as over. Their keys are free again: the same can happen, and be told, a second time.
    Letters that came before are no news any more and stand as over in the app: nobody is called about one of them, and
    none that failed is sent again.
    """
    named = Q(pk__in=())
    for one in [about] if isinstance(about, About) else about:
        named |= Q(once_key__contains=str(one))
    rows_about = Message.objects.of(programme.organisation_id).filter(named, person__in=list(readers), kind=kind)
    _told_or_overtaken(rows_about, at)
    waiting = rows_about.filter(Q(claim=None) | Q(next_try_at__lte=at), state=State.QUEUED)
    rows = list(waiting.select_for_update().order_by("queued_at", "id").defer("title", "body"))
    seen = {row.pk for row in rows if row.read_at is not None or row.tries}
    mine = Message.objects.of(programme.organisation_id)
    mine.filter(pk__in=seen).update(state=State.DROPPED, claim=None, once_key="", expires_at=at)
    mine.filter(pk__in={row.pk for row in rows} - seen).delete()
    if rows:
        record(
            "message.withdraw", "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id,
            at=at, detail={"kinds": [str(kind)], "count": len(rows)},
        )  # fmt: skip
    return [Withdrawn(row.person_id, row.once_key, row.pk in seen) for row in rows]


def _told_or_overtaken(rows: QuerySet[Message], at: datetime) -> None:
    """Whom no e-mail reached may have been called already, without a note: what comes next is told to them in any
    case. That a letter failed, and why, stays with it: the address has to be mended for the next one."""
    no_news(rows, at=at)
    rows.filter(state__in=(State.BY_HAND, State.FAILED)).update(state=State.DROPPED, expires_at=at, once_key="")


def no_news(messages: QuerySet[Message], *, at: datetime) -> None:
    """Those of `messages` that were told are no news any more and stand as over in the app. What waits goes out still,
    and what has to be told by phone is told: it says more than what was overtaken."""
    told = messages.filter(state__in=TOLD)
    told.filter(read_at=None).update(read_at=at)
    told.exclude(expires_at__lte=at).update(expires_at=at)


def expire(
    *, programme: Programme, urls: Iterable[str], at: datetime, reader: Person | None = None
) -> None:  # fmt: skip
    """The pages at `urls` take nothing any more (from `reader`): letters about them that wait do not go out, the others
    are over."""
    rows = Message.objects.of(programme.organisation_id).filter(programme=programme, url__in=list(urls))
    if reader is not None:
        rows = rows.filter(person=reader)
    rows.exclude(expires_at__lte=at).update(expires_at=at)
