"""Asking the engine for the best whole set of pairs."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.matching import propose
from handslag.matching.criteria import Criteria
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .. import score_table
from ..criteria import criteria_of
from ..decided import Held, State, last_number, state_of
from ..models import Decision, MatchingRound
from ..people import People, people_of
from ..readiness import Pool, pool_of
from .errors import CannotBePaired, NobodyToMatch
from .rounds import Status, hold, journal, pair_alone
from .writing import rows_of, unmatched_of, why_of, write


@transaction.atomic
def suggest(*, programme: Programme, by: Person | None, at: datetime) -> MatchingRound:
    """Suggest pairs for everybody who is ready, in the open round or in a new one.

    Kept from the open round: pairs that were accepted or locked, those that were refused, and mentees who were left
    open. All other suggestions are replaced. Raises NobodyToMatch, and CannotBePaired where a pair that was kept breaks
    a rule by now.
    """
    hold(programme)
    pool = pool_of(programme, day_of(programme, at))
    _require_somebody(pool)
    matching_round = _open_round(programme, at)
    renew(matching_round, pool, by=by, at=at)
    journal("matching.suggest", matching_round, by=by, at=at)
    return matching_round


def renew(matching_round: MatchingRound, pool: Pool, *, by: Person | None, at: datetime) -> None:
    """Score everybody in `pool` anew, keep the scores, and suggest on top of what was decided so far."""
    programme = matching_round.programme
    on = day_of(programme, at)
    people, criteria = people_of(programme, pool), criteria_of(programme, on)
    decisions = list(matching_round.decisions.all())
    rows = rows_of(matching_round)
    state = _still(state_of(decisions) if decisions else _as_it_was(rows), people, criteria)
    refused = people.forbidden | state.refused.keys()
    score_table.keep(matching_round, people, criteria)
    people = people.with_ready(key for pair in state.pins for key in pair)
    result = propose(
        people.mentors.values(),
        [mentee for key, mentee in people.mentees.items() if key not in state.open],
        criteria,
        pinned=state.pins,
        forbidden={pair for pair in refused - set(state.pins) if pair[0] not in state.open},
    )
    chosen = {pair.mentee: pair.mentor for pair in result.pairs}
    write(matching_round, rows, chosen, state, why_of(result.pairs, people, criteria))
    Decision.objects.create(
        organisation_id=matching_round.organisation_id, round=matching_round, number=last_number(decisions) + 1,
        kind=Decision.Kind.SUGGEST, effects=[held.as_json() for held in state.all], decided_by=by, decided_at=at,
    )  # fmt: skip
    matching_round.weights = asdict(criteria.weights)
    matching_round.unmatched = unmatched_of(result.unmatched, people)
    matching_round.suggested_at = at
    matching_round.save()


def _require_somebody(pool: Pool) -> None:
    if not pool.mentees:
        raise NobodyToMatch(_("No mentee waits for a mentor. Select mentees first."))
    if not pool.ready_mentors:
        raise NobodyToMatch(_("No mentor is ready. A mentor can be matched when all training units are done."))


def _open_round(programme: Programme, at: datetime) -> MatchingRound:
    rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme)
    last = rounds.order_by("number").last()
    if last is not None and last.published_at is None:
        last.programme = programme
        return last
    return MatchingRound.objects.create(
        organisation_id=programme.organisation_id, programme=programme, suggested_at=at,
        number=last.number + 1 if last else 1,
    )  # fmt: skip


def _as_it_was(rows) -> State:
    """What was decided in a round that is older than the log of decisions."""
    state = State()
    for (mentee, mentor), row in rows.items():
        if row.status != Status.SUGGESTED:
            by = str(row.decided_by_id or "")
            state.take(Held(row.status, mentee, mentor, row.score, by, row.decided_at.isoformat()))
    return state


def _still(state: State, people: People, criteria: Criteria) -> State:
    """What was decided about people who are still there. Raises CannotBePaired where a pair breaks a rule by now."""
    kept = State()
    for held in state.all:
        if held.mentee in people.mentees and (not held.mentor or held.mentor in people.mentors):
            kept.take(held)
    kept.pinned = _scored(kept, people, criteria)
    return kept


def _scored(state: State, people: People, criteria: Criteria) -> dict[str, Held]:
    pinned, mentors = {}, [mentor for _mentee, mentor in state.pins]
    full = {mentor for mentor in mentors if mentors.count(mentor) > people.mentors[mentor].places}
    for mentee, held in state.pinned.items():
        try:
            pinned[mentee] = replace(held, score=pair_alone(people, criteria, mentee, held.mentor).score)
        except CannotBePaired:
            full.add(held.mentor)
    if full:  # Nobody is named: that would tell of whom somebody has said something in confidence.
        raise CannotBePaired(
            _(
                "A pair that was accepted or locked is not possible any more. Take back these decisions one by one: "
                "a pair that is still possible can be made again."
            )
        )
    return pinned
