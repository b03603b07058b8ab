"""Reads for the pages of messages and for the command line."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db.models import Case, Count, Max, Min, Q, QuerySet, Value, When

from handslag.people.models import Account
from handslag.programmes.access import own
from handslag.programmes.models import Programme

from .models import ChannelChoice, Message

State = Message.State
# Somebody has to call, or to correct the address.
WAITING = (State.FAILED, State.BY_HAND)
# An id in a key; see `withdraw`, which finds by it what is overtaken.
A_ROW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def to_be_called(at: datetime) -> Q:
    """The messages that somebody has to tell by phone now: no address, not over, and the reader is known still."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=at)
    return Q(state=State.BY_HAND, person__erased_at=None) & in_time


class Sending(TypedDict):
    """How many messages of a programme are in each state, and whether the mail server has a fault."""

    counts: dict[str, int]
    late_since: datetime | None


def own_messages(user: Account) -> QuerySet[Message]:
    """The messages to `user`, the newest first; those whose words were removed are left out."""
    rows = Message.objects.visible_to(user).filter(own(user))
    return rows.exclude(title="").select_related("programme__organisation").order_by("-queued_at", "id")


def channel_of(user: Account) -> str:
    """How `user` gets messages."""
    choice = ChannelChoice.objects.visible_to(user).first()
    return choice.channel if choice else ChannelChoice.Channel.EMAIL


def team_messages(user: Account, programme: Programme, state: str = "") -> QuerySet[Message]:
    """The messages of a programme with their readers, without their texts; in one state, or all.

    Those that wait for somebody stand first, then the newest.
    """
    rows = Message.objects.visible_to(user).filter(programme=programme)
    rows = rows.filter(state=state) if state else rows
    first = Case(When(state__in=WAITING, then=Value(0)), default=Value(1))
    return rows.select_related("person").defer("body").order_by(first, "-queued_at", "id")


def people_to_call(user: Account, programme: Programme, at: datetime) -> QuerySet:
    """The ids of those who have to be called, who has waited longest first: rows of `person_id` and `since`."""
    rows = Message.objects.visible_to(user).filter(to_be_called(at), programme=programme).order_by()
    return rows.values("person_id").annotate(since=Min("queued_at")).order_by("since", "person_id")


def calls_to(persons: Iterable[UUID], user: Account, programme: Programme, at: datetime) -> dict[UUID, list[Message]]:
    """What these people have to be told by phone, in their order and the newest first; with the texts, and the account
    of each, which tells what she or he reads."""
    rows = Message.objects.visible_to(user).filter(to_be_called(at), programme=programme, person__in=list(persons))
    found: dict[UUID, list[Message]] = {person: [] for person in persons}
    for message in rows.select_related("person__account").order_by("-queued_at", "id"):
        found[message.person_id].append(message)
    return {person: messages for person, messages in found.items() if messages}


def by_matter(messages: Iterable[Message]) -> list[list[Message]]:
    """Messages to one person, those on the same matter together, in their order: a newer one overtakes the others."""
    matters: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        matters.setdefault((message.kind, _matter_of(message)), []).append(message)
    return list(matters.values())


def _matter_of(message: Message) -> str:
    """What a message is about: the rows that its key names beside its reader, as a group and the one of it who comes or
    leaves; else its page. A reminder overtakes no other one."""
    if message.kind == Message.Kind.REMINDER:
        return str(message.pk)
    named = [row.group() for row in A_ROW.finditer(message.once_key)]
    return ":".join(row for row in named if row != str(message.person_id)) or message.url


def sending(user: Account, programme: Programme) -> Sending:
    """Counts by state; and since when messages wait that were tried before, where the server has taken none since."""
    rows = Message.objects.visible_to(user).filter(programme=programme).order_by()
    found = rows.values("state").annotate(
        n=Count("pk"), tried_since=Min("send_after", filter=Q(tries__gt=0)), newest=Max("sent_at")
    )
    by_state = {row["state"]: row for row in found}
    stuck = by_state.get(State.QUEUED, {}).get("tried_since")
    sent = by_state.get(State.SENT, {}).get("newest")
    late = stuck if stuck and (sent is None or sent < stuck) else None
    return {"counts": {state: row["n"] for state, row in by_state.items()}, "late_since": late}


def waiting_and_failed(why: str) -> dict[UUID, dict[str, int]]:
    """How many messages wait and how many failed, by programme, over all organisations (for the operator)."""
    rows = Message.objects.everywhere(why).filter(state__in=(State.QUEUED, State.FAILED)).order_by()
    found: dict[UUID, dict[str, int]] = {}
    for programme, state, count in rows.values_list("programme", "state").annotate(Count("pk")):
        found.setdefault(programme, {})[state] = count
    return found
