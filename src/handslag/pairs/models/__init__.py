"""Rounds with their proposals, what is decided at the board, pairs and what both say to them, groups, and private
exclusions."""

from .answers import Answer, Pause
from .board import Decision, ScoreTable
from .exclusions import Exclusion, ExclusionReader
from .groups import Group
from .pairs import Pair
from .rounds import MatchingRound, Proposal
from .suggesting import Suggesting

__all__ = [
    "Answer",
    "Decision",
    "Exclusion",
    "ExclusionReader",
    "Group",
    "MatchingRound",
    "Pair",
    "Pause",
    "Proposal",
    "ScoreTable",
    "Suggesting",
]
