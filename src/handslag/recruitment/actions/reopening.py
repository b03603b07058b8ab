"""Moving the last day of a call: closing it, opening it again. Who has begun to write today can still send today."""

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
from .applying import CallClosed, WrongDates

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
def change_last_day(*, call: Call, closes_on: date, by: Person | None, at: datetime) -> None:
    """Let people apply for longer, or for less long: until today at the soonest.

    Raises CallClosed, WrongDates, TooFarAhead, ProgrammeClosed.
    """
    held, today = _held(call), day_of(call.programme, at)
    if held.closes_on < today:
        raise CallClosed(_("This call is closed."))
    if closes_on < max(today, held.opens_on):
        raise WrongDates(_("The last day lies before the first, or before today. Choose a later last day."))
    _set_last_day(held, closes_on, "call.change_last_day", by, at)


@transaction.atomic
def close_call(*, call: Call, by: Person, at: datetime) -> None:
    """Let today be the last day to apply. Raises CallClosed, WrongDates where it has not begun."""
    change_last_day(call=call, closes_on=day_of(call.programme, at), by=by, at=at)


@transaction.atomic
def reopen_call(*, call: Call, closes_on: date, reason: str, by: Person, at: datetime) -> None:
    """Let people apply again, or on the last day for longer, until `closes_on`; `reason`: a code of REASONS.

    The journal keeps the reason. Done again with the same day, as when a button is pressed twice, it changes nothing.
    Raises CallOpen, UnknownReason, WrongDates, TooFarAhead, ProgrammeClosed.
    """
    held, today = _held(call), day_of(call.programme, at)
    if held.closes_on >= today and held.closes_on == closes_on:
        return
    if held.closes_on > today:
        raise CallOpen(_("This call is not closed. Its last day can be moved in the settings."))
    if reason not in dict(REASONS):
        raise UnknownReason(_("Say why the call is opened again."))
    if closes_on < today:
        raise WrongDates(_("This day has passed. Choose today or a later day."))
    act = "call.reopen" if held.closes_on < today else "call.keep_open"
    _set_last_day(held, closes_on, act, by, at, reason=reason)


def _held(call: Call) -> Call:
    """The call as it is now, its row held until the act is done."""
    require_open(call.programme)
    held = Call.objects.of(call.organisation_id).select_for_update(of=("self",)).get(pk=call.pk)
    held.programme = call.programme
    return held


def _set_last_day(held: Call, closes_on: date, action: str, by: Person | None, at: datetime, **codes: str) -> None:
    check_not_too_far(held.programme, closes_on, at)
    held.closes_on = closes_on
    held.save(update_fields=["closes_on"])
    detail = {"role": held.role, "closes_on": closes_on.isoformat(), **codes}  # the journal's page tells them
    record(action, "recruitment.call", held.pk, by=by, organisation=held.organisation_id, at=at, detail=detail)
