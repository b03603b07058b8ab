"""Suggestions that are not possible any more make room for others when the board is opened.

Nothing is decided by that, so it is no decision: whoever presses something that is gone reads that the suggestions are
new. Why they are is not kept: it may be what somebody said in confidence (docs/decisions/0016).
"""

from datetime import datetime

from django.db import transaction

from handslag.programmes.days import day_of

from .. import score_table
from ..models import MatchingRound
from ..newcomers import newcomers, ready_in
from ..readiness import pool_of
from .rounds import require_open
from .settling import follow, open_board
from .writing import chosen_in, rows_of


@transaction.atomic
def freshen(*, matching_round: MatchingRound, at: datetime) -> bool:
    """Score everybody anew as things are today, and let the suggestions follow from it and from what was decided.
    Everybody who can be matched now is looked at by that, so there are no newcomers after it.

    Returns whether other pairs are suggested by now. Raises RoundPublished, ProgrammeClosed.
    """
    require_open(matching_round)
    before = chosen_in(rows_of(matching_round))
    pool = pool_of(matching_round.programme, day_of(matching_round.programme, at))
    if newcomers(matching_round, pool).mentors:
        matching_round.unmatched = []  # those reasons are of a time without these mentors; `follow` tells new ones
    matching_round.ready = ready_in(pool)
    matching_round.save(update_fields=["ready", "unmatched"])
    score_table.forget(matching_round)
    follow(open_board(matching_round, None, at=at), at=at)
    is_new = chosen_in(rows_of(matching_round)) != before
    if is_new:
        matching_round.suggested_at = at
        matching_round.save(update_fields=["suggested_at"])
    return is_new
