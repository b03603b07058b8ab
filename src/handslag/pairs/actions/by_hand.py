"""Pairs that the team makes itself: two put together, and two mentees who exchange their mentors."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from ..criteria import criteria_in
from ..decided import Held, PairOfIds
from ..leaving import asked_first
from ..models import Decision, MatchingRound, Pair, Proposal
from ..people import MAY_COME_AGAIN, people_of
from ..readiness import Pool
from ..why import Why, why_of
from .deciding import pool_with, require_place, require_room, require_there, tell
from .errors import CannotBePaired, WantsNobody
from .rounds import Status, new_suggestions, pair_alone, refusal_noted
from .settling import Board, open_board, settle

Kind = Decision.Kind


def lock(
    *, matching_round: MatchingRound, mentor: Membership, mentee: Membership, by: Person | None, at: datetime,
    reason: str = "", seen: int | None = None,
) -> Proposal:  # fmt: skip
    """Pair two by hand; all other pairs follow at once and work round them.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable, WantsNobody where one of them does for now, NoPlaceLeft, and
    CannotBePaired where a hard rule stands against it; where that is these two, that somebody tried is noted.
    """
    pair = str(mentee.pk), str(mentor.pk)
    with refusal_noted("matching.refuse", matching_round, by=by, at=at), transaction.atomic():
        board = open_board(matching_round, seen, pair, at=at)
        pool = pool_with(matching_round, at, mentor.pk, mentee.pk)
        state = board.state
        _require_wish(pool)
        require_room(state, pair, pool.able, state.load)
        held, why = _by_hand(board, [pair], pool, at)
        settle(board, Kind.LOCK, held, by_hand=why, by=by, at=at, reason=reason)
        proposal = matching_round.proposals.get(mentor=mentor, mentee=mentee)
        tell("matching.lock", proposal, by=by, at=at, status=Status.LOCKED, reason=reason)
    return proposal


def swap(
    *, matching_round: MatchingRound, mentees: tuple[UUID, UUID], by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None,
) -> None:  # fmt: skip
    """Let two mentees exchange the mentors they are proposed to, and lock both pairs. Raises as `lock` does."""
    with refusal_noted("matching.refuse", matching_round, by=by, at=at), transaction.atomic():
        board = open_board(matching_round, seen, at=at)
        rows = list(matching_round.proposals.exclude(status=Status.REFUSED).filter(mentee__in=mentees))
        rows.sort(key=lambda row: mentees.index(row.mentee_id))  # it is told of whom one chose for first
        if len(rows) != 2 or rows[0].mentor_id == rows[1].mentor_id:
            raise new_suggestions()
        one, other = rows
        pool = pool_with(matching_round, at, one.mentor_id, one.mentee_id, other.mentor_id, other.mentee_id)
        pairs = {str(one.mentee_id): str(other.mentor_id), str(other.mentee_id): str(one.mentor_id)}
        _require_wish(pool)
        require_there(pool.able, pairs)
        others = Counter(held.mentor for held in board.state.pinned.values() if held.mentee not in pairs)
        for mentor in pairs.values():
            require_place(pool.able, mentor, others[mentor])
        held, why = _by_hand(board, list(pairs.items()), pool, at)
        settle(board, Kind.SWAP, held, by_hand=why, by=by, at=at, reason=reason)
        for proposal in matching_round.proposals.filter(mentee__in=mentees, status=Status.LOCKED):
            tell("matching.lock", proposal, by=by, at=at, status=Status.LOCKED, reason=reason)


def _require_wish(pool: Pool) -> None:
    """Raise where somebody of `pool` wants nobody for now: to look again comes first, as that ends it for all pages."""
    if told := [text for _member, text in asked_first(c for c in (*pool.mentees, *pool.mentors) if c.pauses)]:
        raise WantsNobody(" ".join(told))


def _by_hand(
    board: Board, pairs: Sequence[PairOfIds], pool: Pool, at: datetime
) -> tuple[list[Held], dict[PairOfIds, Why]]:
    """The pairs as locked ones with their scores, and what speaks for them: each is looked at alone, as things are
    today. Raises NotTheseTwo, and CannotBePaired where two of them were a pair before."""
    programme = board.round.programme
    for pair in pairs:
        _require_not_before(programme, pair)
    people, criteria = people_of(programme, pool), criteria_in(board.round, day_of(programme, at))
    why = why_of([pair_alone(people, criteria, *pair) for pair in pairs], people, criteria)
    return [Held(Status.LOCKED, *pair, why[pair]["score"]) for pair in pairs], why


def _require_not_before(programme: Programme, pair: PairOfIds) -> None:
    """That two were a pair is known to the team: it may be said, and who tries it has not tried to find out a rule."""
    rows = Pair.objects.of(programme.organisation_id).filter(mentee=pair[0], mentor=pair[1])
    before = rows.exclude(ended_on=None).exclude(end_reason__in=MAY_COME_AGAIN).select_related("mentee__person")
    ended = before.select_related("mentor__person").first()
    if ended is not None:
        raise CannotBePaired(_("%(pair)s were a pair before. Choose somebody else.") % {"pair": str(ended)})
