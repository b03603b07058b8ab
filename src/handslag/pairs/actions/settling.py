"""What every decision at the board has in common: it is written down, then the pairs follow from all decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from handslag.matching.assign import ImpossiblePin
from handslag.people.models import Person
from handslag.programmes.days import day_of

from .. import score_table
from ..decided import Held, State, last_number, state_of
from ..models import Decision, MatchingRound
from ..readiness import names_here, pool_of
from ..score_table import Scores
from .errors import DecidedMeanwhile, NoPlaceLeft
from .matching import renew
from .rounds import Status, require_open
from .writing import chosen_in, rows_of, tell_unmatched, why_these, write

Kind = Decision.Kind
ACCEPTING = (Kind.ACCEPT, Kind.ACCEPT_ALL)


@dataclass
class Board:
    """An open round that is held while somebody decides: its decisions so far, and the scores."""

    round: MatchingRound
    decisions: list[Decision]
    scores: Scores

    @property
    def state(self) -> State:
        return state_of(self.decisions)


def open_board(
    matching_round: MatchingRound, seen: int | None, needed: Collection[str] = (), *, by: Person | None, at: datetime
) -> Board:
    """Hold the round. `seen`: number of the last decision that the page showed; None where nobody looked at one.
    `needed`: members who must be among those that were scored.

    Scores that are not there, or lack somebody, are made anew first. Raises RoundPublished, DecidedMeanwhile.
    """
    require_open(matching_round)
    decisions = list(matching_round.decisions.select_related("decided_by"))
    require_seen(decisions, seen)
    scores = score_table.kept(matching_round) if decisions else None
    if scores is None or not set(needed) <= scores.everybody:
        pool = pool_of(matching_round.programme, day_of(matching_round.programme, at))
        renew(matching_round, pool, by=by, at=at)
        decisions, scores = list(matching_round.decisions.all()), score_table.kept(matching_round)
        assert scores is not None
    return Board(matching_round, decisions, scores)


def require_seen(decisions: Sequence[Decision], seen: int | None) -> None:
    """Raise DecidedMeanwhile where there are decisions (of `decisions`, all in order) that the page did not show."""
    if seen is not None and seen != last_number(decisions):
        since = [decision for decision in decisions if decision.number > seen]
        raise DecidedMeanwhile(_("Somebody has decided since you opened the page."), since)


def settle(
    board: Board, kind: str, effects: Sequence[Held], *, by: Person | None, at: datetime, reason: str = "",
    undoes: Decision | None = None,
) -> Decision:  # fmt: skip
    """Write the decision down and let the proposals follow from it: the best whole set of pairs under all decisions."""
    decision = Decision.objects.create(
        organisation_id=board.round.organisation_id, round=board.round, number=last_number(board.decisions) + 1,
        kind=kind, effects=[held.as_json() for held in effects], reason=reason, undoes=undoes, decided_by=by,
        decided_at=at,
    )  # fmt: skip
    board.decisions.append(decision)
    _follow(board, stays=kind in ACCEPTING, by=by, at=at)
    return decision


def _follow(board: Board, *, stays: bool, by: Person | None, at: datetime) -> None:
    """Write the proposals anew. `stays`: what was best is best with a pair of it approved, too."""
    state, rows, programme = board.state, rows_of(board.round), board.round.programme
    if stays:
        write(board.round, rows, chosen_in(rows), state, {})
        return
    # Who was scored and has left since, or has got a mentor, counts no more.
    gone = board.scores.everybody - names_here(programme).keys()
    try:
        chosen = score_table.settled(board.scores, state, chosen_in(rows), gone)
        new = [pair for pair in chosen.items() if pair not in rows or rows[pair].status == Status.REFUSED]
        why = why_these(programme, day_of(programme, at), new)
    except ImpossiblePin:  # what people told has changed since they were scored
        renew(board.round, pool_of(programme, day_of(programme, at)), by=by, at=at)
        return
    write(board.round, rows, chosen, state, why)
    tell_unmatched(board.round, board.scores, state, chosen)


def require_place(board: Board, state: State, mentor: str) -> None:
    """Raise where more are approved for this mentor than there are places."""
    load = sum(held.mentor == mentor for held in state.pinned.values())
    if load > int(board.scores.places[board.scores.column_of[mentor]]):
        raise NoPlaceLeft(_("This mentor has no place left. Choose another mentor, or take a decision back."))
