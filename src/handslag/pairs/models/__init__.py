"""Rounds with their proposals, what is decided at the board, pairs, and private exclusions."""

from .board import Decision, ScoreTable
from .exclusions import Exclusion, ExclusionReader
from .pairs import Pair
from .rounds import MatchingRound, Proposal

__all__ = ["Decision", "Exclusion", "ExclusionReader", "MatchingRound", "Pair", "Proposal", "ScoreTable"]
