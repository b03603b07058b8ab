"""What is removed on schedule."""

from datetime import datetime, timedelta

from ..models import Message

# Long enough to look up what was said in a quarter, short enough that the outbox is no second file on people: what
# matters for longer (a decision, a meeting, a pair) stands in its own room.
TEXTS_KEPT = timedelta(days=90)


def remove_old_texts(*, at: datetime) -> int:
    """Remove the words of messages 90 days after they went out; that one was sent, and when, stays. Gives how many."""
    rows = Message.objects.everywhere("the schedule clears up in every organisation")
    old = rows.filter(send_after__lt=at - TEXTS_KEPT).exclude(state=Message.State.QUEUED).exclude(title="", body="")
    return old.update(title="", body="")
