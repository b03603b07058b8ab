"""What a pair does, as verbs. Every write of this room goes through one of them."""

from .agreeing import hold_intake, sign
from .diary import write_diary
from .errors import (
    AlreadySigned,
    GoalsFull,
    IntakeHeld,
    NothingToApprove,
    NotOfThisPair,
    NotStarted,
    PairEnded,
    UnknownCode,
    WrongDay,
)
from .meeting import book_meeting, cancel_coming_meetings, cancel_meeting
from .planning import add_goal, approve_plan, change_goal, record_step

__all__ = [
    "AlreadySigned",
    "GoalsFull",
    "IntakeHeld",
    "NotOfThisPair",
    "NotStarted",
    "NothingToApprove",
    "PairEnded",
    "UnknownCode",
    "WrongDay",
    "add_goal",
    "approve_plan",
    "book_meeting",
    "cancel_coming_meetings",
    "cancel_meeting",
    "change_goal",
    "hold_intake",
    "record_step",
    "sign",
    "write_diary",
]
