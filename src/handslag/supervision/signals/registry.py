"""The table of signals: number, code, who is told, and the rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from handslag.mentoring.pauses import is_paused

from .facts import PairFacts

# Default thresholds; a programme's own rules, of the same names, go before them.
RULES: dict[str, Any] = {
    "intake_days": 14,
    "meeting_gap_days": 21,
    "meeting_gap_days_first_quarter": 14,
    "diary_late_supervisor_days": 3,
    "meetings_per_month_first_quarter": 2,
    "no_shows_in_a_row": 2,
    "no_shows_in_30_days": 3,
    "mood_low": 2,
    "mood_fall": 1.5,
    "pulse_difference": 2,
    "pulse_low": 2,
    "unhappy_call_days": 3,
    "help_answer_working_days": 2,
    "plan_days": 30,
    "goal_stuck_days": 45,
    "goal_overdue_days": 14,
    "realism_open_days": 14,
    "load_low": 2,
    "mentor_hours_month_most": 12,
    "supervisions_missed": 2,
    "transition_talk_days_left": 60,
    "permit_ending_days": 60,
    "snooze_days_most": 14,
    "escalation_working_days": 5,
    "concern_answer_working_days": 1,
}


class Told(StrEnum):
    """Who is told of a signal. A supervisor's is a coordinator's too, never the other way round."""

    MENTOR = "mentor"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    LEAD = "lead"


@dataclass(frozen=True)
class Said:
    """What a rule found: `facts` in words, and the next `step`. `key` names the facts; `told` only where it differs
    from the table's; `urgency` as for next steps."""

    facts: str
    step: str
    key: str = ""
    urgency: int = 2
    told: frozenset[Told] | None = None


Check = Callable[[PairFacts, date, Mapping[str, Any]], Said | None]


@dataclass(frozen=True)
class Rule:
    """A row of the table. `by_person`: facts do not close it, only somebody who has answered. `rests`: silent while
    the pair has agreed not to meet."""

    number: int
    code: str
    told: frozenset[Told]
    check: Check
    by_person: bool = False
    rests: bool = False


@dataclass(frozen=True)
class Found:
    """A signal of a pair on a day."""

    rule: Rule
    facts: str
    step: str
    key: str
    urgency: int
    told: frozenset[Told]

    @property
    def code(self) -> str:
        return self.rule.code


_table: dict[str, Rule] = {}


def signal(number: int, *told: Told, by_person: bool = False, rests: bool = False) -> Callable[[Check], Check]:
    """Register a rule; its code is the name of the function."""

    def register(check: Check) -> Check:
        code = check.__name__
        if code in _table:
            raise RuntimeError(f"Two signals are called {code}.")
        _table[code] = Rule(number, code, frozenset(told), check, by_person, rests)
        return check

    return register


def signals() -> list[Rule]:
    """The table, in the order of the annex."""
    return sorted(_table.values(), key=lambda rule: rule.number)


def rules_of(own: Mapping[str, Any]) -> dict[str, Any]:
    """The thresholds of a programme."""
    return {**RULES, **own}


def found(facts: PairFacts, on: date, rules: Mapping[str, Any], told: Iterable[Told] = tuple(Told)) -> list[Found]:
    """The signals of a pair on the day `on` that one of `told` hears of, most urgent first. `rules`: `rules_of(...)`.

    Where the mentor has no supervision group, the coordinator hears what the supervisor would.
    """
    wanted, paused = set(told), is_paused(facts.pauses, on)
    result = []
    for rule in signals():
        if rule.rests and paused:
            continue
        said = rule.check(facts, on, rules)
        if said is None:
            continue
        hears = said.told or rule.told
        if Told.SUPERVISOR in hears and not facts.has_supervisor:
            hears = hears | {Told.COORDINATOR}
        if hears & wanted:
            result.append(Found(rule, said.facts, said.step, said.key, said.urgency, hears))
    return sorted(result, key=lambda one: one.urgency)
