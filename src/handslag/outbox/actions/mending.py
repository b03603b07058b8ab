"""What the team does about a message that could not be sent."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.encryption import is_lost, opened
from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.journal.models import Entry
from handslag.people.actions import change_contact
from handslag.people.models import Person

from ..letters import has_address
from ..models import Message

State = Message.State
# What can be sent (again): what failed, and what had no address when it was queued.
MENDABLE = (State.FAILED, State.BY_HAND)
TELL = "message.tell_by_phone"
# Who presses the same button twice does it within this time.
PRESSED_AGAIN = timedelta(minutes=1)


class NothingToTell(Refused):
    """The message does not wait for a call."""


class NothingToSend(Refused):
    """The message has been sent, waits to be sent, is too old or over, or its reader has no address or was erased."""


@transaction.atomic
def try_again(*, message: Message, by: Person | None, at: datetime) -> None:
    """Let the next tick send a message that failed. Its five days of tries begin anew."""
    rows = Message.objects.of(message.organisation_id).select_for_update(of=("self",))
    message = rows.select_related("person").get(pk=message.pk)
    _require_mendable(message, at)
    if not has_address(message.person):
        raise NothingToSend(_("There is no e-mail address. Write one down first, or call."))
    message.state, message.failure, message.tries = State.QUEUED, "", 0
    message.send_after = message.next_try_at = at
    if settings.DEMO:  # nothing leaves a demonstration
        message.state, message.sent_at = State.SENT, at
    message.save(update_fields=["state", "failure", "tries", "send_after", "next_try_at", "sent_at"])
    record("message.try_again", "outbox.message", message.pk, by=by, organisation=message.organisation_id, at=at)


@transaction.atomic
def correct_address(*, message: Message, email: str, by: Person | None, at: datetime) -> None:
    """Replace the e-mail address of the reader, and send the message there. The phone number stays."""
    _require_mendable(message, at)
    person = message.person
    change_contact(person=person, phone=opened(person, "phone"), email=email, by=by, at=at)
    try_again(message=message, by=by, at=at)


@transaction.atomic
def note_call(*, message: Message, by: Person | None, at: datetime) -> None:
    """Write down that the reader was told by phone what a message says that did not go out.

    It may be too late to send it by then, or its words removed: that it was dealt with can still be noted.
    """
    rows = Message.objects.of(message.organisation_id).select_for_update(of=("self",))
    message = rows.defer("title", "body").get(pk=message.pk)
    if message.state not in MENDABLE:
        raise NothingToTell(_("This message does not wait for a call any more."))
    message.state = State.CALLED
    message.save(update_fields=["state"])
    record(TELL, "outbox.message", message.pk, by=by, organisation=message.organisation_id, at=at)


@transaction.atomic
def note_calls(*, messages: Sequence[Message], by: Person, at: datetime) -> list[Message]:
    """Write down that one call told all of these; those that a colleague has told meanwhile are passed over.

    Gives those that `by` has noted, now or a moment ago: who presses the button again has made no second call. Raises
    NothingToTell where there are none.
    """
    for message in messages:
        with suppress(NothingToTell):
            note_call(message=message, by=by, at=at)
    noted = _noted_by(by, messages, since=at - PRESSED_AGAIN)
    if not noted:
        raise NothingToTell(_("A colleague has called already. There is nothing more to tell."))
    return noted


def _noted_by(by: Person, messages: Sequence[Message], *, since: datetime) -> list[Message]:
    """Those of `messages` of which the journal knows that `by` has told them, and that nobody has told later."""
    ids = [str(message.pk) for message in messages]
    entries = Entry.objects.of(messages[0].organisation_id).filter(action=TELL, subject_id__in=ids, at__gte=since)
    last = dict(entries.order_by("id").values_list("subject_id", "actor_id"))
    return [message for message in messages if last.get(str(message.pk)) == by.pk]


@transaction.atomic
def take_back_calls(*, messages: Sequence[Message], by: Person | None, at: datetime) -> None:
    """The note that these were told by phone was a slip: they wait for a call as before.

    What a later act has overtaken stays as it is, and so does what has no words or no reader any more. Raises
    NothingToTell where nothing is left to take back.
    """
    rows = Message.objects.of(messages[0].organisation_id).filter(pk__in=[message.pk for message in messages])
    rows = rows.select_for_update(of=("self",)).select_related("person").defer("body")
    slips = [row for row in rows if row.may_be_untold(at)]
    if not slips:
        raise NothingToTell(
            _("There is no call to take back. It was taken back already, or there is nothing to tell any more.")
        )
    for message in slips:
        message.state = State.FAILED if message.failure else State.BY_HAND
        message.save(update_fields=["state"])
        record("message.not_told", "outbox.message", message.pk, by=by, organisation=message.organisation_id, at=at)


def _require_mendable(message: Message, at: datetime) -> None:
    if message.person.erased_at is not None or is_lost(message, "title"):
        raise NothingToSend(_("This person was erased. Nothing is sent any more."))
    if message.state not in MENDABLE or message.is_removed:
        raise NothingToSend(_("This message is on its way, was sent, or is too old to be sent again."))
    if message.is_over(at):
        raise NothingToSend(_("What this message tells of is over. Call the person instead."))
