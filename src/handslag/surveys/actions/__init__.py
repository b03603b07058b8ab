"""What is done with surveys, as verbs: opening, inviting, answering, nudging, closing."""

from .answering import answer, drop_sheet, keep_draft
from .errors import NotAMember, SurveyClosed, Unreadable, WrongKind
from .opening import Asked, close, invite, nudge, open_by_hand, open_wave, withdraw

__all__ = [
    "Asked",
    "NotAMember",
    "SurveyClosed",
    "Unreadable",
    "WrongKind",
    "answer",
    "close",
    "drop_sheet",
    "invite",
    "keep_draft",
    "nudge",
    "open_by_hand",
    "open_wave",
    "withdraw",
]
