"""What the team says at the board: yes, not this pair, nobody for now; and undoing it. Pairs of its own: `by_hand`.

`seen` is the number of the last decision that the page showed; where a colleague has decided since, the act refuses
with DecidedMeanwhile and nothing is overwritten. None asks for no such check.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..decided import FREE, OPEN, Held, to_undo
from ..models import Decision, MatchingRound, Proposal
from ..readiness import Pool, pool_of
from .errors import NoPlaceLeft, NotAvailable, NothingToUndo
from .rounds import APPROVED, Status, journal
from .settling import Board, open_board, require_place, require_seen, settle

Kind = Decision.Kind
Reason = Decision.Reason


def decide_on(
    *, matching_round: MatchingRound, pair: tuple[UUID, UUID], status: str, by: Person | None, at: datetime,
    reason: str = "", seen: int | None = None,
) -> None:  # fmt: skip
    """Decide on the proposal of these two (mentee, mentor), which may be gone by what a colleague decided meanwhile."""
    mentee, mentor = pair
    proposal = matching_round.proposals.filter(mentee=mentee, mentor=mentor).first()
    if proposal is None:
        require_seen(list(matching_round.decisions.select_related("decided_by")), seen)
        raise new_suggestions()
    proposal.round = matching_round
    decide(proposal=proposal, status=status, reason=reason, seen=seen, by=by, at=at)


@transaction.atomic
def decide(
    *, proposal: Proposal, status: str, by: Person | None, at: datetime, reason: str = "", seen: int | None = None
) -> None:  # fmt: skip
    """Accept or refuse a proposal, or take such a decision back (`suggested`); the other pairs follow at once.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable, NoPlaceLeft.
    """
    pair = str(proposal.mentee_id), str(proposal.mentor_id)
    board = open_board(proposal.round, seen, by=by, at=at)
    rows = Proposal.objects.of(proposal.organisation_id).filter(round=proposal.round_id, pk=proposal.pk)
    row = rows.first()
    if row is None:  # a new suggestion has replaced it
        raise new_suggestions()
    if status in APPROVED:
        require_room(board, proposal, pool_with(board.round, at, proposal.mentor_id, proposal.mentee_id))
    kinds = {Status.REFUSED: Kind.REFUSE, Status.SUGGESTED: Kind.TAKE_BACK}
    held = Held(FREE if status == Status.SUGGESTED else str(status), *pair, score=row.score)
    overrides = status == Status.REFUSED
    settle(
        board, kinds.get(Status(status), Kind.ACCEPT), [held], by=by, at=at,
        reason=(reason or Reason.JUDGEMENT) if overrides else "",
    )  # fmt: skip
    tell("matching.decide", proposal, by=by, at=at, status=str(status), reason=reason if overrides else "")
    if status != Status.SUGGESTED:
        proposal.refresh_from_db(from_queryset=rows)


@transaction.atomic
def accept_all(*, matching_round: MatchingRound, by: Person | None, at: datetime, seen: int | None = None) -> int:
    """Accept every open suggestion of the round; returns how many. Raises RoundPublished, DecidedMeanwhile."""
    board = open_board(matching_round, seen, by=by, at=at)
    pool = pool_of(matching_round.programme, day_of(matching_round.programme, at))
    accepted: list[Proposal] = []
    effects: list[Held] = []
    for proposal in matching_round.proposals.filter(status=Status.SUGGESTED).order_by("-score", "id"):
        try:
            require_room(board, proposal, pool, also=effects)
        except (NotAvailable, NoPlaceLeft):
            continue
        effects.append(Held(Status.ACCEPTED, str(proposal.mentee_id), str(proposal.mentor_id), proposal.score))
        accepted.append(proposal)
    if accepted:
        settle(board, Kind.ACCEPT_ALL, effects, by=by, at=at)
    for proposal in accepted:
        tell("matching.decide", proposal, by=by, at=at, status=Status.ACCEPTED)
    return len(accepted)


@transaction.atomic
def leave_open(
    *, matching_round: MatchingRound, mentee: Membership, by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None, take_back: bool = False,
) -> None:  # fmt: skip
    """Give this mentee nobody in this round, or (`take_back`) let her be suggested to somebody again.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable.
    """
    board = open_board(matching_round, seen, by=by, at=at)
    if str(mentee.pk) not in board.scores.mentees or (str(mentee.pk) in board.state.open) != take_back:
        raise new_suggestions()
    kind, what = (Kind.TAKE_BACK, FREE) if take_back else (Kind.LEAVE_OPEN, OPEN)
    reason = "" if take_back else reason or Reason.JUDGEMENT
    settle(board, kind, [Held(what, str(mentee.pk))], by=by, at=at, reason=reason)
    action = "matching.take_back_open" if take_back else "matching.leave_open"
    tell(action, mentee, by=by, at=at, round=str(matching_round.pk), reason=reason)


@transaction.atomic
def undo(*, matching_round: MatchingRound, by: Person | None, at: datetime, seen: int | None = None) -> Decision:
    """Undo the last decision that stands, whoever made it; returns it. What held before holds again.

    Raises RoundPublished, DecidedMeanwhile, NothingToUndo.
    """
    board = open_board(matching_round, seen, by=by, at=at)
    last = to_undo(board.decisions)
    if last is None:
        raise NothingToUndo(_("Nothing was decided since the last suggestion."))
    settle(board, Kind.UNDO, [], by=by, at=at, undoes=last)
    journal("matching.undo", matching_round, by=by, at=at, decision=str(last.number), kind=last.kind)
    return last


def new_suggestions() -> NotAvailable:
    return NotAvailable(_("The suggestions are new. Look at the page again."))


def pool_with(matching_round: MatchingRound, at: datetime, *members) -> Pool:
    programme = matching_round.programme
    return pool_of(programme, day_of(programme, at), members=members)


def require_there(pool: Pool, pairs: Mapping[str, str]) -> None:
    """Raise where one of them cannot be matched (any more)."""
    mentors = {str(mentor.membership.pk): mentor for mentor in pool.mentors}
    mentees = {str(mentee.membership.pk) for mentee in pool.mentees}
    if not pairs.keys() <= mentees or any(m not in mentors or "units" in mentors[m].lacks for m in pairs.values()):
        raise NotAvailable(
            _("One of the two has left, is not trained or has been matched in the meantime. Suggest again.")
        )


def require_room(board: Board, proposal: Proposal, pool: Pool, also: list[Held] | None = None) -> None:
    """Raise where one of the two cannot be matched (any more), or has been approved for somebody else."""
    mentee, mentor = str(proposal.mentee_id), str(proposal.mentor_id)
    require_there(pool, {mentee: mentor})
    state = board.state
    for held in also or ():
        state.take(held)
    if mentee in state.pinned and state.pinned[mentee].mentor != mentor:
        raise NotAvailable(_("Another mentor has been chosen for this mentee. Take that decision back first."))
    state.take(Held(Status.LOCKED, mentee, mentor))
    require_place(board, state, mentor)


def tell(action: str, subject, *, by: Person | None, at: datetime, **detail: str) -> None:
    """The journal's entry: who decided what, and why where it overrides the suggestion. Codes and ids only."""
    if isinstance(subject, Proposal):
        detail["round"] = str(subject.round_id)
    journal(action, subject, by=by, at=at, **{name: str(value) for name, value in detail.items() if value})
