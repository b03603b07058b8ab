"""The units of a programme with their sessions and who came, in one query: what the pages and next steps read."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from handslag.core.counts import count_of
from handslag.core.once import once
from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.access import grants
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .models import Confirmation, Unit


@dataclass(frozen=True)
class SessionLine:
    """One session: how many came (`came`) of those written down (`marked`), and what is written of the reader."""

    pk: UUID
    starts_at: datetime
    minutes: int
    place: str
    online_link: str
    came: int
    marked: int
    mine: str | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass
class UnitLine:
    """One unit: `done_by` of `mentors` have done it. `chosen`: the reader has said whether to go on in the programme;
    `declined`: how many mentors said no and still hold the role."""

    pk: UUID
    number: int
    title: dict
    aim: dict
    content: dict
    activities: dict
    done_by: int
    mentors: int
    chosen: bool = False
    declined: int = 0
    sessions: list[SessionLine] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(0, self.mentors - self.done_by)

    @property
    def is_done_by_all(self) -> bool:
        """Nobody is expected in another session of it."""
        return self.mentors > 0 and not self.missing

    @property
    def done_by_reader(self) -> bool:
        return any(session.mine in Attendance.COUNTS for session in self.sessions)

    def next_session(self, at: datetime) -> SessionLine | None:
        """The first session that is not over at the instant `at`."""
        return next((session for session in self.sessions if session.ends_at > at), None)

    def is_over(self, at: datetime) -> bool:
        """Whether it was held, attendance was taken, and no other session lies ahead."""
        return self.next_session(at) is None and any(session.marked for session in self.sessions)


@dataclass(frozen=True)
class OwnUnit:
    """Where a mentor stands with a unit: done, ahead, missed, waiting (for the trainer's list) or undated."""

    unit: UnitLine
    state: str
    session: SessionLine | None = None


UNIT = ("pk", "number", "title", "aim", "content", "activities", "done_by", "mentors", "chosen", "declined")
SESSION = {
    "pk": "sessions__pk",
    "starts_at": "sessions__gathering__starts_at",
    "minutes": "sessions__gathering__minutes",
    "place": "sessions__gathering__place",
    "online_link": "sessions__gathering__online_link",
    "came": "came",
    "marked": "marked",
    "mine": "mine",
}


def timetable(programme: Programme, persons: Collection[UUID] = ()) -> list[UnitLine]:
    """The units in order, each with its sessions by time; `persons` are the reader's own. One query."""
    marked = Attendance.objects.everywhere("joined to the session outside").filter(
        gathering=OuterRef("sessions__gathering")
    )
    mine = marked.filter(membership__person_id__in=list(persons)).order_by("-status")
    # Counted per session in subqueries: rows put in groups would be told apart by the long texts of their units.
    rows = (
        programme.units.annotate(
            done_by=count_of(_done(), "membership", distinct=True),
            mentors=count_of(programme.memberships.filter(_mentor(""))),
            chosen=Exists(_answers(programme, persons)),
            declined=count_of(_declined(programme)),
            came=count_of(marked.filter(status__in=Attendance.CAME)),
            marked=count_of(marked),
            mine=Subquery(mine.values("status")[:1]),
        )
        .order_by("number", "sessions__gathering__starts_at", "sessions__pk")
        .values(*UNIT, *SESSION.values())
    )
    units: dict[UUID, UnitLine] = {}
    for row in rows:
        unit = units.setdefault(row["pk"], UnitLine(**{name: row[name] for name in UNIT}))
        if row["sessions__pk"]:
            unit.sessions.append(SessionLine(**{name: row[path] for name, path in SESSION.items()}))
    return list(units.values())


def timetable_of(user: Account, programme: Programme) -> list[UnitLine]:
    """The timetable as `user` stands with it; one query a request, however often it is asked for."""
    ask = partial(timetable, programme, grants(user).persons.values())
    return once(user, ("timetable", programme.pk), ask)


def done_by_all(user: Account, unit: Unit) -> bool:
    """Whether every mentor has done the unit, so that only those who lead it come to another session."""
    return any(line.pk == unit.pk and line.is_done_by_all for line in timetable_of(user, unit.programme))


def own_units(units: list[UnitLine], at: datetime) -> list[OwnUnit]:
    """The units as the reader whose persons `timetable` was asked for stands with them."""
    return [_own_unit(unit, at) for unit in units]


def _own_unit(unit: UnitLine, at: datetime) -> OwnUnit:
    if unit.done_by_reader:
        return OwnUnit(unit, "done")
    if session := unit.next_session(at):
        return OwnUnit(unit, "ahead", session)
    if not unit.sessions:
        return OwnUnit(unit, "undated")
    said = any(session.mine for session in unit.sessions) or unit.is_over(at)
    return OwnUnit(unit, "missed" if said else "waiting", unit.sessions[-1])


def next_of(units: list[OwnUnit]) -> OwnUnit | None:
    """The unit whose session is the first that lies ahead."""
    ahead = [(own.session.starts_at, own.unit.number, own) for own in units if own.session and own.state == "ahead"]
    return min(ahead)[2] if ahead else None


def _mentor(path: str) -> Q:
    return Q(**{f"{path}role": Role.MENTOR, f"{path}ended_at": None})


def _done() -> QuerySet[Attendance]:
    """What the programme's mentors have done of the unit of the outer row."""
    return Attendance.objects.everywhere("joined to the unit outside").filter(
        _mentor("membership__"), gathering__training_session__unit=OuterRef("pk"), status__in=Attendance.COUNTS
    )


def _answers(programme: Programme, persons: Collection[UUID]) -> QuerySet[Confirmation]:
    rows = Confirmation.objects.of(programme.organisation_id)
    return rows.filter(membership__programme=programme, membership__person_id__in=list(persons))


def _declined(programme: Programme) -> QuerySet[Confirmation]:
    rows = Confirmation.objects.of(programme.organisation_id)
    return rows.filter(_mentor("membership__"), membership__programme=programme, goes_on=False)
