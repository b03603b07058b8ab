"""Asking the engine for the best whole set of pairs. In the background, for many people: `suggesting`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..models import MatchingRound
from ..readiness import Pool, pool_of
from .errors import NobodyToMatch
from .rounds import hold, journal
from .working_out import WorkedOut, work_out, write_down


@transaction.atomic
def suggest(*, programme: Programme, by: Person | None, at: datetime) -> MatchingRound:
    """Suggest pairs for everybody who is ready, in the open round or in a new one.

    Kept from the open round: pairs that were accepted or locked, those that were refused, and mentees who were left
    open. All other suggestions are replaced. Raises NobodyToMatch, and CannotBePaired where a pair that was kept breaks
    a rule by now.
    """
    hold(programme)
    pool = pool_of(programme, day_of(programme, at))
    require_somebody(pool)
    found = work_out(programme, pool, open_round_of(programme), at)
    return write_round(programme, found, by=by, at=at)


def write_round(programme: Programme, found: WorkedOut, *, by: Person | None, at: datetime) -> MatchingRound:
    """Write `found` in the open round of the programme, which is held, or in a new one."""
    matching_round = open_round_of(programme) or _new_round(programme, at)
    write_down(matching_round, found, by=by, at=at)
    journal("matching.suggest", matching_round, by=by, at=at)
    return matching_round


def require_somebody(pool: Pool) -> None:
    """Raises NobodyToMatch."""
    if not pool.ready_mentees:
        raise NobodyToMatch(_("No mentee waits for a mentor. Select mentees first."))
    if not pool.ready_mentors:
        raise NobodyToMatch(_("No mentor is ready. A mentor can be matched when all training units are done."))


def open_round_of(programme: Programme) -> MatchingRound | None:
    """The round that is not published yet; None where there is none."""
    rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme, published_at=None)
    found = rounds.first()
    if found is not None:
        found.programme = programme
    return found


def _new_round(programme: Programme, at: datetime) -> MatchingRound:
    last = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme).order_by("number").last()
    return MatchingRound.objects.create(
        organisation_id=programme.organisation_id, programme=programme, suggested_at=at,
        number=last.number + 1 if last else 1,
    )  # fmt: skip
