"""The acts of the room: proposing and deciding in a matching round, and the beginning and end of a pair."""

from .deciding import accept_all, decide, lock
from .errors import (
    AlreadyEnded,
    AlreadyStarted,
    ApprovedChanged,
    CannotBePaired,
    NobodyToMatch,
    NoPlaceLeft,
    NotAvailable,
    NothingApproved,
    RoundPublished,
    WrongDay,
)
from .lives import end, start
from .matching import suggest
from .publishing import publish

__all__ = [
    "AlreadyEnded",
    "AlreadyStarted",
    "ApprovedChanged",
    "CannotBePaired",
    "NoPlaceLeft",
    "NobodyToMatch",
    "NotAvailable",
    "NothingApproved",
    "RoundPublished",
    "WrongDay",
    "accept_all",
    "decide",
    "end",
    "lock",
    "publish",
    "start",
    "suggest",
]
