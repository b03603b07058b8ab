"""Sending what is due. Several workers may do it at once, and any of them may die at any moment.

A worker claims one message, commits, hands it to the server, and marks it sent when the server has said that it has it.
Who dies before that leaves the message claimed: it is tried again when the lease is over. So a message is never lost,
and it comes twice only where the server had it but its answer was lost; then both have the same Message-ID.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from handslag.core.encryption import KeyLost

from ..letters import after_quiet_hours
from ..mail import address_of, mail_of
from ..models import Message
from ..post import NotTaken, Post

logger = logging.getLogger(__name__)

State, Failure = Message.State, Message.Failure
# Longer than one mail can take with every answer of the server at its time limit (EMAIL_TIMEOUT, 20 s each).
LEASE = timedelta(minutes=10)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
GIVE_UP = timedelta(days=5)
# A server that breaks off so often in a row is left alone until the next tick.
BREAKS = 3
_WHY = "the schedule sends for every organisation"


def send_due(*, clock: Callable[[], datetime] = timezone.now) -> Counter:
    """Send every message that is due, one after the other; gives how many are now in each state.

    Never call it inside a transaction: each claim has to be seen by the other workers at once.
    """
    post, done, breaks = Post(), Counter[str](), 0
    _drop_late(clock())
    try:
        while breaks < BREAKS and (message := _claim(clock())) is not None:
            try:
                state = _deliver(post, message)
            except NotTaken as problem:
                state = _not_taken(message, problem, clock())
                breaks = breaks + 1 if problem.broken else 0
            else:
                breaks = 0
                _settle(message, state=state, **({"sent_at": clock()} if state == State.SENT else {}))
            done[state] += 1
    finally:
        post.close()
    return done


def _due(at: datetime) -> QuerySet[Message]:
    rows = Message.objects.everywhere(_WHY).filter(state=State.QUEUED, next_try_at__lte=at)
    return rows.filter(Q(expires_at=None) | Q(expires_at__gt=at))


def _claim(at: datetime) -> Message | None:
    """The next message that is due, for this worker alone until the lease is over."""
    claim = uuid.uuid4()
    while True:
        with transaction.atomic():
            due = _due(at).order_by("next_try_at", "queued_at", "id")
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            pk = due.values_list("pk", flat=True).first()
            if pk is None:
                return None
            # Where rows cannot be skipped the update decides who has it: the other finds it no longer due.
            taken = _due(at).filter(pk=pk).update(claim=claim, next_try_at=at + LEASE, tries=F("tries") + 1)
        if taken:
            break
    rows = Message.objects.everywhere(_WHY).select_related("person__account", "programme__organisation")
    return rows.get(pk=pk)


def _drop_late(at: datetime) -> None:
    """What is told of is over: nobody wants to be reminded of yesterday's meeting."""
    rows = Message.objects.everywhere(_WHY).filter(state=State.QUEUED, next_try_at__lte=at, expires_at__lte=at)
    rows.update(state=State.DROPPED, claim=None)


def _deliver(post: Post, message: Message) -> str:
    """Hand it over and give the state it is in now; raises NotTaken."""
    try:
        mail = _compose(message)
    except KeyLost:  # the reader was erased in the meantime
        return State.DROPPED
    if mail is None:
        return State.BY_HAND
    post.hand_over(mail)
    return State.SENT


def _compose(message: Message) -> EmailMessage | None:
    if message.person.erased_at is not None:
        raise KeyLost
    try:
        to = address_of(message)
        return mail_of(message, to) if to else None
    except (KeyLost, NotTaken):
        raise
    except Exception:  # whatever is wrong with one message must not keep the others waiting
        logger.exception("Message %s could not be made into mail", message.pk)
        raise NotTaken from None


def _not_taken(message: Message, problem: NotTaken, at: datetime) -> str:
    """Try again later, or give up: at once where the server says so for good, else after five days."""
    failure = problem.failure
    if not failure and at - message.send_after >= GIVE_UP:
        failure = Failure.UNREACHABLE
    if failure:
        return _settle(message, state=State.FAILED, failure=failure)
    again = at + WAITS[min(message.tries, len(WAITS)) - 1]
    return _settle(message, state=State.QUEUED, next_try_at=_when_awake(message, again))


def _when_awake(message: Message, at: datetime) -> datetime:
    """`at`, or when the quiet hours are over; what was to go out in this very night is tried all through it."""
    rested = after_quiet_hours(message.programme, at)
    return at if rested == after_quiet_hours(message.programme, message.send_after) else rested


def _settle(message: Message, *, state: str, **fields) -> str:
    """Write what became of a claimed message, unless its lease ran out and another worker has it."""
    rows = Message.objects.everywhere(_WHY).filter(pk=message.pk, claim=message.claim)
    if not rows.update(state=state, claim=None, **fields):
        logger.error("Message %s took longer than its lease and may come twice.", message.pk)
    return state
