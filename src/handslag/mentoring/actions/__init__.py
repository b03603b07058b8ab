"""What a pair does, as verbs. Every write of this room goes through one of them."""

from .agreeing import hold_intake, sign
from .diary import CORRECTED_WITHIN, correct_diary, write_diary
from .errors import (
    AlreadySigned,
    DayWritten,
    GoalSettled,
    GoalsFull,
    IntakeHeld,
    MeetingOver,
    NothingToApprove,
    NotOfThisPair,
    NotStarted,
    PairEnded,
    TakenBack,
    TimeTaken,
    TooLate,
    UnknownCode,
    WrongDay,
)
from .meeting import book_meeting, cancel_coming_meetings, cancel_meeting, move_meeting
from .planning import add_goal, approve_plan, change_goal, correct_goal, record_step
from .steps import StepStands, correct_step, take_back_step
from .taking_back import take_back_diary
from .together import NobodyThere, book_group_meeting, hold_group_intake, write_group_diary

__all__ = [
    "CORRECTED_WITHIN",
    "AlreadySigned",
    "DayWritten",
    "GoalSettled",
    "GoalsFull",
    "IntakeHeld",
    "MeetingOver",
    "NobodyThere",
    "NotOfThisPair",
    "NotStarted",
    "NothingToApprove",
    "PairEnded",
    "StepStands",
    "TakenBack",
    "TimeTaken",
    "TooLate",
    "UnknownCode",
    "WrongDay",
    "add_goal",
    "approve_plan",
    "book_group_meeting",
    "book_meeting",
    "cancel_coming_meetings",
    "cancel_meeting",
    "change_goal",
    "correct_diary",
    "correct_goal",
    "correct_step",
    "hold_group_intake",
    "hold_intake",
    "move_meeting",
    "record_step",
    "sign",
    "take_back_diary",
    "take_back_step",
    "write_diary",
    "write_group_diary",
]
