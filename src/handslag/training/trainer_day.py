"""What a trainer's home shows: the session that is next, and the units that still lack something.

All of it follows from the timetable, which the next steps have read already.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from .timetable import SessionLine, UnitLine


@dataclass(frozen=True)
class Meeting:
    """One session with its unit. `when`: now, today, tomorrow or later; `has_begun`: attendance can be taken."""

    unit: UnitLine
    session: SessionLine
    when: str
    has_begun: bool

    @property
    def expected(self) -> int:
        """For how many mentors it is: those who have not done the unit in another session."""
        return self.unit.missing


@dataclass(frozen=True)
class Lack:
    """What a unit lacks: a `session` whose attendance is missing, a day (`undated`), or `missed` mentors who have not
    done it though all its sessions are over."""

    unit: UnitLine
    session: SessionLine | None = None
    undated: bool = False
    missed: int = 0


def meetings_ahead(units: list[UnitLine], at: datetime, zone: tzinfo) -> list[Meeting]:
    """The sessions that are not over at the instant `at`, and those of that day whose attendance is missing, where
    somebody was expected; the first is the next one."""
    found = [
        (session.starts_at, unit.number, _meeting(unit, session, at, zone))
        for unit in units
        for session in unit.sessions
        if session.ends_at > at or (unit.missing and not session.marked and _days_to(session, at, zone) == 0)
    ]
    return [meeting for _starts_at, _number, meeting in sorted(found, key=lambda row: row[:2])]


def lacks(units: list[UnitLine], at: datetime) -> list[Lack]:
    """In the order of the units; a unit may stand there once for each session whose attendance is missing."""
    found: list[Lack] = []
    for unit in units:
        if unit.missing:
            found += [Lack(unit, session) for session in unit.sessions if session.ends_at <= at and not session.marked]
        if not unit.sessions:
            found.append(Lack(unit, undated=True))
        elif unit.missing and unit.is_over(at):
            found.append(Lack(unit, missed=unit.missing))
    return found


def units_over(units: list[UnitLine], at: datetime) -> list[UUID]:
    """The units that a mentor can have missed: held, attendance taken, and no other session ahead."""
    return [unit.pk for unit in units if unit.is_over(at)]


def _meeting(unit: UnitLine, session: SessionLine, at: datetime, zone: tzinfo) -> Meeting:
    when = {0: "today", 1: "tomorrow"}.get(_days_to(session, at, zone), "later")
    if session.starts_at <= at < session.ends_at:
        when = "now"
    return Meeting(unit, session, when, has_begun=session.starts_at <= at)


def _days_to(session: SessionLine, at: datetime, zone: tzinfo) -> int:
    return (session.starts_at.astimezone(zone).date() - at.astimezone(zone).date()).days
