"""A signal together with what people did about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handslag.mentoring.pauses import ONE_DAY

from .facts import PairFacts
from .registry import Found, Told


@dataclass(frozen=True)
class Note:
    """What is noted of a signal: since when it stands, until when it was put off, when somebody answered it."""

    code: str
    key: str
    first_seen_on: date
    gone_on: date | None = None
    snoozed_until: date | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """A signal of a pair on a day: `waits` for somebody, `is_late`: goes to the next in line."""

    found: Found
    note: Note | None
    on: date
    escalation_days: int

    @property
    def is_snoozed(self) -> bool:
        return bool(self.note and self.note.snoozed_until and self.on <= self.note.snoozed_until)

    @property
    def is_answered(self) -> bool:
        return bool(self.note and self.note.answered_at)

    @property
    def waits(self) -> bool:
        return not self.is_snoozed and not self.is_answered

    @property
    def is_late(self) -> bool:
        """Nobody has answered for five working days; a snooze that has run out begins them anew."""
        if self.note is None or not self.waits:
            return False
        since = max(self.note.first_seen_on, self.note.snoozed_until or self.note.first_seen_on)
        return working_days(since, self.on) >= self.escalation_days

    @property
    def told(self) -> frozenset[Told]:
        told = self.found.told
        if self.is_late and Told.SUPERVISOR in told:
            return told | {Told.COORDINATOR}
        return told | {Told.SUPERVISOR} if self.is_late and told == {Told.MENTOR} else told

    @property
    def urgency(self) -> int:
        return 0 if self.is_late else self.found.urgency


@dataclass(frozen=True)
class PairSignals:
    """A pair with its signals, most urgent first; never without one."""

    state: PairFacts
    signals: list[Standing]

    @property
    def waiting(self) -> list[Standing]:
        return [one for one in self.signals if one.waits]


def working_days(after: date, until: date) -> int:
    """The days from Monday to Friday after `after`, until and with `until`."""
    weeks, rest = divmod(max((until - after).days, 0), 7)
    return weeks * 5 + sum((until - n * ONE_DAY).weekday() < 5 for n in range(rest))


def standing(found: list[Found], notes: Mapping[tuple[str, str], Note], on: date, rules: Mapping[str, Any]) -> list:
    """The signals with their notes, most urgent first."""
    days = rules["escalation_working_days"]
    rows = [Standing(one, notes.get((one.code, one.key)), on, days) for one in found]
    return sorted(rows, key=lambda one: (not one.waits, one.urgency))
