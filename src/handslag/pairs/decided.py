"""What holds at the board: every decision of a round since the last suggestion, one after the other, without those
that were undone. Nothing is stored of it but the decisions themselves.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .models import Decision, Proposal

Kind = Decision.Kind
Status = Proposal.Status
OPEN = "open"  # a mentee who is to get nobody in this round
FREE = "free"  # what was decided about a pair or a mentee holds no more
PairOfIds = tuple[str, str]  # mentee, mentor


@dataclass(frozen=True)
class Held:
    """One thing that holds. `score`: what the engine gave the two; a pair by hand may be one that it would not make."""

    what: str
    mentee: str
    mentor: str = ""
    score: int | None = None
    by: str = ""
    at: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if value not in ("", None)}

    @property
    def decided_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass
class State:
    """`pinned`: mentee -> the accepted or locked pair. `refused`: pairs that may not be. `open`: mentees left open."""

    pinned: dict[str, Held] = field(default_factory=dict)
    refused: dict[PairOfIds, Held] = field(default_factory=dict)
    open: dict[str, Held] = field(default_factory=dict)

    @property
    def pins(self) -> list[PairOfIds]:
        return [(held.mentee, held.mentor) for held in self.pinned.values()]

    @property
    def load(self) -> Counter[str]:
        """How many approved pairs each mentor has."""
        return Counter(held.mentor for held in self.pinned.values())

    def pins_pair(self, mentee: str, mentor: str) -> bool:
        return mentee in self.pinned and self.pinned[mentee].mentor == mentor

    @property
    def all(self) -> list[Held]:
        return [*self.pinned.values(), *self.refused.values(), *self.open.values()]

    def among(self, here: Collection[str]) -> "State":
        """The same without approved pairs with somebody who is not `here` (any more): they count for nobody."""
        pinned = {key: held for key, held in self.pinned.items() if held.mentee in here and held.mentor in here}
        return State(pinned, dict(self.refused), dict(self.open))

    def take(self, held: Held) -> None:
        """Let `held` hold from now on, and what stands against it no more."""
        pair = held.mentee, held.mentor
        if held.what == Status.REFUSED:
            self.refused[pair] = held
            self._unpin(pair)
        elif held.what == OPEN:
            self.open[held.mentee] = held
            self.pinned.pop(held.mentee, None)
        elif held.what == FREE:
            self.refused.pop(pair, None)
            self._unpin(pair)
            if not held.mentor:
                self.open.pop(held.mentee, None)
        else:
            self.pinned[held.mentee] = held
            self.refused.pop(pair, None)
            self.open.pop(held.mentee, None)

    def _unpin(self, pair: PairOfIds) -> None:
        if self.pins_pair(*pair):
            del self.pinned[pair[0]]


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions since the last suggestion that are not undone, in order; the suggestion is the first of them.

    `decisions`: all of a round, in order. An undoing is itself no decision that stands.
    """
    undone = {decision.undoes_id for decision in decisions if decision.kind == Kind.UNDO}
    stand: list[Decision] = []
    for decision in decisions:
        if decision.kind == Kind.SUGGEST:
            stand = []
        if decision.kind != Kind.UNDO and decision.pk not in undone:
            stand.append(decision)
    return stand


def state_of(decisions: Sequence[Decision]) -> State:
    """What holds after these decisions, all of a round, in order."""
    state = State()
    for decision in standing(decisions):
        for held in effects_of(decision):
            state.take(held)
    return state


def among_whom(everybody: Collection[str], pausing: Collection[str], state: State) -> set[str]:
    """Ids of those who can be matched. Whoever wants nobody for now cannot, but in a pair that the team locked."""
    locked = (held for held in state.pinned.values() if held.what == Status.LOCKED)
    agreed = {key for held in locked for key in (held.mentee, held.mentor)}
    return set(everybody) - (set(pausing) - agreed)


def effects_of(decision: Decision) -> Iterable[Held]:
    """What a decision says, each with who decided it: a suggestion keeps what others had decided before."""
    by = str(decision.decided_by_id or "")
    for effect in decision.effects:
        held = Held(**effect)
        yield held if held.at else replace(held, by=by, at=decision.decided_at.isoformat())


def last_number(decisions: Sequence[Decision]) -> int:
    return decisions[-1].number if decisions else 0


def to_undo(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that "undo" takes back next; None where nothing was decided since the last suggestion."""
    stand = standing(decisions)
    return stand[-1] if stand and stand[-1].kind != Kind.SUGGEST else None
