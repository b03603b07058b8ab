"""All writing of the room, one module per noun."""

from .agenda import AlreadyDone, NothingSaid, ask, complete, decide, nudge
from .concerns import Empty, NotHere, WrongState, acknowledge, close, name_leads, report
from .groups import (
    AlreadyHeld,
    InAGroup,
    LeftBefore,
    MonthTaken,
    NotAMentor,
    NotASupervisor,
    NotesMissing,
    NotInGroup,
    change_supervisor,
    hold_meeting,
    join,
    leave,
    make_group,
    plan_meeting,
)
from .pauses import IsOver, NotRunning, WrongDays, WrongFirstDay, agree_pause, change_pause, end_pause
from .signals import NoReason, TooLong, answer, look, snooze

__all__ = [
    "AlreadyDone", "AlreadyHeld", "Empty", "InAGroup", "IsOver", "LeftBefore", "MonthTaken", "NoReason", "NotAMentor",
    "NotASupervisor", "NotHere", "NotInGroup", "NotRunning", "NotesMissing", "NothingSaid", "TooLong", "WrongDays",
    "WrongFirstDay", "WrongState", "acknowledge", "agree_pause", "answer", "ask", "change_pause", "change_supervisor",
    "close", "complete", "decide", "end_pause", "hold_meeting", "join", "leave", "look", "make_group", "name_leads",
    "nudge", "plan_meeting", "report", "snooze",
]  # fmt: skip
