"""What the team says at the board: yes, not this pair, nobody for now; and undoing it. Pairs of its own: `by_hand`.

`seen` is the number of the last decision that the page showed; where a colleague has decided since, the act refuses
with DecidedMeanwhile and nothing is overwritten. None asks for no such check.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record_many
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..decided import FREE, OPEN, Held, PairOfIds, State, to_undo
from ..models import Decision, MatchingRound, Pair, Proposal
from ..readiness import Able, Pool, pool_of
from .errors import CannotBePaired, NoPlaceLeft, NotAvailable, NothingToUndo
from .rounds import APPROVED, Status, cannot_be_paired, journal, new_suggestions
from .settling import Board, open_board, require_seen, settle
from .writing import chosen_in, rows_of

Kind = Decision.Kind


def decide_on(
    *, matching_round: MatchingRound, pair: tuple[UUID, UUID], status: str, by: Person | None, at: datetime,
    reason: str = "", seen: int | None = None,
) -> None:  # fmt: skip
    """Decide on the proposal of these two (mentee, mentor), which may be gone by what a colleague decided meanwhile."""
    mentee, mentor = pair
    proposal = matching_round.proposals.filter(mentee=mentee, mentor=mentor).first()
    if proposal is None:
        require_seen(matching_round, list(matching_round.decisions.all()), seen)
        raise new_suggestions()
    proposal.round = matching_round
    decide(proposal=proposal, status=status, reason=reason, seen=seen, by=by, at=at)


@transaction.atomic
def decide(
    *, proposal: Proposal, status: str, by: Person | None, at: datetime, reason: str = "", seen: int | None = None
) -> None:  # fmt: skip
    """Accept or refuse a proposal, or take such a decision back (`suggested`); the other pairs follow at once.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable, NoPlaceLeft, and CannotBePaired where what people told has
    changed since the two were suggested.
    """
    pair = str(proposal.mentee_id), str(proposal.mentor_id)
    board = open_board(proposal.round, seen, at=at)
    rows = Proposal.objects.of(proposal.organisation_id).filter(round=proposal.round_id, pk=proposal.pk)
    row = rows.first()
    if row is None:  # a new suggestion has replaced it
        raise new_suggestions()
    if status in APPROVED:
        able, state = pool_with(board.round, at, proposal.mentee_id, proposal.mentor_id).able, board.state
        _require_acceptable(board, state, pair, able, state.load)
    kinds = {Status.REFUSED: Kind.REFUSE, Status.SUGGESTED: Kind.TAKE_BACK}
    held = Held(FREE if status == Status.SUGGESTED else str(status), *pair, score=row.score)
    overrides = status == Status.REFUSED
    settle(
        board, kinds.get(Status(status), Kind.ACCEPT), [held], by=by, at=at,
        reason=reason if overrides else "",
    )  # fmt: skip
    tell("matching.decide", proposal, by=by, at=at, status=str(status), reason=reason if overrides else "")
    if status != Status.SUGGESTED:
        proposal.refresh_from_db(from_queryset=rows)


@transaction.atomic
def accept_all(
    *, matching_round: MatchingRound, by: Person | None, at: datetime, seen: int | None = None,
    suggested: str | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Accept every open suggestion of the round; returns how many, and how many were left out, as they may not be any
    more. `suggested`: when those were suggested that the page showed; None asks for no such check.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable.
    """
    board = open_board(matching_round, seen, at=at)
    rounds = MatchingRound.objects.of(matching_round.organisation_id)
    if suggested is not None and suggested != rounds.get(pk=matching_round.pk).suggested_at.isoformat():
        raise new_suggestions()
    able, state = pool_of(matching_round.programme, day_of(matching_round.programme, at)).able, board.state
    load = state.load
    accepted: list[UUID] = []
    effects: list[Held] = []
    rows = matching_round.proposals.filter(status=Status.SUGGESTED).order_by("-score", "id")
    found = rows.values_list("pk", "mentee_id", "mentor_id", "score")
    for pk, mentee, mentor, score in found:
        pair = str(mentee), str(mentor)
        try:
            _require_acceptable(board, state, pair, able, load)
        except (NotAvailable, NoPlaceLeft, CannotBePaired):
            continue
        effects.append(Held(Status.ACCEPTED, *pair, score=score))
        state.take(effects[-1])
        load[pair[1]] += 1
        accepted.append(pk)
    if accepted:
        settle(board, Kind.ACCEPT_ALL, effects, by=by, at=at)
    detail = {"status": str(Status.ACCEPTED), "round": str(matching_round.pk)}
    record_many(
        "matching.decide", Proposal._meta.label_lower, [(pk, detail) for pk in accepted], by=by,
        organisation=matching_round.organisation_id, at=at,
    )  # fmt: skip
    return len(accepted), len(found) - len(accepted)


@transaction.atomic
def leave_open(
    *, matching_round: MatchingRound, mentee: Membership, by: Person | None, at: datetime, reason: str = "",
    seen: int | None = None, take_back: bool = False,
) -> None:  # fmt: skip
    """Give this mentee nobody in this round, or (`take_back`) let her be suggested to somebody again.

    Raises RoundPublished, DecidedMeanwhile, NotAvailable.
    """
    board = open_board(matching_round, seen, (str(mentee.pk),), at=at)
    if str(mentee.pk) not in board.scores.mentees or (str(mentee.pk) in board.state.open) != take_back:
        raise new_suggestions()
    kind, what = (Kind.TAKE_BACK, FREE) if take_back else (Kind.LEAVE_OPEN, OPEN)
    reason = "" if take_back else reason
    settle(board, kind, [Held(what, str(mentee.pk))], by=by, at=at, reason=reason)
    action = "matching.take_back_open" if take_back else "matching.leave_open"
    tell(action, mentee, by=by, at=at, round=str(matching_round.pk), reason=reason)


@transaction.atomic
def undo(
    *, matching_round: MatchingRound, by: Person | None, at: datetime, seen: int | None = None
) -> tuple[Decision, bool]:  # fmt: skip
    """Undo the last decision that stands, whoever made it; what held before holds again. Returns that decision, and
    whether other pairs are proposed by now.

    Raises RoundPublished, DecidedMeanwhile, NothingToUndo.
    """
    board = open_board(matching_round, seen, at=at)
    last = to_undo(board.decisions)
    if last is None:
        raise NothingToUndo(_("Nothing was decided since the last suggestion."))
    before = chosen_in(rows_of(matching_round))
    settle(board, Kind.UNDO, [], by=by, at=at, undoes=last)
    journal("matching.undo", matching_round, by=by, at=at, decision=str(last.number), kind=last.kind)
    return last, chosen_in(rows_of(matching_round)) != before


def pool_with(matching_round: MatchingRound, at: datetime, *members) -> Pool:
    programme = matching_round.programme
    return pool_of(programme, day_of(programme, at), members=members)


def require_there(able: Able, pairs: Mapping[str, str]) -> None:
    """Raise where one of them cannot be matched (any more)."""
    if not (pairs.keys() <= able.mentees and set(pairs.values()) <= able.places.keys()):
        raise NotAvailable(
            _("One of the two has left, is not trained or has been matched in the meantime. Suggest again.")
        )


def require_place(able: Able, mentor: str, taken: int) -> None:
    """Raise where all the places that the mentor has today are taken."""
    if taken >= able.places[mentor]:
        raise NoPlaceLeft(_("This mentor has no place left. Choose another mentor, or take a decision back."))


def require_room(state: State, pair: PairOfIds, able: Able, load: Mapping[str, int]) -> None:
    """Raise where one of the two cannot be matched (any more), or is approved for somebody else in `state`, whose
    `load` is given."""
    mentee, mentor = pair
    require_there(able, {mentee: mentor})
    if mentee in state.pinned and state.pinned[mentee].mentor != mentor:
        raise NotAvailable(_("Another mentor has been chosen for this mentee. Take that decision back first."))
    require_place(able, mentor, load.get(mentor, 0) - state.pins_pair(mentee, mentor))


def _require_acceptable(board: Board, state: State, pair: PairOfIds, able: Able, load: Mapping[str, int]) -> None:
    """As `require_room`; and raise CannotBePaired where the engine would not suggest the two, by the scores at hand."""
    if not board.here.issuperset(pair):
        raise _not_here(board, pair[0])
    require_room(state, pair, able, load)
    if not state.pins_pair(*pair) and not board.scores.allows(*pair):
        raise cannot_be_paired()


def _not_here(board: Board, mentee: str) -> NotAvailable:
    rows = Pair.objects.of(board.round.organisation_id).filter(mentee=mentee, ended_on=None, group__isnull=False)
    in_group = rows.select_related("mentee__person").first()
    if in_group is None:
        return NotAvailable(_("One of the two has left, is matched, or wants nobody for now. Look at the page again."))
    return NotAvailable(_("%(name)s is in a group now. Look at the page again.") % {"name": in_group.mentee.person})


def tell(action: str, subject, *, by: Person | None, at: datetime, **detail: str) -> None:
    """The journal's entry: who decided what, and why where it overrides the suggestion. Codes and ids only."""
    if isinstance(subject, Proposal):
        detail["round"] = str(subject.round_id)
    journal(action, subject, by=by, at=at, **{name: str(value) for name, value in detail.items() if value})
