"""Pairs that the team makes itself: two put together, and two mentees who exchange their mentors."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..criteria import criteria_in
from ..decided import Held
from ..models import Decision, MatchingRound, Proposal
from ..people import people_of
from ..readiness import Pool
from .deciding import able_in, new_suggestions, pool_with, require_room, require_there, tell
from .rounds import Status, pair_alone
from .settling import open_board, settle

Kind = Decision.Kind
Reason = Decision.Reason


@transaction.atomic
def lock(
    *, matching_round: MatchingRound, mentor: Membership, mentee: Membership, by: Person | None, at: datetime,
    reason: str = "", seen: int | None = None,
) -> Proposal:  # fmt: skip
    """Pair two by hand; all other pairs follow at once and work round them.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable, NoPlaceLeft, and CannotBePaired where a hard rule stands
    against it.
    """
    board = open_board(matching_round, seen, (str(mentor.pk), str(mentee.pk)), by=by, at=at)
    pool = pool_with(matching_round, at, mentor.pk, mentee.pk)
    require_room(board, board.state, (str(mentee.pk), str(mentor.pk)), able_in(pool))
    board.here |= {str(mentee.pk), str(mentor.pk)}  # somebody who wants nobody for now has agreed to this one
    held = _by_hand(matching_round, {str(mentee.pk): str(mentor.pk)}, pool, at)
    settle(board, Kind.LOCK, held, by=by, at=at, reason=reason or Reason.JUDGEMENT)
    proposal = matching_round.proposals.get(mentor=mentor, mentee=mentee)
    tell("matching.lock", proposal, by=by, at=at, status=Status.LOCKED, reason=reason)
    return proposal


@transaction.atomic
def swap(
    *, matching_round: MatchingRound, mentees: tuple[UUID, UUID], by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None,
) -> None:  # fmt: skip
    """Let two mentees exchange the mentors they are proposed to, and lock both pairs. Raises as `lock` does."""
    board = open_board(matching_round, seen, by=by, at=at)
    rows = list(matching_round.proposals.exclude(status=Status.REFUSED).filter(mentee__in=mentees))
    if len(rows) != 2 or rows[0].mentor_id == rows[1].mentor_id:
        raise new_suggestions()
    one, other = rows
    pool = pool_with(matching_round, at, one.mentor_id, one.mentee_id, other.mentor_id, other.mentee_id)
    pairs = {str(one.mentee_id): str(other.mentor_id), str(other.mentee_id): str(one.mentor_id)}
    require_there(able_in(pool), pairs)
    board.here |= {*pairs, *pairs.values()}
    held = _by_hand(matching_round, pairs, pool, at)
    settle(board, Kind.SWAP, held, by=by, at=at, reason=reason or Reason.JUDGEMENT)
    for proposal in matching_round.proposals.filter(mentee__in=mentees, status=Status.LOCKED):
        tell("matching.lock", proposal, by=by, at=at, status=Status.LOCKED, reason=reason)


def _by_hand(matching_round: MatchingRound, pairs: Mapping[str, str], pool: Pool, at: datetime) -> list[Held]:
    """The pairs (mentee -> mentor) as locked ones, with their scores; raises CannotBePaired."""
    programme = matching_round.programme
    criteria = criteria_in(matching_round, day_of(programme, at))
    people = people_of(programme, pool)
    return [
        Held(Status.LOCKED, mentee, mentor, pair_alone(people, criteria, mentee, mentor).score)
        for mentee, mentor in pairs.items()
    ]
