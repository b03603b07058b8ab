"""What is known of a pair when its signals are derived: plain days and codes, no texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from handslag.mentoring.pauses import ONE_DAY, Pauses, is_paused


@dataclass(frozen=True)
class Line:
    """What one diary entry says, without its words. `met`: a live meeting of 15 minutes or more."""

    on: date
    what: str
    met: bool = False
    mood: int | None = None
    load: int | None = None
    minutes: int = 0
    flags: frozenset[str] = frozenset()
    written_at: datetime | None = None


@dataclass(frozen=True)
class GoalFacts:
    """A live goal; `moved_on` is the last day on which it was changed, worked on or a formal step was done for it."""

    made_on: date
    due_on: date
    moved_on: date
    has_first_step: bool = True


@dataclass(frozen=True)
class Pulse:
    """An answer to the short survey: two scores from 1 to 5, and whether a call or a change was asked for."""

    role: str
    at: datetime
    scores: tuple[int, ...] = ()
    wants_change: bool = False

    @property
    def lowest(self) -> int | None:
        return min(self.scores, default=None)


@dataclass(frozen=True)
class PairFacts:
    """A pair that waits for its first meeting or runs, with its diary, oldest entry first.

    What is about the mentor alone (`mentor_lines` of all the mentor's pairs, `supervision` as days with "did come")
    stands with the mentor's first pair only, so that it is said once. `due_on`: when this month's diary is due, if
    known. `steps`: days of formal steps, where they were asked for. `answered`: when a person last answered a signal,
    by its code.
    """

    pair_id: UUID
    mentor_id: UUID
    mentor: str
    mentee: str
    matched_on: date
    started_on: date | None = None
    ends_on: date | None = None
    due_on: date | None = None
    group_id: UUID | None = None
    has_supervisor: bool = True
    plan_approved: bool = True
    permit_until: date | None = None
    lines: tuple[Line, ...] = ()
    mentor_lines: tuple[Line, ...] = ()
    supervision: tuple[tuple[date, bool], ...] = ()
    goals: tuple[GoalFacts, ...] = ()
    steps: tuple[date, ...] = ()
    pauses: Pauses = ()
    pulses: tuple[Pulse, ...] = ()
    answered: Mapping[str, datetime] = field(default_factory=dict)


def window(on: date, days: int, pauses: Pauses = ()) -> date:
    """The first of the last `days` days that end with `on`, those of an agreed pause left out."""
    first, left = on + ONE_DAY, days
    while left > 0:
        first -= ONE_DAY
        left -= not is_paused(pauses, first)
    return first


def newer(lines: Iterable[Line], than: datetime | None) -> list[Line]:
    """The entries written after a person answered."""
    return [line for line in lines if than is None or (line.written_at is not None and line.written_at > than)]
