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
from .pause_requests import (
    AskedAlready,
    NothingAsked,
    NotOfPair,
    NoWord,
    ask_for_pause,
    drop_pauses,
    refusals_to_ask,
    refuse_pause,
    see_answer,
    withdraw_request,
)
from .pause_rules import NotRunning, WrongDays, WrongFirstDay, refusals_of
from .pauses import IsOver, NotOver, agree_pause, change_pause, end_pause, remove_pause
from .signals import NoReason, TooLong, answer, look, snooze

__all__ = [
    "CORRECTED_WITHIN", "AlreadyDone", "AlreadyHeld", "AskedAlready", "Empty", "InAGroup", "IsOver", "LeftBefore",
    "MonthTaken", "NoReason", "NoWhy", "NoWord", "NotAMentor", "NotASupervisor", "NotDone", "NotHere", "NotInGroup",
    "NotOfPair", "NotOver", "NotRunning", "NotesMissing", "NothingAsked", "NothingSaid", "TooLate", "TooLong",
    "WrongDays", "WrongFirstDay", "WrongState", "acknowledge", "agree_pause", "answer", "ask", "ask_for_pause",
    "cancel_meeting", "change_pause", "change_supervisor", "close", "complete", "correct_meeting", "decide",
    "drop_pauses", "end_pause", "hold_meeting", "join", "leave", "look", "make_group", "may_correct", "move_meeting",
    "name_leads", "nudge", "plan_meeting", "refusals_of", "refusals_to_ask", "refuse_pause", "remove_pause", "reopen",
    "report", "see_answer", "snooze", "withdraw_request",
]  # fmt: skip
