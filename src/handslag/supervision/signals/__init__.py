"""The sixteen signals of annex 9: which pairs need somebody, why, and what to do next.

Pure rules over facts, one file for each family. A signal names its facts in words and is gone as soon as these have
changed; help asked for and unhappy answers stay until a person has answered them.
"""

from . import diary, meetings, people, plan
from .facts import GoalFacts, Line, PairFacts, Pulse
from .registry import RULES, Found, Rule, Said, Told, found, rules_of, signals

__all__ = [
    "RULES", "Found", "GoalFacts", "Line", "PairFacts", "Pulse", "Rule", "Said", "Told", "diary", "found", "meetings",
    "people", "plan", "rules_of", "signals",
]  # fmt: skip
