"""The long part of a suggestion, and the short one: working out the best pairs, and writing them down.

The long part writes nothing and holds nothing; what it follows from stands in its `basis`. Where that is another one by
the time of writing, somebody has decided or told something meanwhile, and what was worked out is worth nothing.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from handslag.matching.criteria import Criteria
from handslag.matching.propose import EXPLAINING as explaining
from handslag.matching.propose import propose
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.questionnaires.models import Response

from .. import score_table
from ..criteria import criteria_of
from ..decided import Held, PairOfIds, State, state_of
from ..models import Decision, Exclusion, MatchingRound, Pair
from ..newcomers import ready_in
from ..people import People, people_of
from ..readiness import Pool
from ..score_table import Chosen, Scores
from ..steps import CHOOSING, COMPARING, EXPLAINING, READING
from ..why import Why, why_of
from .errors import NotTheseTwo
from .rounds import pair_alone, possible_no_more
from .writing import rows_of, unmatched_of, write

Tell = Callable[[str], None]
Basis = tuple[Any, ...]


@dataclass(frozen=True)
class WorkedOut:
    """A suggestion that nobody sees yet. `kept`: what was decided before and still holds. `ready`: among whom."""

    scores: Scores
    chosen: Chosen
    why: dict[PairOfIds, Why]
    unmatched: list[dict[str, object]]
    kept: State
    weights: dict[str, int]
    ready: dict[str, Any]


def basis_of(programme: Programme, pool: Pool, matching_round: MatchingRound | None) -> Basis:
    """All that a suggestion follows from, in short: who is there, what they told, what counts, what is decided.

    Read it before anything else: what changes while the rest is read makes another basis. Four queries.
    """
    told = Response.objects.of(programme.organisation_id).filter(programme=programme)
    apart = Exclusion.objects.of(programme.organisation_id).filter(membership__programme=programme)
    ended = Pair.objects.of(programme.organisation_id).filter(programme=programme).exclude(ended_on=None)
    last = matching_round.decisions.aggregate(last=Max("number"))["last"] if matching_round else None
    return (
        matching_round and matching_round.pk,
        last,
        dict(programme.weights),
        dict(programme.rules),
        sorted((str(c.membership.pk), c.lacks, c.places, c.pauses) for c in (*pool.mentors, *pool.mentees)),
        tuple(told.order_by().aggregate(Count("pk"), Max("answered_at")).values()),
        tuple(apart.order_by().aggregate(Count("pk"), Max("told_at"), Max("turned_at")).values()),
        ended.count(),
    )


def work_out(
    programme: Programme, pool: Pool, matching_round: MatchingRound | None, at: datetime,
    tell: Tell = lambda step: None,
) -> WorkedOut:  # fmt: skip
    """The best pairs for everybody in `pool`, on top of what is decided in the round. `tell` is called as each step
    begins. Raises CannotBePaired where a pair that was kept breaks a rule by now."""
    tell(READING)
    on = day_of(programme, at)
    people, criteria = people_of(programme, pool), criteria_of(programme, on)
    tell(COMPARING)
    kept = _still(_decided_in(matching_round), people, criteria)
    scores = score_table.scored(people, criteria)
    people = people.with_ready(key for pair in kept.pins for key in pair)
    refused = people.forbidden | kept.refused.keys()
    tell(CHOOSING)
    result = propose(
        people.mentors.values(),
        [mentee for key, mentee in people.mentees.items() if key not in kept.open],
        criteria,
        pinned=kept.pins,
        forbidden={pair for pair in refused - set(kept.pins) if pair[0] not in kept.open},
        tell=lambda said: tell(EXPLAINING if said == explaining else CHOOSING),
    )
    return WorkedOut(
        scores, {pair.mentee: pair.mentor for pair in result.pairs}, why_of(result.pairs, people, criteria),
        unmatched_of(result.unmatched, people), kept, asdict(criteria.weights), ready_in(pool),
    )  # fmt: skip


def write_down(matching_round: MatchingRound, found: WorkedOut, *, by: Person | None, at: datetime) -> None:
    """Let `found` be what is suggested in the round, which is held."""
    score_table.keep(matching_round, found.scores)
    write(matching_round, rows_of(matching_round), found.chosen, found.kept, found.why)
    last = matching_round.decisions.aggregate(last=Max("number"))["last"] or 0
    Decision.objects.create(
        organisation_id=matching_round.organisation_id, round=matching_round, number=last + 1,
        kind=Decision.Kind.SUGGEST, effects=[held.as_json() for held in found.kept.all], decided_by=by, decided_at=at,
    )  # fmt: skip
    matching_round.weights, matching_round.unmatched = found.weights, found.unmatched
    matching_round.ready = found.ready
    matching_round.suggested_at = at
    matching_round.save()


def _decided_in(matching_round: MatchingRound | None) -> State:
    return state_of(list(matching_round.decisions.all())) if matching_round else State()


def _still(state: State, people: People, criteria: Criteria) -> State:
    """What was decided about people who are still there. Raises CannotBePaired where a pair breaks a rule by now."""
    kept = State()
    for held in state.all:
        if held.mentee in people.mentees and (not held.mentor or held.mentor in people.mentors):
            kept.take(held)
    kept.pinned = _scored(kept, people, criteria)
    return kept


def _scored(state: State, people: People, criteria: Criteria) -> dict[str, Held]:
    if any(taken > people.mentors[mentor].places for mentor, taken in state.load.items()):
        raise possible_no_more()
    pinned = {}
    for mentee, held in state.pinned.items():
        try:
            pinned[mentee] = replace(held, score=pair_alone(people, criteria, mentee, held.mentor).score)
        except NotTheseTwo as error:
            raise possible_no_more() from error
    return pinned
