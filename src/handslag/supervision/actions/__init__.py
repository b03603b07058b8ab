"""All writing of the room, one module per noun."""

from .agenda import AlreadyDone, NothingSaid, ask, complete, decide, nudge
from .concerns import Empty, NotHere, WrongState, acknowledge, close, name_leads, report
from .groups import (
    InAGroup,
    LeftBefore,
    NotAMentor,
    NotASupervisor,
    change_supervisor,
    join,
    leave,
    make_group,
)
from .meetings import (
    AlreadyHeld,
    MonthTaken,
    NotesMissing,
    NotInGroup,
    NoWhy,
    TooLate,
    cancel_meeting,
    correct_meeting,
    hold_meeting,
    may_correct,
    move_meeting,
    plan_meeting,
)
from .pauses import IsOver, NotRunning, WrongDays, WrongFirstDay, agree_pause, change_pause, end_pause
from .signals import NoReason, TooLong, answer, look, snooze

__all__ = [
    "AlreadyDone", "AlreadyHeld", "Empty", "InAGroup", "IsOver", "LeftBefore", "MonthTaken", "NoReason", "NoWhy",
    "NotAMentor", "NotASupervisor", "NotHere", "NotInGroup", "NotRunning", "NotesMissing", "NothingSaid", "TooLate",
    "TooLong", "WrongDays", "WrongFirstDay", "WrongState", "acknowledge", "agree_pause", "answer", "ask",
    "cancel_meeting", "change_pause", "change_supervisor", "close", "complete", "correct_meeting", "decide",
    "end_pause", "hold_meeting", "join", "leave", "look", "make_group", "may_correct", "move_meeting", "name_leads",
    "nudge", "plan_meeting", "report", "snooze",
]  # fmt: skip
