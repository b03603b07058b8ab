"""One of a pair asks for a pause; the team agrees on one, or says no with a word."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.pairs.models import Pair
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..access import answers_pauses
from ..models import PairPause, PauseRequest
from ..pause_notices import answer_read, nobody_asks, pause_asked, pause_refused, pauses_over
from .pause_rules import WrongFirstDay, lock, refusals_of


class NotOfPair(Refused):
    """Only the two of a pair ask for its pause."""


class AskedAlready(Refused):
    """The two have asked, and nobody has answered yet."""


class NothingAsked(Refused):
    """Nobody asks, or somebody has answered already."""


class NoWord(Refused):
    """A no is said with a word."""


def refusals_to_ask(pair: Pair, from_on: date, until_on: date, today: date) -> Iterator[Refused]:
    """All that is wrong with the days that are asked for, as a form tells it at once."""
    if from_on < today:
        yield WrongFirstDay(_("Choose today or a later day."))
    yield from refusals_of(pair, from_on, until_on)


@transaction.atomic
def ask_for_pause(
    *, pair: Pair, asked_by: Membership, from_on: date, until_on: date, reason: str, by: Person | None, at: datetime
) -> PauseRequest:  # fmt: skip
    """Ask for days without meetings, for one of the two; whoever answers for the pair is told."""
    now = lock(pair)
    if asked_by.pk not in (pair.mentor_id, pair.mentee_id):
        raise NotOfPair(_("Only the two of a pair ask for a pause."))
    for refusal in refusals_to_ask(now, from_on, until_on, day_of(pair.programme, at)):
        raise refusal
    if _waiting(pair) is not None:
        raise AskedAlready(_("You have asked already. We answer soon."))
    request = PauseRequest.objects.create(
        organisation_id=pair.organisation_id, pair=pair, asked_by=asked_by, from_on=from_on, until_on=until_on,
        reason=PairPause.Reason(reason) if reason else "", asked_at=at,
    )  # fmt: skip
    _record("pair.ask_pause", request, by=by, at=at)
    pause_asked(request, answers_pauses(pair), by=by, at=at)
    return request


@transaction.atomic
def refuse_pause(*, pair: Pair, word: str, by: Person | None, at: datetime) -> None:
    """Say no to the one of `pair` who asks for a pause, and why."""
    lock(pair)
    request = _waiting(pair)
    if request is None:
        raise NothingAsked(_("Nobody asks for a pause now. Somebody may have answered already."))
    if not word.strip():
        raise NoWord(_("Write why, or what you can do instead. Who asked reads it."))
    request.word = word.strip()
    _answer(request, PauseRequest.Said.NO, by=by, at=at)
    _record("pair.refuse_pause", request, by=by, at=at)
    pause_refused(request, by=by, at=at)


@transaction.atomic
def withdraw_request(*, pair: Pair, asked_by: Membership, by: Person | None, at: datetime) -> None:
    """Who asked for a pause does not want it any more, before anybody has answered."""
    lock(pair)
    request = _waiting(pair)
    if request is None or request.asked_by_id != asked_by.pk:
        raise NothingAsked(_("You do not ask for a pause now. We may have answered already."))
    _record("pair.withdraw_request", request, by=by, at=at)
    nobody_asks(request, by=by, at=at)
    request.delete()


def settle(pause: PairPause, *, by: Person | None, at: datetime) -> None:
    """A pause was agreed on: whoever of the pair has asked for any of its days has the answer. A request for other
    days waits on."""
    request = _waiting(pause.pair)
    if request is not None and request.from_on <= pause.until_on and pause.from_on <= request.until_on:
        request.pause = pause
        _answer(request, PauseRequest.Said.YES, by=by, at=at)


@transaction.atomic
def drop_pauses(*, pair: Pair, by: Person | None, at: datetime) -> None:
    """The pair has ended: nobody has to answer its request any more, and all letters about its pauses are over."""
    request = _waiting(pair)
    if request is not None:
        nobody_asks(request, by=by, at=at)
        request.delete()
    pauses_over(pair, by=by, at=at)


@transaction.atomic
def see_answer(*, request: PauseRequest, at: datetime) -> None:
    """Who asked has read the answer, so that the letter about it is no news."""
    if request.answered_at is not None and request.seen_at is None:
        request.seen_at = at
        request.save(update_fields=["seen_at"])
        answer_read(request, at=at)


def _waiting(pair: Pair) -> PauseRequest | None:
    rows = PauseRequest.objects.of(pair.organisation_id).filter(pair=pair, answered_at=None)
    request = rows.select_related("asked_by__person__account").first()
    if request is not None:
        request.pair = pair
    return request


def _answer(request: PauseRequest, said: str, *, by: Person | None, at: datetime) -> None:
    request.said, request.answered_at, request.answered_by = said, at, by
    request.save(update_fields=["said", "word", "pause", "answered_at", "answered_by"])
    nobody_asks(request, by=by, at=at)


def _record(action: str, request: PauseRequest, *, by: Person | None, at: datetime) -> None:
    """About the pair: a request that is withdrawn is gone, and leads to nobody any more."""
    record(action, "pairs.pair", request.pair_id, by=by, organisation=request.organisation_id, at=at)
