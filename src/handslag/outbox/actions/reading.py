"""What the reader of messages does: reads them, and says how they should come."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from handslag.journal.actions import record
from handslag.people.models import Person

from ..models import ChannelChoice, Message


def mark_read(*, message: Message, at: datetime) -> None:
    """Note that the reader has seen it; the first time counts."""
    Message.objects.of(message.organisation_id).filter(pk=message.pk, read_at=None).update(read_at=at)


def mark_all_read(*, persons: Iterable[Person], at: datetime) -> int:
    """Note that all messages to `persons` (one human being in several organisations) are read; gives their number."""
    unread = Message.objects.everywhere("one reader, in all own organisations").filter(person__in=list(persons))
    return unread.filter(read_at=None).update(read_at=at)


@transaction.atomic
def choose_channel(*, person: Person, channel: str, by: Person | None, at: datetime) -> None:
    """From now on messages to `person` come by e-mail and in the app, or in the app only."""
    channel = ChannelChoice.Channel(channel)
    choice, made = ChannelChoice.objects.of(person.organisation_id).get_or_create(
        person=person, defaults={"organisation_id": person.organisation_id, "channel": channel, "changed_at": at}
    )
    if not made and choice.channel == channel:
        return
    choice.channel, choice.changed_at = channel, at
    choice.save(update_fields=["channel", "changed_at"])
    record(
        "message.choose_channel", "people.person", person.pk, by=by, organisation=person.organisation_id, at=at,
        detail={"channel": str(channel)},
    )  # fmt: skip
