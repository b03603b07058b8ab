"""What the indicators are computed from: plain rows, as of one day, free of the database.

People are told apart by their person's id, so that somebody in two roles, or in one role twice, is one person.
Dates are days where the programme runs. Rows of pairs that were entered by mistake or ended before the first meeting
are not here.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handslag.mentoring.pauses import ONE_DAY, Pauses

Id = Hashable

# The questionnaires that the indicators read.
SKILLS_PULSE, MENTOR_FINAL, MENTEE_FINAL, MENTEE_INTERVIEW = QUESTIONNAIRES = (
    "skills_pulse", "mentor_final", "mentee_final", "mentee_interview",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A started pair. `ended_on` is empty while it runs; the day it ends is no day of the pair any more.

    `pauses`: the days on which it had agreed not to meet, as far as they have come; in order, none over another.
    """

    id: Id
    mentor: Id
    mentee: Id
    started_on: date
    ended_on: date | None = None
    plan_approved_on: date | None = None
    pauses: Pauses = ()

    @property
    def span(self) -> tuple[date, date | None]:
        return self.started_on, self.ended_on

    @property
    def spans_without_pauses(self) -> Iterator[tuple[date, date | None]]:
        """The spans between its pauses: from, and the first day that is out."""
        begins = self.started_on
        for first, last in self.pauses:
            yield begins, first
            begins = max(begins, last + ONE_DAY)
        yield begins, self.ended_on


@dataclass(frozen=True)
class Entry:
    """A diary entry. `met`: a live meeting of 15 minutes or more; `contact`: they were in touch, chat included."""

    pair: Id
    on: date
    written_on: date
    met: bool = False
    contact: bool = False
    activity: str = ""
    themes: frozenset[str] = frozenset()
    rights_talk: bool = False
    goal: bool = False


@dataclass(frozen=True)
class Step:
    """A formal step. `confirmed`: the mentor or staff saw it, or a paper was shown."""

    pair: Id
    on: date
    code: str
    area: str
    confirmed: bool = True


@dataclass(frozen=True)
class Role:
    """That a person was mentor or mentee, from when and until when (empty: still is)."""

    person: Id
    role: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Attendance:
    """That a person took part in a gathering. `came` is false for work made up later. `unit`: of the training."""

    person: Id
    gathering: Id
    kind: str
    on: date
    came: bool = True
    unit: int | None = None


@dataclass(frozen=True)
class Group:
    id: Id
    made_on: date


@dataclass(frozen=True)
class Place:
    """A mentor's place in a supervision group, from when and until when (empty: still there)."""

    mentor: Id
    group: Id
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Meeting:
    """The supervision of a group for one month. `held`: on or before the day of the report, with notes."""

    group: Id
    month: date
    due_on: date
    held: bool = False


@dataclass(frozen=True)
class Answer:
    """The last answer of a person to one questionnaire, as codes."""

    person: Id
    key: str
    on: date
    coded: dict = field(hash=False)


@dataclass(frozen=True)
class Authority:
    """A local or regional authority on the register, with proof."""

    country: str
    involvement: str


@dataclass(frozen=True)
class Facts:
    """Everything that had happened in one programme by the day `on`."""

    on: date
    pairs: tuple[Pair, ...] = ()
    entries: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()
    roles: tuple[Role, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    groups: tuple[Group, ...] = ()
    places: tuple[Place, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    answers: tuple[Answer, ...] = ()
    authorities: tuple[Authority, ...] = ()
    countries: tuple[str, ...] = ()
    units_required: int = 5
    community: frozenset[str] = frozenset({"community_event", "sport", "culture", "volunteering"})
    mentoring_from: date | None = None
    mentoring_until: date | None = None
    # Of the mentors and mentees, for the page that says who stands behind a figure; nothing is counted by it.
    names: Mapping[Id, str] = field(default_factory=dict, hash=False)
    # For the same page: when a pause of a pair was noted, where that was after its first day.
    noted: Mapping[Id, date] = field(default_factory=dict, hash=False)

    @cached_property
    def entries_of(self) -> dict[Id, list[Entry]]:
        """The diary entries of each pair."""
        return _by(self.entries, "pair")

    @cached_property
    def mentees(self) -> dict[Id, list[Pair]]:
        """The started mentees, each with her or his pairs: a replaced mentor does not make two mentees."""
        return _by(self.pairs, "mentee")

    @cached_property
    def mentors(self) -> dict[Id, list[Pair]]:
        """The started mentors, each with her or his pairs."""
        return _by(self.pairs, "mentor")

    @cached_property
    def attendances_of(self) -> dict[Id, list[Attendance]]:
        return _by(self.attendances, "person")

    @cached_property
    def roles_of(self) -> dict[Id, list[Role]]:
        return _by(self.roles, "person")

    @cached_property
    def places_of(self) -> dict[Id, list[Place]]:
        """The places of each mentor in supervision groups."""
        return _by(self.places, "mentor")

    @cached_property
    def steps_of(self) -> dict[Id, list[Step]]:
        """The formal steps of each pair."""
        return _by(self.steps, "pair")

    def answers_to(self, key: str) -> dict[Id, Answer]:
        """The last answer of each person to the questionnaire `key`."""
        found: dict[Id, Answer] = {}
        for answer in sorted(self.answers, key=lambda a: a.on):
            if answer.key == key:
                found[answer.person] = answer
        return found


def _by(rows: tuple, name: str) -> dict[Id, list]:
    """`rows` by one of their fields. What is not there has an empty list."""
    found: dict[Id, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def first_start(pairs: list[Pair]) -> date:
    """The day of the first intake of somebody's pairs."""
    return min(pair.started_on for pair in pairs)
