"""The acts of the room: queueing, sending, reading, mending what failed, withdrawing, forgetting what is old."""

from .forgetting import remove_old_texts
from .mending import NothingToSend, NothingToTell, correct_address, note_call, note_calls, take_back_calls, try_again
from .queueing import queue
from .reading import choose_channel, mark_all_read, mark_read
from .sending import send_due
from .withdrawing import Withdrawn, expire, no_news, withdraw

__all__ = [
    "NothingToSend",
    "NothingToTell",
    "Withdrawn",
    "choose_channel",
    "correct_address",
    "expire",
    "mark_all_read",
    "mark_read",
    "no_news",
    "note_call",
    "note_calls",
    "queue",
    "remove_old_texts",
    "send_due",
    "take_back_calls",
    "try_again",
    "withdraw",
]
