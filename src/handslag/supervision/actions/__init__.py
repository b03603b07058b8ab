"""All writing of the room, one module per noun."""

from .agenda import AlreadyDone, NotDone, NothingSaid, ask, complete, decide, nudge, reopen
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
    CORRECTED_WITHIN,
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
from .pauses import IsOver, NotRunning, WrongDays, WrongFirstDay, agree_pause, change_pause, end_pause, refusals_of
from .signals import NoReason, TooLong, answer, look, snooze

__all__ = [
    "CORRECTED_WITHIN", "AlreadyDone", "AlreadyHeld", "Empty", "InAGroup", "IsOver", "LeftBefore", "MonthTaken",
    "NoReason", "NoWhy", "NotAMentor", "NotASupervisor", "NotDone", "NotHere", "NotInGroup", "NotRunning",
    "NotesMissing", "NothingSaid", "TooLate", "TooLong", "WrongDays", "WrongFirstDay", "WrongState", "acknowledge",
    "agree_pause", "answer", "ask", "cancel_meeting", "change_pause", "change_supervisor", "close", "complete",
    "correct_meeting", "decide", "end_pause", "hold_meeting", "join", "leave", "look", "make_group", "may_correct",
    "move_meeting", "name_leads", "nudge", "plan_meeting", "refusals_of", "reopen", "report", "snooze",
]  # fmt: skip
