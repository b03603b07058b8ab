"""Unread messages for everybody; failed ones and people to call for the team."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.next_steps import NextStep, provides_from_counts
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme

from .models import Message
from .queries import to_be_called


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    """The reader of messages is one human being: new ones of every programme count."""
    rows = Message.objects.everywhere("only one's own, and those of a programme whose messages one may see")
    mine = rows.filter(person_id__in=set(grants(user).persons.values()), read_at=None).exclude(title="")
    mine = mine.exclude(expires_at__lte=at)
    if not may(user, "message.see", programme):
        return {"unread": count_of(mine)}
    failed = rows.filter(programme=programme, state=Message.State.FAILED).exclude(expires_at__lte=at)
    calls = rows.filter(to_be_called(at), programme=programme)
    return {
        "unread": count_of(mine), "failed": count_of(failed), "calls": count_of(calls, "person_id", distinct=True),
    }  # fmt: skip


@provides_from_counts(questions)
def steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if found.get("failed"):
        yield NextStep(
            text=_("Look at messages that could not be sent"), url=reverse("outbox:team", args=[programme.pk]),
            why=_("Correct the address and send again, or call."), count=found["failed"], urgency=2,
        )  # fmt: skip
    if found.get("calls"):
        said = ngettext("%(n)s person to call", "%(n)s people to call", found["calls"])
        yield NextStep(
            text=said % {"n": found["calls"]}, url=reverse("outbox:calls", args=[programme.pk]),
            why=_("They have no e-mail. You see the number and what to say."), count=found["calls"], urgency=2,
        )  # fmt: skip
    if found["unread"]:
        said = ngettext("You have %(n)s new message", "You have %(n)s new messages", found["unread"])
        yield NextStep(text=said % {"n": found["unread"]}, url=reverse("outbox:own"), urgency=2, count=found["unread"])
