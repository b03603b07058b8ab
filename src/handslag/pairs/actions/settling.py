"""What every decision at the board has in common: it is written down, then the pairs follow from all decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _

from handslag.matching.assign import ImpossiblePin
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import score_table
from ..criteria import criteria_in
from ..decided import Held, PairOfIds, State, among_whom, last_number, state_of
from ..models import Decision, MatchingRound
from ..people import people_of
from ..readiness import ids_here, ids_pausing, pool_of
from ..score_table import Chosen, Scores
from ..why import Why, why_each, why_these
from .errors import DecidedMeanwhile
from .rounds import Status, new_suggestions, require_open
from .writing import Row, chosen_in, rows_of, tell_unmatched, write

Kind = Decision.Kind
ACCEPTING = (Kind.ACCEPT, Kind.ACCEPT_ALL)
ByHand = Mapping[PairOfIds, Why]  # pairs that the team makes itself, with the reasons


@dataclass
class Board:
    """An open round that is held while somebody decides: its decisions so far, the scores, and who is `here`."""

    round: MatchingRound
    decisions: list[Decision]
    scores: Scores
    here: set[str]

    @property
    def state(self) -> State:
        """What holds. Approved pairs of people who have left, or have got a mentor, count no more."""
        return state_of(self.decisions).among(self.here & self.scores.everybody)

    @property
    def gone(self) -> set[str]:
        return self.scores.everybody - self.here


def open_board(matching_round: MatchingRound, seen: int | None, needed: Collection[str] = (), *, at: datetime) -> Board:
    """Hold the round. `seen`: number of the last decision that the page showed; None where nobody looked at one.
    `needed`: members who must be among those that were scored.

    Scores that are not there, or lack somebody, are made anew first, under the round's own weights; nothing is
    suggested by that. Raises RoundPublished, DecidedMeanwhile.
    """
    require_open(matching_round)
    decisions = list(matching_round.decisions.all())
    require_seen(matching_round, decisions, seen)
    programme = matching_round.programme
    here = _here(programme, decisions)
    scores = score_table.kept(matching_round)
    held = {key for pin in state_of(decisions).among(here).pins for key in pin}
    if scores is None or not held.union(needed) <= scores.everybody:
        scores = _scored_anew(matching_round, at)
    return Board(matching_round, decisions, scores, here)


def _here(programme: Programme, decisions: Sequence[Decision]) -> set[str]:
    return among_whom(ids_here(programme), ids_pausing(programme), state_of(decisions))


def _scored_anew(matching_round: MatchingRound, at: datetime) -> Scores:
    programme = matching_round.programme
    on = day_of(programme, at)
    people = people_of(programme, pool_of(programme, on))
    return score_table.keep(matching_round, score_table.scored(people, criteria_in(matching_round, on)))


def require_seen(matching_round: MatchingRound, decisions: Sequence[Decision], seen: int | None) -> None:
    """Raise DecidedMeanwhile where there are decisions (of `decisions`, all in order) that the page did not show."""
    if seen is not None and seen != last_number(decisions):
        since = matching_round.decisions.filter(number__gt=seen).select_related("decided_by", "undoes")
        raise DecidedMeanwhile(_("Somebody has decided since you opened the page."), list(since))


def settle(
    board: Board, kind: str, effects: Sequence[Held], *, by: Person | None, at: datetime, reason: str = "",
    undoes: Decision | None = None, by_hand: ByHand = MappingProxyType({}),
) -> Decision:  # fmt: skip
    """Write the decision down and let the proposals follow from it: the best whole set of pairs under all decisions."""
    decision = Decision.objects.create(
        organisation_id=board.round.organisation_id, round=board.round, number=last_number(board.decisions) + 1,
        kind=kind, effects=[held.as_json() for held in effects], reason=reason, undoes=undoes, decided_by=by,
        decided_at=at,
    )  # fmt: skip
    board.decisions.append(decision)
    follow(board, by_hand, stays=kind in ACCEPTING, at=at)
    return decision


def follow(
    board: Board, by_hand: ByHand = MappingProxyType({}), *, stays: bool = False, at: datetime
) -> None:  # fmt: skip
    """Write the proposals anew. `stays`: what was best is best with a pair of it approved, too; not where the pair
    had gone meanwhile, or another of them may not be any more."""
    state, rows = board.state, rows_of(board.round)
    chosen = chosen_in(rows)
    if stays and board.scores.under(state, board.gone).is_possible(chosen, state.pins):
        write(board.round, rows, chosen, state, {})
        return
    try:
        chosen, why = _solved(board, state, rows, by_hand, at)
    except ImpossiblePin:  # what people told has changed since they were scored
        board.scores = _scored_anew(board.round, at)
        state = board.state
        try:
            chosen, why = _solved(board, state, rows, by_hand, at)
        except ImpossiblePin as error:  # and is being changed at this moment
            raise new_suggestions() from error
    write(board.round, rows, chosen, state, why)
    tell_unmatched(board.round, board.scores, state, chosen)


def _solved(
    board: Board, state: State, rows: Mapping[PairOfIds, Row], by_hand: ByHand, at: datetime
) -> tuple[Chosen, dict[PairOfIds, Why]]:
    """The best whole set of pairs, and the reasons for those that are new. Raises ImpossiblePin.

    An approved pair is new where it comes back, as by undoing: whether it still may be is asked when it is published.
    """
    on = day_of(board.round.programme, at)
    chosen = score_table.settled(board.scores, state, chosen_in(rows), board.gone)
    new = [pair for pair in chosen.items() if pair not in rows or rows[pair].status == Status.REFUSED]
    why = dict(by_hand) | why_these(board.round, on, [pair for pair in new if not state.pins_pair(*pair)])
    for mentee, mentor in new:
        if (mentee, mentor) not in why:
            why[mentee, mentor] = why_each(board.round, on, mentee, [mentor])[mentor]
    return chosen, {pair: why[pair] for pair in new}
