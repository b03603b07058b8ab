"""The template's timeline as messages: which reminders are due on a day, for whom, each exactly once.

`rows` reads the programme's copy of the timeline, the modules beside it find the occasions, `letters` writes them, and
`queueing` puts into the outbox what is not there yet. Nothing is stored here: what is due follows from the rooms' rows.
"""

from .queueing import queue_reminders

__all__ = ["queue_reminders"]
