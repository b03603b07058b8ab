"""Closing a call and opening it again. Both change its last day; who has begun to write today can still send today."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.closed import require_open
from handslag.programmes.days import check_not_too_far, day_of

from ..models import Call
from .applying import WrongDates, change_last_day

# Codes, as the journal keeps no words that somebody typed.
REASONS = [
    ("too_few", gettext_lazy("Too few people have applied")),
    ("places_free", gettext_lazy("Places have become free")),
    ("asked_late", gettext_lazy("People asked after the last day")),
    ("mistake", gettext_lazy("It was closed by mistake")),
]


class CallOpen(Refused):
    """The call is open, or will be."""


class UnknownReason(Refused):
    """A call is opened again for one of the reasons."""


@transaction.atomic
def close_call(*, call: Call, by: Person, at: datetime) -> None:
    """Let today be the last day to apply. Raises CallClosed, WrongDates where it has not begun."""
    change_last_day(call=call, closes_on=day_of(call.programme, at), by=by, at=at)


@transaction.atomic
def reopen_call(*, call: Call, closes_on: date, reason: str, by: Person, at: datetime) -> None:
    """Let people apply again, until `closes_on`; the journal keeps the `reason` (a code of REASONS).

    Raises CallOpen, UnknownReason, WrongDates, TooFarAhead, ProgrammeClosed.
    """
    require_open(call.programme)
    held = Call.objects.of(call.organisation_id).select_for_update(of=("self",)).get(pk=call.pk)
    today = day_of(call.programme, at)
    if held.closes_on >= today:
        raise CallOpen(_("This call is not closed. Its last day can be moved in the settings."))
    if reason not in dict(REASONS):
        raise UnknownReason(_("Say why the call is opened again."))
    if closes_on < today:
        raise WrongDates(_("This day has passed. Choose today or a later day."))
    check_not_too_far(call.programme, closes_on, at)
    held.closes_on = closes_on
    held.save(update_fields=["closes_on"])
    record(
        "call.reopen", "recruitment.call", call.pk, by=by, organisation=call.organisation_id, at=at,
        detail={"reason": reason, "closes_on": closes_on.isoformat()},
    )  # fmt: skip
