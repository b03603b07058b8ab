"""The acts of the room: proposing and deciding in a matching round, and the beginning and end of a pair."""

from .asking import answer, release_unanswered, remind_unanswered
from .by_hand import lock, swap
from .deciding import accept_all, decide, decide_on, leave_open, undo
from .errors import (
    AlreadyEnded,
    AlreadyStarted,
    AnsweredMeanwhile,
    ApprovedChanged,
    CannotBePaired,
    DecidedMeanwhile,
    NobodyToMatch,
    NoPlaceLeft,
    NotAsked,
    NotAvailable,
    NothingApproved,
    NothingToUndo,
    NotOneGroup,
    OtherLanguage,
    RoundPublished,
    TextsWait,
    WantsNobody,
    WhyNot,
    WrongDay,
    WrongMentors,
    WrongSize,
)
from .excluding import ToldMeanwhile, name_readers, tell, turn
from .freshening import freshen
from .grouping import Plan, add_to_group, make_group, take_out
from .lives import agree, end, start
from .matching import suggest
from .pausing import look_again, pause
from .publishing import publish
from .suggesting import ask_for_suggestion, stop_suggestion
from .weighing import weigh

__all__ = [
    "AlreadyEnded",
    "AlreadyStarted",
    "AnsweredMeanwhile",
    "ApprovedChanged",
    "CannotBePaired",
    "DecidedMeanwhile",
    "NoPlaceLeft",
    "NobodyToMatch",
    "NotAsked",
    "NotAvailable",
    "NotOneGroup",
    "NothingApproved",
    "NothingToUndo",
    "OtherLanguage",
    "Plan",
    "RoundPublished",
    "TextsWait",
    "ToldMeanwhile",
    "WantsNobody",
    "WhyNot",
    "WrongDay",
    "WrongMentors",
    "WrongSize",
    "accept_all",
    "add_to_group",
    "agree",
    "answer",
    "ask_for_suggestion",
    "decide",
    "decide_on",
    "end",
    "freshen",
    "leave_open",
    "lock",
    "look_again",
    "make_group",
    "name_readers",
    "pause",
    "publish",
    "release_unanswered",
    "remind_unanswered",
    "start",
    "stop_suggestion",
    "suggest",
    "swap",
    "take_out",
    "tell",
    "turn",
    "undo",
    "weigh",
]
