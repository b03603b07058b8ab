"""The beginning and the end of a pair."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of

from .. import notices
from ..models import Pair
from ..signals import pair_ended
from .errors import AlreadyEnded, AlreadyStarted, WrongDay
from .rounds import journal


@transaction.atomic
def start(*, pair: Pair, on: date, by: Person | None, at: datetime) -> None:
    """The first meeting was held on the day `on`. Raises AlreadyStarted, AlreadyEnded, WrongDay."""
    _hold(pair)
    _require_running(pair)
    if pair.started_on is not None:
        raise AlreadyStarted(_("This pair has had its first meeting."))
    _require_day(pair, on, at, earliest=day_of(pair.programme, pair.matched_at))
    pair.started_on = on
    pair.save(update_fields=["started_on"])
    journal("pair.start", pair, by=by, at=at)


@transaction.atomic
def end(*, pair: Pair, reason: str, on: date, by: Person | None, at: datetime) -> None:
    """End a pair on the day `on`; both can be matched anew. `reason`: one of Pair.EndReason.

    Raises AlreadyEnded, WrongDay.
    """
    _hold(pair)
    _require_running(pair)
    _require_day(pair, on, at, earliest=pair.started_on or day_of(pair.programme, pair.matched_at))
    pair.ended_on, pair.end_reason = on, Pair.EndReason(reason)
    pair.save(update_fields=["ended_on", "end_reason"])
    journal("pair.end", pair, by=by, at=at, reason=reason)
    notices.ended(pair, by=by, at=at)
    pair_ended.send(sender=Pair, pair=pair, by=by, at=at)


def _hold(pair: Pair) -> None:
    """Hold the row, and see it as it is now."""
    rows = Pair.objects.of(pair.organisation_id).select_for_update()
    pair.refresh_from_db(fields=["started_on", "ended_on"], from_queryset=rows)


def _require_running(pair: Pair) -> None:
    if pair.ended_on is not None:
        raise AlreadyEnded(_("This pair has already ended."))


def _require_day(pair: Pair, on: date, at: datetime, *, earliest: date) -> None:
    if on > day_of(pair.programme, at):
        raise WrongDay(_("This day lies in the future. Choose today or an earlier day."))
    if on < earliest:
        raise WrongDay(_("This day is too early. The pair was not there before %(day)s.") % {"day": earliest})
