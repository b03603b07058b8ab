"""Days on which a pair and the team agreed not to meet: noting them, correcting them, ending them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.mentoring.pauses import ONE_DAY
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of

from ..models import PairPause
from ..pause_notices import pause_agreed, pause_taken_back
from .pause_requests import settle
from .pause_rules import NotRunning, lock, refusals_of


class IsOver(Refused):
    """The pause has ended, or was withdrawn."""


class NotOver(Refused):
    """The pause lasts, or is ahead."""


@transaction.atomic
def agree_pause(
    *, pair: Pair, from_on: date, until_on: date, reason: str, by: Person | None, at: datetime
) -> PairPause:  # fmt: skip
    """Note that a pair and the team agreed not to meet from `from_on` until and with `until_on`. One of the two who has
    asked for any of these days has the answer with it. Both are told, unless the pause is over and nobody asked."""
    _check(pair, from_on, until_on)
    pause = PairPause.objects.create(
        organisation_id=pair.organisation_id, pair=pair, from_on=from_on, until_on=until_on,
        reason=PairPause.Reason(reason), agreed_by=by, agreed_at=at,
    )  # fmt: skip
    _record("pair.pause", pause, by=by, at=at)
    settle(pause, by=by, at=at)
    pause_agreed(pause, by=by, at=at)
    return pause


@transaction.atomic
def change_pause(
    *, pause: PairPause, from_on: date, until_on: date, reason: str, by: Person | None, at: datetime
) -> None:  # fmt: skip
    """Correct the days or the reason of a pause, also of one that is over. The journal keeps the days from before.
    Both are told of days that are not all behind them."""
    _check(pause.pair, from_on, until_on, besides=pause)
    _hold(pause)
    before, last = _days(pause), max(pause.until_on, until_on)
    pause.from_on, pause.until_on, pause.reason = from_on, until_on, PairPause.Reason(reason)
    pause.save(update_fields=["from_on", "until_on", "reason"])
    _record("pair.change_pause", pause, by=by, at=at, detail={"before": before, "now": _days(pause)})
    settle(pause, by=by, at=at)
    if _days(pause) != before and last >= day_of(pause.pair.programme, at):
        pause_agreed(pause, by=by, at=at)


@transaction.atomic
def end_pause(*, pause: PairPause, by: Person | None, at: datetime) -> None:
    """The two meet again from today on: yesterday was the last day. One that had not begun by then is withdrawn.
    Those who know of it are told."""
    today = day_of(pause.pair.programme, at)
    lock(pause.pair)
    _hold(pause)
    if pause.until_on < today:
        raise IsOver(_("This pause is over already."))
    before = _days(pause)
    pause_taken_back(pause, by=by, at=at)
    if pause.from_on >= today:
        _record("pair.withdraw_pause", pause, by=by, at=at, detail={"before": before})
        pause.delete()
        return
    pause.until_on = today - ONE_DAY
    pause.save(update_fields=["until_on"])
    _record("pair.end_pause", pause, by=by, at=at, detail={"before": before, "now": _days(pause)})


@transaction.atomic
def remove_pause(*, pause: PairPause, by: Person | None, at: datetime) -> None:
    """Take away the note of a pause that is over, as long as the pair runs and one could be noted. Nobody is told."""
    now = lock(pause.pair)
    _hold(pause)
    if not now.is_running:
        raise NotRunning(_("This pair has ended. What was written stays."))
    if pause.until_on >= day_of(pause.pair.programme, at):
        raise NotOver(_("This pause is not over. Take it back, or say that they meet again."))
    _record("pair.withdraw_pause", pause, by=by, at=at, detail={"before": _days(pause)})
    pause.delete()


def _hold(pause: PairPause) -> None:
    """See the pause as it is now; somebody may have withdrawn it since the page was made."""
    rows = PairPause.objects.of(pause.organisation_id)
    try:
        pause.refresh_from_db(fields=["from_on", "until_on", "reason"], from_queryset=rows)
    except PairPause.DoesNotExist:
        raise IsOver(_("This pause was withdrawn already.")) from None


def _check(pair: Pair, from_on: date, until_on: date, besides: PairPause | None = None) -> None:
    for refusal in refusals_of(lock(pair), from_on, until_on, besides):
        raise refusal


def _days(pause: PairPause) -> list[str]:
    return [pause.from_on.isoformat(), pause.until_on.isoformat()]


def _record(action: str, pause: PairPause, *, by: Person | None, at: datetime, detail: dict | None = None) -> None:
    """About the pair: a pause that is withdrawn is gone, and leads to nobody any more."""
    organisation = pause.organisation_id
    record(action, "pairs.pair", pause.pair_id, by=by, organisation=organisation, at=at, detail=detail)
