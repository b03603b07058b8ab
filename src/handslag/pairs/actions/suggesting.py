"""A suggestion in the background: asked for, told about, stopped, ended. Nothing of the round changes before its end.

One process at a time works on a row: the one whose mark stands in `told`. What it does is written only while the row
is open and the mark is its own, so that one that was thought dead, or is stopped, writes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_noop

from handslag.core.errors import Refused
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..background import signs_of_life, start
from ..models import Suggesting
from ..readiness import pool_of
from ..steps import ALIVE, WRITING
from .matching import open_round_of, require_somebody, write_round
from .rounds import hold, journal
from .working_out import Basis, WorkedOut, basis_of, work_out

logger = logging.getLogger(__name__)

KEPT = timedelta(days=1)
TRIES = 3
Outcome = Suggesting.Outcome
Clock = Callable[[], datetime]


class DecidedAgainAndAgain(Refused):
    """Whatever was worked out, something was decided before it could be written."""


class NotOursAnyMore(Exception):
    """The suggestion was stopped, or somebody else works on it."""


@transaction.atomic
def ask_for_suggestion(*, programme: Programme, by: Person | None, at: datetime) -> Suggesting:
    """Have pairs suggested in a process of its own; where that is going on already, the one that is.

    Raises ProgrammeClosed.
    """
    hold(programme)
    rows = Suggesting.objects.of(programme.organisation_id).filter(programme=programme)
    found = rows.filter(ended_at=None).first()
    if found is not None:
        return found
    rows.filter(ended_at__lt=at - KEPT).delete()
    row = Suggesting.objects.create(
        organisation_id=programme.organisation_id, programme=programme, asked_by=by, asked_at=at
    )
    transaction.on_commit(lambda: start(row.pk), robust=True)  # where it cannot be started, tick takes it over
    return row


@transaction.atomic
def stop_suggestion(*, suggesting: Suggesting, by: Person | None, at: datetime) -> bool:
    """Stop it: nothing has changed by it and nothing will. False where it had ended before."""
    stopped = _open(suggesting).update(outcome=Outcome.STOPPED, ended_at=at)
    if stopped:
        journal("matching.stop_suggestion", suggesting.programme, by=by, at=at)
    return bool(stopped)


def work(suggesting: Suggesting, now: Clock) -> None:
    """Work out what was asked for and write it, unless another process does. It ends with an outcome in any case."""
    mark = _take(suggesting, now())
    if mark is None:
        return
    try:
        # Texts are kept in the language of the sources: each reader reads them in her own.
        with translation.override(None), signs_of_life(lambda: _alive(suggesting, mark, now())):
            _suggest(suggesting, mark, now)
    except NotOursAnyMore:
        return
    except Refused as refusal:
        _end(suggesting, mark, Outcome.REFUSED, now(), refusal=str(refusal))
    except Exception:
        logger.exception("The suggestion %s failed", suggesting.pk)
        _end(suggesting, mark, Outcome.FAILED, now())


def take_over_dead(now: Clock) -> int:
    """Go on with suggestions whose workers have died; returns with how many. One that dies again has failed."""
    taken = 0
    for row in Suggesting.objects.everywhere("dead workers are looked for in all programmes").filter(_dead(now())):
        if not row.told.get("taken_over"):
            work(row, now)
            taken += 1
        elif (
            Suggesting.objects.of(row.organisation_id)
            .filter(_dead(now()), pk=row.pk)
            .update(outcome=Outcome.FAILED, ended_at=now())
        ):
            logger.error("The suggestion %s died twice", row.pk)
    return taken


def _dead(at: datetime) -> Q:
    silent = Q(told_at=None, asked_at__lt=at - ALIVE) | Q(told_at__lt=at - ALIVE)
    return Q(ended_at=None) & silent


def _take(suggesting: Suggesting, at: datetime) -> str | None:
    """Begin, or take over, in one write; None where another process was quicker. Gives the mark of this one."""
    mark, was_begun = token_hex(8), suggesting.told_at is not None or suggesting.asked_at < at - ALIVE
    told = {"worker": mark, "taken_over": was_begun}
    taken = _open(suggesting).filter(told_at=suggesting.told_at).update(told=told, told_at=at)
    suggesting.told = told
    return mark if taken else None


def _suggest(suggesting: Suggesting, mark: str, now: Clock) -> None:
    for _try in range(TRIES):
        programme, at = _programme_of(suggesting), now()
        pool = pool_of(programme, day_of(programme, at))
        suggesting.told |= {"people": len(pool.mentors) + len(pool.mentees)}
        require_somebody(pool)
        matching_round = open_round_of(programme)
        basis = basis_of(programme, pool, matching_round)
        found = work_out(programme, pool, matching_round, at, lambda step: _tell(suggesting, mark, step, now()))
        _tell(suggesting, mark, WRITING, now())
        if _write(suggesting, mark, basis, found, now()):
            return
    raise DecidedAgainAndAgain(
        gettext_noop("Colleagues decided while the pairs were worked out. Suggest again when they are done.")
    )


@transaction.atomic
def _write(suggesting: Suggesting, mark: str, basis: Basis, found: WorkedOut, at: datetime) -> bool:
    """Write it as `suggest` does; False, and nothing is written, where it follows from what is no more."""
    hold(suggesting.programme)
    programme = _programme_of(suggesting)
    if basis != basis_of(programme, pool_of(programme, day_of(programme, at)), open_round_of(programme)):
        return False
    row = Suggesting.objects.of(suggesting.organisation_id).select_for_update(of=("self",)).get(pk=suggesting.pk)
    if row.ended_at is not None or row.told.get("worker") != mark:
        raise NotOursAnyMore
    write_round(programme, found, by=suggesting.asked_by, at=at)
    row.outcome, row.ended_at = Outcome.DONE, at
    row.save(update_fields=["outcome", "ended_at"])
    return True


def _programme_of(suggesting: Suggesting) -> Programme:
    """The programme as it is now."""
    rows = Programme.objects.of(suggesting.organisation_id).select_related("organisation")
    return rows.get(pk=suggesting.programme_id)


def _open(suggesting: Suggesting) -> Any:
    return Suggesting.objects.of(suggesting.organisation_id).filter(pk=suggesting.pk, ended_at=None)


def _tell(suggesting: Suggesting, mark: str, step: str, at: datetime) -> None:
    """Say what is being done. Raises NotOursAnyMore."""
    suggesting.told |= {"step": step}
    if not _open(suggesting).filter(told__worker=mark).update(told=suggesting.told, told_at=at):
        raise NotOursAnyMore


def _alive(suggesting: Suggesting, mark: str, at: datetime) -> bool:
    """A sign of life; False where nobody waits for one."""
    return bool(_open(suggesting).filter(told__worker=mark).update(told_at=at))


def _end(suggesting: Suggesting, mark: str, outcome: str, at: datetime, refusal: str = "") -> None:
    _open(suggesting).filter(told__worker=mark).update(outcome=outcome, refusal=refusal, ended_at=at)
