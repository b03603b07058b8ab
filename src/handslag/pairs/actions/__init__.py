"""The acts of the room: proposing and deciding in a matching round, and the beginning and end of a pair."""

from .by_hand import lock, swap
from .deciding import accept_all, decide, decide_on, leave_open, undo
from .errors import (
    AlreadyEnded,
    AlreadyStarted,
    ApprovedChanged,
    CannotBePaired,
    DecidedMeanwhile,
    NobodyToMatch,
    NoPlaceLeft,
    NotAvailable,
    NothingApproved,
    NothingToUndo,
    RoundPublished,
    TextsWait,
    WrongDay,
)
from .excluding import ToldMeanwhile, name_readers, tell, turn
from .lives import end, start
from .matching import suggest
from .publishing import publish
from .weighing import weigh

__all__ = [
    "AlreadyEnded",
    "AlreadyStarted",
    "ApprovedChanged",
    "CannotBePaired",
    "DecidedMeanwhile",
    "NoPlaceLeft",
    "NobodyToMatch",
    "NotAvailable",
    "NothingApproved",
    "NothingToUndo",
    "RoundPublished",
    "TextsWait",
    "ToldMeanwhile",
    "WrongDay",
    "accept_all",
    "decide",
    "decide_on",
    "end",
    "leave_open",
    "lock",
    "name_readers",
    "publish",
    "start",
    "suggest",
    "swap",
    "tell",
    "turn",
    "undo",
    "weigh",
]
