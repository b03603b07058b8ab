"""What the page shows where the team chooses another mentor for somebody."""

from dataclasses import dataclass
from datetime import datetime

from handslag.people.models import Account
from handslag.programmes.days import day_of

from . import score_table
from .alternatives import alternatives, in_words
from .board import decisions_of
from .criteria import criteria_in
from .decided import among_whom, last_number, state_of
from .models import MatchingRound, Proposal
from .people import people_of
from .readiness import Here, people_here, pool_of
from .score_table import Scores

Status = Proposal.Status


@dataclass(frozen=True)
class Option:
    """Another mentor: what it costs the others, in sentences. `swap_with`: id and name of the mentee to swap with."""

    mentor: str
    name: str
    costs: list[str]
    swap_with: str = ""
    swap_name: str = ""


@dataclass(frozen=True)
class Choice:
    """One mentee: who is proposed now, and the others who may be. `approved`: it was decided, take that back first.

    `pauses`: the mentee wants nobody for now. `pausing`: the mentors with a place who want nobody for now, by id and
    name, whether or not they would fit: that they are named says nothing of any rule.
    """

    mentee: str
    mentor_id: str
    mentor: str
    approved: bool
    options: list[Option]
    seen: int
    pauses: bool
    pausing: list[tuple[str, str]]


def choice_of(user: Account, matching_round: MatchingRound, mentee: str, at: datetime) -> Choice | None:
    """The choice for this mentee; None for somebody who is not scored in the round, or has left. Four queries."""
    people = people_here(matching_round.programme)
    names = {one.key: one.name for one in people}
    scores = score_table.kept(matching_round)
    if scores is None or (mentee in names and mentee not in scores.mentees):
        scores = _scored_anew(matching_round, at)
    if mentee not in scores.mentees or mentee not in names:
        return None
    decisions = decisions_of(user, matching_round)
    pausing = {one.key for one in people if one.pauses}
    here = scores.everybody & (among_whom(names, pausing, decisions) | {mentee})
    rows = Proposal.objects.visible_to(user).filter(round=matching_round).exclude(status=Status.REFUSED)
    current = {str(one): str(other) for one, other in rows.values_list("mentee_id", "mentor_id")}
    current = {one: other for one, other in current.items() if {one, other} <= here}
    state = state_of(decisions).among(here)
    found = alternatives(scores, state, current, mentee, scores.everybody - here)
    options = [
        Option(a.mentor, names[a.mentor], in_words(a.cost, names), a.swap_with, names.get(a.swap_with, ""))
        for a in found
    ]
    mentor = current.get(mentee, "")
    return Choice(
        names[mentee], mentor, names.get(mentor, ""), mentee in state.pinned, options, last_number(decisions),
        mentee in pausing, _pausing_mentors(people, scores),
    )  # fmt: skip


def _pausing_mentors(people: list[Here], scores: Scores) -> list[tuple[str, str]]:
    with_place = {key for key, places in zip(scores.mentors, scores.places.tolist(), strict=True) if places}
    return [(one.key, one.name) for one in people if one.is_mentor and one.pauses and one.key in with_place]


def _scored_anew(matching_round: MatchingRound, at: datetime) -> Scores:
    """Where somebody has come since, or what people told has changed; that it has is for nobody to see."""
    programme = matching_round.programme
    on = day_of(programme, at)
    return score_table.scored(people_of(programme, pool_of(programme, on)), criteria_in(matching_round, on))
