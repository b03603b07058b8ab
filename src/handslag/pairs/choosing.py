"""What the page shows where the team chooses another mentor for somebody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from . import score_table, wording
from .alternatives import Alternative, alternatives, in_words
from .criteria import criteria_in
from .decided import OPEN, Held, PairOfIds, State, among_whom, last_number, state_of
from .decision_words import changes, some_names
from .leaving import call_first
from .models import Decision, MatchingRound, Proposal
from .newcomers import Newcomers, newcomers
from .newcomers import in_words as newcomers_in_words
from .people import people_of
from .ranking import ranks_in_words
from .readiness import Here, people_here, pool_of
from .score_table import Chosen, Scores, settled
from .why import why_each

Status = Proposal.Status
# Mentees: what a no or leaving open brings about is solved for, twice on the page, in a tenth of a second together.
TOLD_UP_TO, LEXIMIN_TOLD_UP_TO = 1000, 300


@dataclass(frozen=True)
class Option:
    """A mentor for this mentee, in sentences: why they could fit, where they stand for each other, and what it costs
    the others. `changes`: whose mentor changes then, of the others; None among very many people, where `costs` counts
    them. `swap_with`: id and name of the mentee to swap with."""

    mentor: str
    name: str
    reasons: list[str]
    cautions: list[str]
    ranks: list[str]
    costs: list[str]
    changes: list[str] | None
    swap_with: str
    swap_name: str


@dataclass(frozen=True)
class Choice:
    """One mentee: who is proposed now, and the others who may be. `approved`: it was decided, take that back first;
    nobody else is looked for before.

    after_no, after_open: whose mentor changes, in sentences, where the team says no to who is proposed, or leaves the
    mentee open; None where that is not told, among very many people. `another`: after a no somebody else is suggested,
    as far as that is told.
    `is_open`: the team has left the mentee open. `pauses`: the mentee, where she wants nobody for now, with what comes
    before that changes; nobody is looked for before. `pausing`: the same of the mentors with a place, whether or not
    they would fit: that they are named says nothing of any rule. `decided`: of the mentors who may be, those whose
    places are decided for others and who cannot be had by a swap, each with for whom. `newcomers`: in words, where
    there is no other mentor and some could be matched by now whom the suggestion did not look at. `said_no`: whom the
    team itself has refused, in a sentence.
    """

    mentee: str
    mentor_id: str
    mentor: str
    approved: bool
    current: Option | None
    options: list[Option]
    seen: int
    pauses: list[tuple[Membership, str]]
    pausing: list[tuple[Membership, str]]
    decided: list[str]
    said_no: str
    newcomers: str
    is_open: bool
    after_no: list[str] | None
    after_open: list[str] | None
    another: bool


@dataclass(frozen=True)
class _Board:
    """What is known, decided and proposed in a round.

    scores: what the page tells from. at_board: what the pairs follow from when something is decided; other than
    `scores` where these had to be made anew, which must not show.
    """

    people: list[Here]
    scores: Scores
    at_board: Scores
    decisions: list[Decision]
    proposed: Mapping[PairOfIds, int | None]

    @cached_property
    def names(self) -> dict[str, str]:
        return {one.key: one.name for one in self.people}

    @cached_property
    def pausing(self) -> set[str]:
        return {one.key for one in self.people if one.pauses}

    @cached_property
    def can_be_matched(self) -> set[str]:
        return among_whom(self.names, self.pausing, state_of(self.decisions)) & self.scores.everybody

    @cached_property
    def now(self) -> Chosen:
        return dict(self.proposed.keys())

    def after(self, what: str, mentee: str, mentor: str = "") -> Chosen | None:
        """The pairs when that is decided, as `settling.follow` works it out; None among very many people."""
        if len(self.scores.mentees) > (LEXIMIN_TOLD_UP_TO if self.scores.fairness == "leximin" else TOLD_UP_TO):
            return None
        state = state_of(self.decisions)
        state.take(Held(what, mentee, mentor))
        gone = self.scores.everybody - self.can_be_matched
        return settled(self.at_board, state.among(self.can_be_matched), self.now, gone)

    def told(self, after: Chosen | None, mentee: str) -> list[str] | None:
        """Whose mentor changes by that, the mentee's first."""
        return None if after is None else changes(self.now, after, self.names, first=[mentee])

    def told_of_others(self, after: Chosen | None, mentee: str) -> list[str] | None:
        """Whose mentor changes by that, of the others."""
        return None if after is None else changes(_without(mentee, self.now), _without(mentee, after), self.names)


def choice_of(user: Account, matching_round: MatchingRound, mentee: str, at: datetime) -> Choice | None:
    """The choice for this mentee; None for somebody who is not scored in the round, or has left."""
    on = day_of(matching_round.programme, at)
    board = _board(user, matching_round, mentee, on)
    if mentee not in board.scores.mentees or mentee not in board.names:
        return None
    here = board.can_be_matched
    state = state_of(board.decisions).among(here)
    shown = {pair: own for pair, own in board.proposed.items() if here.issuperset(pair)}
    current = dict(shown.keys())
    mentor, approved, is_open = current.get(mentee, ""), mentee in state.pinned, mentee in state.open
    is_looked_for = not approved and mentee not in board.pausing
    after_no = board.after(Status.REFUSED, mentee, mentor) if mentor and is_looked_for else board.now
    after_open = board.after(OPEN, mentee) if is_looked_for and not is_open else board.now
    options, decided = {}, []
    if is_looked_for:
        state.open.pop(mentee, None)
        scores = board.scores.under(state, board.scores.everybody - here).with_own(shown)
        options = _options(matching_round, on, board, scores, state, current, mentee)
        decided = _decided(scores, state, mentee, {*options, *board.pausing}, board.names)
    now = options.pop(mentor, None)
    pausing = _asked_first(matching_round, mentee, board)
    own = pausing.pop(mentee, None)
    return Choice(
        mentee=board.names[mentee], mentor_id=mentor, mentor=board.names.get(mentor, ""), approved=approved,
        current=now, options=list(options.values()), seen=last_number(board.decisions),
        pauses=[own] if own else [], pausing=list(pausing.values()), decided=decided,
        said_no=_said_no(state, mentee, board.names),
        newcomers=_mentors_since(matching_round, on) if is_looked_for and not options else "", is_open=is_open,
        after_no=board.told(after_no, mentee), after_open=board.told(after_open, mentee),
        another=after_no is not None and mentee in after_no,
    )  # fmt: skip


def _board(user: Account, matching_round: MatchingRound, mentee: str, on: date) -> _Board:
    """The board of the round, scored with this mentee where she is here."""
    people, proposed = people_here(matching_round.programme), _proposed(user, matching_round)
    decisions = list(Decision.objects.visible_to(user).filter(round=matching_round))
    scores = score_table.kept(matching_round)
    if scores is not None and (mentee in scores.mentees or mentee not in {one.key for one in people}):
        return _Board(people, scores, scores, decisions, proposed)
    scores = _scored_anew(matching_round, on)
    # With the scores that the pairs were made with: a rule that came since shows nowhere.
    return _Board(people, scores, scores.with_own(proposed), decisions, proposed)


def _proposed(user: Account, matching_round: MatchingRound) -> dict[PairOfIds, int | None]:
    """Who is proposed to whom, with the score that they were given then."""
    rows = Proposal.objects.visible_to(user).filter(round=matching_round).exclude(status=Status.REFUSED)
    return {(str(one), str(other)): score for one, other, score in rows.values_list("mentee_id", "mentor_id", "score")}


def _without(mentee: str, chosen: Chosen) -> Chosen:
    return {key: mentor for key, mentor in chosen.items() if key != mentee}


def _options(
    matching_round: MatchingRound, on: date, board: _Board, scores: Scores, state: State, current: Chosen, mentee: str
) -> dict[str, Option]:
    """The mentor who is proposed now, and the others who may be, by id; no swap in which somebody wants nobody for now.
    Of all these the answers are opened."""
    costs = {current[mentee]: Alternative(current[mentee])} if mentee in current else {}
    found = alternatives(scores, state.pins, current, mentee)
    costs |= {one.mentor: one for one in found if board.pausing.isdisjoint(_concerned(one, current, mentee))}
    why = why_each(matching_round, on, mentee, list(costs))
    names = board.names
    ranks = ranks_in_words(scores, mentee, list(costs), names)
    most = criteria_in(matching_round, on).weights.highest_score
    return {
        mentor: Option(
            mentor, names[mentor],
            wording.reasons(why[mentor]["contributions"], matching_round.programme),
            wording.cautions(why[mentor]["cautions"]),
            ranks.get(mentor, []), in_words(one, most), board.told_of_others(one.after, mentee),
            one.swap_with, names.get(one.swap_with, ""),
        )
        for mentor, one in costs.items() if mentor in why
    }  # fmt: skip


def _concerned(one: Alternative, current: Chosen, mentee: str) -> set[str]:
    """The two who are put together by that, or the four."""
    return {mentee, one.mentor} | ({one.swap_with, current[mentee]} if one.swap_with else set())


def _said_no(state: State, mentee: str, names: Mapping[str, str]) -> str:
    """Whom the team itself has refused for the mentee: that is no secret."""
    refused = sorted(names[mentor] for key, mentor in state.refused if key == mentee and mentor in names)
    said = _("You have said no to %(mentors)s. You can take that back on the board.")
    return said % {"mentors": some_names(refused)} if refused else ""


def _decided(scores: Scores, state: State, mentee: str, told: Collection[str], names: Mapping[str, str]) -> list[str]:
    """For whom those mentors are decided who may be and are not `told` of elsewhere, the best for the mentee first."""
    of_mentor: dict[str, list[str]] = {}
    for other, mentor in state.pins:
        of_mentor.setdefault(mentor, []).append(names[other])
    own = scores.score[scores.row_of[mentee]]
    full = [
        mentor
        for mentor, others in of_mentor.items()
        if mentor not in told
        and scores.allows(mentee, mentor)
        and len(others) >= scores.places[scores.column_of[mentor]]
    ]
    full.sort(key=lambda mentor: (-int(own[scores.column_of[mentor]]), names[mentor].casefold(), mentor))
    said = _("%(mentor)s for %(mentees)s")
    return [said % {"mentor": names[mentor], "mentees": some_names(of_mentor[mentor])} for mentor in full]


def _mentors_since(matching_round: MatchingRound, on: date) -> str:
    """The mentors among the newcomers, in words."""
    found = newcomers(matching_round, pool_of(matching_round.programme, on))
    return newcomers_in_words(Newcomers(found.mentors))


def _asked_first(matching_round: MatchingRound, mentee: str, board: _Board) -> dict[str, tuple[Membership, str]]:
    """Of the mentee and of mentors with a place who want nobody for now: what comes before that changes, by id."""
    scores = board.scores
    with_place = {key for key, places in zip(scores.mentors, scores.places.tolist(), strict=True) if places}
    pausing = {one.key: one for one in board.people if one.pauses and one.key in with_place | {mentee}}
    rows = Membership.objects.of(matching_round.organisation_id).filter(pk__in=pausing).select_related("person")
    members = {str(member.pk): member for member in rows}
    return {
        key: (members[key], call_first(members[key], has_left=one.has_left))
        for key, one in pausing.items()
        if key in members
    }


def _scored_anew(matching_round: MatchingRound, on: date) -> Scores:
    """Where somebody has come since, or what people told has changed; that it has is for nobody to see."""
    programme = matching_round.programme
    return score_table.scored(people_of(programme, pool_of(programme, on)), criteria_in(matching_round, on))
