"""Who has no e-mail address is called. The team has done it for everything but the newest survey."""

from datetime import timedelta

from handslag.outbox.actions import note_calls
from handslag.outbox.models import Message
from handslag.outbox.queries import to_be_called
from handslag.surveys.models import Invitation


def call_around(programme, team, calendar) -> str:
    """Tell the others the day after; gives who is left: those who have not answered what came in the last days."""
    organisation, since = programme.organisation_id, calendar.at(calendar.today - timedelta(days=2))
    unanswered = Invitation.objects.of(organisation).filter(wave__programme=programme, answered_at=None)
    silent = set(unanswered.values_list("membership__person_id", flat=True))
    waiting = to_be_called(calendar.at(calendar.today, hour=8))
    rows = Message.objects.of(organisation).filter(waiting, programme=programme)
    left = set()
    for message in rows.defer("title", "body").order_by("queued_at", "id"):
        if message.queued_at >= since and message.person_id in silent:
            left.add(message.person_id)
            continue
        at = min(message.queued_at + timedelta(days=1), calendar.at(calendar.today, hour=7))
        note_calls(messages=[message], by=team["coordinator"], at=at)
    return f"{len(left)} people to call"
