"""Why two could fit, as the engine sees it: what is kept with a proposal, and told in words by `wording`.

Only the answers of the people in question are opened.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from handslag.matching import propose
from handslag.matching.assign import ImpossiblePin
from handslag.matching.criteria import Criteria
from handslag.matching.explain import ProposedPair, explained_pairs
from handslag.matching.people import Mentee, Mentor
from handslag.matching.table import table_of
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .criteria import criteria_in
from .decided import PairOfIds
from .facts import contributions_of
from .models import MatchingRound
from .people import People, people_of
from .readiness import Candidate, Pool, pool_of

Why = dict[str, Any]  # score, contributions and cautions of a proposal


def why_of(pairs: Iterable[ProposedPair], people: People, criteria: Criteria) -> dict[PairOfIds, Why]:
    """What is kept of the engine's reasons for each pair."""
    return {
        (pair.mentee, pair.mentor): _why(pair, people.mentors[pair.mentor], people.mentees[pair.mentee], criteria)
        for pair in pairs
    }


def _why(pair: ProposedPair, mentor: Mentor, mentee: Mentee, criteria: Criteria) -> Why:
    return {
        "score": pair.score,
        "contributions": contributions_of(mentor, mentee, pair.contributions, criteria),
        "cautions": list(pair.cautions),
    }


def why_these(matching_round: MatchingRound, on: date, pairs: Collection[PairOfIds]) -> dict[PairOfIds, Why]:
    """The reasons for these pairs as things are today. Raises ImpossiblePin where two of them may not be a pair (any
    more)."""
    if not pairs:
        return {}
    programme, members = matching_round.programme, {UUID(key) for pair in pairs for key in pair}
    people = people_of(programme, pool_of(programme, on, members=members))
    if any(mentee not in people.mentees or mentor not in people.mentors for mentee, mentor in pairs):
        raise ImpossiblePin("somebody has left")
    criteria = criteria_in(matching_round, on)
    people = people.with_ready(key for pair in pairs for key in pair)
    found = propose(
        people.mentors.values(), people.mentees.values(), criteria, pinned=pairs, forbidden=people.forbidden
    )
    return why_of(found.pairs, people, criteria)


def why_each(matching_round: MatchingRound, on: date, mentee: str, mentors: Sequence[str]) -> dict[str, Why]:
    """The reasons for this mentee with each of these mentors, whom no rule rules out; nothing for who has left."""
    people = people_of(matching_round.programme, _pool(matching_round, {mentee, *mentors}), to_explain=True)
    here = [people.mentors[key] for key in mentors if key in people.mentors]
    if not here or mentee not in people.mentees:
        return {}
    one, criteria = people.mentees[mentee], criteria_in(matching_round, on)
    # The engine explains one pair of each mentee: so she stands there once for each mentor, in the order of their ids.
    table = table_of(here, [replace(one, id=mentor.id) for mentor in here], criteria, ())
    pairs = explained_pairs(table, np.arange(len(here)))
    return {pair.mentor: _why(pair, people.mentors[pair.mentor], one, criteria) for pair in pairs}


def _pool(matching_round: MatchingRound, ids: Iterable[str]) -> Pool:
    """These members, whether or not they are ready."""
    rows = Membership.objects.of(matching_round.organisation_id).filter(pk__in=ids, ended_at=None)
    here = list(rows.select_related("person"))
    mentors, mentees = (
        tuple(Candidate(member) for member in here if member.role == role) for role in (Role.MENTOR, Role.MENTEE)
    )
    return Pool(mentors, mentees)
