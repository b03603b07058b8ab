"""What the page shows where the team chooses another mentor for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handslag.people.models import Account
from handslag.programmes.days import day_of

from . import score_table, wording
from .alternatives import Alternative, alternatives, in_words
from .criteria import criteria_in
from .decided import OPEN, Held, PairOfIds, State, among_whom, last_number, state_of
from .decision_words import changes
from .models import Decision, MatchingRound, Proposal
from .people import people_of
from .ranking import ranks_in_words
from .readiness import Here, people_here, pool_of
from .score_table import Chosen, Scores, settled
from .why import why_each

Status = Proposal.Status
# Mentees: what a no or leaving open brings about is solved for, twice on the page, in a tenth of a second together.
TOLD_UP_TO, LEXIMIN_TOLD_UP_TO = 1000, 300
Names = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """A mentor for this mentee, in sentences: why they could fit, where they stand for each other, and what it costs
    the others. `swap_with`: id and name of the mentee to swap with."""

    mentor: str
    name: str
    reasons: list[str]
    cautions: list[str]
    ranks: list[str]
    costs: list[str]
    swap_with: str
    swap_name: str


@dataclass(frozen=True)
class Choice:
    """One mentee: who is proposed now, and the others who may be. `approved`: it was decided, take that back first;
    nobody else is looked for before.

    after_no, after_open: whose mentor changes, in sentences, where the team says no to who is proposed, or leaves the
    mentee open; None where that is not told, among very many people.
    `is_open`: the team has left the mentee open. `pauses`: the mentee wants nobody for now. `pausing`: the mentors
    with a place who want nobody for now, by id and name, whether or not they would fit: that they are named says
    nothing of any rule.
    """

    mentee: str
    mentor_id: str
    mentor: str
    approved: bool
    current: Option | None
    options: list[Option]
    seen: int
    pauses: bool
    pausing: list[tuple[str, str]]
    is_open: bool
    after_no: list[str] | None
    after_open: list[str] | None


def choice_of(user: Account, matching_round: MatchingRound, mentee: str, at: datetime) -> Choice | None:
    """The choice for this mentee; None for somebody who is not scored in the round, or has left."""
    people, on = people_here(matching_round.programme), day_of(matching_round.programme, at)
    names = {one.key: one.name for one in people}
    kept, proposed = score_table.kept(matching_round), _proposed(user, matching_round)
    if kept is None or (mentee in names and mentee not in kept.mentees):
        scores = _scored_anew(matching_round, on)
        as_at_board = scores.with_own(proposed)  # a rule that came since shows nowhere
    else:
        scores = as_at_board = kept
    if mentee not in scores.mentees or mentee not in names:
        return None
    decisions = list(Decision.objects.visible_to(user).filter(round=matching_round))
    pausing, state = {one.key for one in people if one.pauses}, state_of(decisions)
    could_be = among_whom(names, pausing, state)
    here = scores.everybody & (could_be | {mentee})
    state, shown = state.among(here), {pair: own for pair, own in proposed.items() if here.issuperset(pair)}
    current = dict(shown.keys())
    mentor, approved = current.get(mentee, ""), mentee in state.pinned
    is_open = state.open.pop(mentee, None) is not None
    opened = scores.under(state, scores.everybody - here).with_own(shown)  # here neither
    options = {} if approved else _options(matching_round, on, opened, state, current, mentee, names)

    def after(what: str, other: str = "") -> list[str] | None:
        """As `settling.follow` does it when that is decided."""
        if len(scores.mentees) > (LEXIMIN_TOLD_UP_TO if scores.fairness == "leximin" else TOLD_UP_TO):
            return None
        then, at_hand = state_of(decisions), dict(proposed.keys())
        then.take(Held(what, mentee, other))
        then = then.among(could_be & scores.everybody)
        return changes(at_hand, settled(as_at_board, then, at_hand, scores.everybody - could_be), names, first=[mentee])

    return Choice(
        names[mentee], mentor, names.get(mentor, ""), approved, options.pop(mentor, None), list(options.values()),
        last_number(decisions), mentee in pausing, _pausing_mentors(people, scores), is_open,
        after(Status.REFUSED, mentor) if mentor and not approved else [], [] if approved or is_open else after(OPEN),
    )  # fmt: skip


def _proposed(user: Account, matching_round: MatchingRound) -> dict[PairOfIds, int | None]:
    """Who is proposed to whom, with the score that they were given then."""
    rows = Proposal.objects.visible_to(user).filter(round=matching_round).exclude(status=Status.REFUSED)
    return {(str(one), str(other)): score for one, other, score in rows.values_list("mentee_id", "mentor_id", "score")}


def _options(
    matching_round: MatchingRound, on: date, scores: Scores, state: State, current: Chosen, mentee: str, names: Names
) -> dict[str, Option]:
    """The mentor who is proposed now, and the others who may be, by id. Of all these the answers are opened."""
    costs = {current[mentee]: Alternative(current[mentee])} if mentee in current else {}
    costs |= {one.mentor: one for one in alternatives(scores, state.pins, current, mentee)}
    why = why_each(matching_round, on, mentee, list(costs))
    ranks = ranks_in_words(scores, mentee, list(costs), names)
    most = criteria_in(matching_round, on).weights.highest_score
    return {
        mentor: Option(
            mentor, names[mentor],
            wording.reasons(why[mentor]["contributions"], matching_round.programme),
            wording.cautions(why[mentor]["cautions"]),
            ranks.get(mentor, []), in_words(one.cost, most) if one.cost else [],
            one.swap_with, names.get(one.swap_with, ""),
        )
        for mentor, one in costs.items() if mentor in why
    }  # fmt: skip


def _pausing_mentors(people: list[Here], scores: Scores) -> list[tuple[str, str]]:
    with_place = {key for key, places in zip(scores.mentors, scores.places.tolist(), strict=True) if places}
    return [(one.key, one.name) for one in people if one.is_mentor and one.pauses and one.key in with_place]


def _scored_anew(matching_round: MatchingRound, on: date) -> Scores:
    """Where somebody has come since, or what people told has changed; that it has is for nobody to see."""
    programme = matching_round.programme
    return score_table.scored(people_of(programme, pool_of(programme, on)), criteria_in(matching_round, on))
