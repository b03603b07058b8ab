"""What the matching board shows: who is left, who is proposed to whom and why, and what was decided."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme

from . import decision_words, suggestions, wording
from .criteria import criteria_of
from .decided import Kind, among_whom, last_number, standing, state_of, to_undo
from .gone import gone_in
from .leaving import asked_first
from .models import Decision, MatchingRound, Proposal
from .newcomers import Newcomers, in_words, newcomers
from .queries import APPROVED, PAGE
from .readiness import Candidate, Pool, pool_of

Status = Proposal.Status
MOST_TOLD = 10


@dataclass(frozen=True)
class Card:
    """One proposal in words."""

    proposal: Proposal
    reasons: list[str]
    cautions: list[str]

    @property
    def is_approved(self) -> bool:
        return self.proposal.status in APPROVED


@dataclass(frozen=True)
class Lone:
    """Somebody without a partner: why, and what would help. `places`: free ones of a mentor. `by_places`: of a mentee,
    where no mentor has a place left that one could see, so that the choice tells more."""

    membership: Membership
    reasons: list[str]
    helps: list[str]
    places: int = 0
    is_left_open: bool = False
    by_places: bool = False


@dataclass(frozen=True)
class Log:
    """What was decided since the last suggestion. `seen`: the number of the last decision, which every act carries."""

    seen: int
    lines: list[decision_words.Line]
    to_undo: decision_words.Line | None


@dataclass(frozen=True)
class Board:
    """Everything that the matching page shows. `cards`: the proposals of this `page`, in words. `mentees`: who wait and
    have nobody; `asked_first`: who would, and want nobody for now or have left, with what comes before that changes.
    `newcomers`: in words, whom the suggestion did not look at."""

    pool: Pool
    round: MatchingRound | None
    page: Page
    cards: list[Card]
    counts: Counter
    mentees: list[Lone]
    asked_first: list[tuple[Membership, str]]
    mentors: list[Lone]
    log: Log
    newcomers: str = ""
    weights_changed: bool = False
    newest: suggestions.Newest | None = None
    outdated: list[Membership] | None = None
    """Who is suggested and cannot be matched as things are; None where the suggestions hold."""
    gone: Sequence[str] = ()
    """Which approved pairs cannot come about any more, in words."""

    @property
    def pairs(self) -> list[Card]:
        return [card for card in self.cards if card.proposal.status != Status.REFUSED]

    @property
    def refused(self) -> list[Card]:
        return [card for card in self.cards if card.proposal.status == Status.REFUSED]

    @property
    def pausing(self) -> list[Lone]:
        """The same as mentees without a partner, for the paper."""
        return [Lone(member, [text], []) for member, text in self.asked_first]

    @property
    def approved(self) -> int:
        return sum(self.counts[status] for status in APPROVED)

    @property
    def proposed(self) -> int:
        """How many pairs there would be if everything that is suggested were accepted."""
        return self.approved + self.counts[Status.SUGGESTED]

    @property
    def places(self) -> int:
        """Free places of mentors who are ready."""
        return sum(mentor.places for mentor in self.pool.ready_mentors)

    @property
    def can_suggest(self) -> bool:
        return bool(self.pool.ready_mentees and self.pool.ready_mentors)


def board(
    user: Account, programme: Programme, number: str | None, at: datetime, *, of: MatchingRound | None = None,
    everything: bool = False,
) -> Board:  # fmt: skip
    """The state of matching: who is ready, the open round (or the one given as `of`), its proposals and decisions.

    `everything`: all proposals on one page. Six queries at most, at any size.
    """
    on = day_of(programme, at)
    pool = pool_of(programme, on)
    open_rounds = MatchingRound.objects.visible_to(user).filter(programme=programme, published_at=None)
    matching_round = of or suggestions.with_newest(open_rounds).first()
    proposals = _proposals(user, matching_round, pool) if matching_round else []
    decisions = decisions_of(user, matching_round) if matching_round else []
    page = Paginator(proposals, max(1, len(proposals)) if everything else PAGE).get_page(number)
    cards = [_card(proposal, programme) for proposal in page]
    counts = Counter(proposal.status for proposal in proposals)
    came = newcomers(matching_round, pool) if matching_round else Newcomers()
    mentors = _mentors_left(proposals, pool) if matching_round else []
    mentees = (
        _mentees_left(matching_round, proposals, decisions, pool, mentors, came, programme, on)
        if matching_round
        else []
    )
    changed = bool(matching_round and _differ(matching_round.weights, programme.weights))
    log = _log(decisions, pool)
    return Board(
        pool, matching_round, page, cards, counts, mentees,
        asked_first(_pausing_mentees(proposals, pool) if matching_round else []), mentors, log,
        in_words(_not_looked_at(came, proposals, decisions, mentors)), changed,
        None if of else _newest(user, programme, matching_round),
        None if of or not matching_round else _outdated(matching_round, proposals, decisions, pool),
        () if of else gone_in((row for row in proposals if row.status in APPROVED), pool),
    )  # fmt: skip


def _newest(user: Account, programme: Programme, matching_round: MatchingRound | None) -> suggestions.Newest | None:
    return suggestions.newest_beside(matching_round) if matching_round else suggestions.newest(user, programme)


def _outdated(
    matching_round: Any, proposals: Sequence[Proposal], decisions: Sequence[Decision], pool: Pool
) -> list[Membership] | None:
    """Who is suggested and is not there any more or has no place left; nobody of these, but what people told has
    changed since they were scored: an empty list. None where all of it holds."""
    everybody = {str(c.membership.pk): c for c in (*pool.mentors, *pool.mentees)}
    here = among_whom(everybody, [key for key, c in everybody.items() if c.pauses], state_of(decisions))
    load = Counter(str(row.mentor_id) for row in proposals if row.status != Status.REFUSED)
    gone = {
        one.pk: one
        for row in proposals
        if row.status == Status.SUGGESTED
        for one in (row.mentee, row.mentor)
        if str(one.pk) not in here or load[str(one.pk)] > everybody[str(one.pk)].places
    }
    return list(gone.values()) if gone or not matching_round.is_scored else None


def decisions_of(user: Account, matching_round: MatchingRound) -> list[Decision]:
    """All decisions of the round, in order, with who made them and which one each undoes."""
    return list(Decision.objects.visible_to(user).filter(round=matching_round).select_related("decided_by", "undoes"))


def names_in(pool: Pool) -> Mapping[str, str]:
    """Id of the membership -> name, of everybody in the pool."""
    return {str(c.membership.pk): str(c.membership.person) for c in (*pool.mentors, *pool.mentees)}


def _log(decisions: Sequence[Decision], pool: Pool) -> Log:
    names, last = names_in(pool), to_undo(decisions)
    ground = max((n for n, decision in enumerate(decisions, 1) if decision.kind == Kind.SUGGEST), default=0)
    told = decisions[ground:][-MOST_TOLD:]
    standing_now = {decision.pk for decision in standing(decisions)}
    lines = [decision_words.line(d, names, d.pk in standing_now or d.kind == Kind.UNDO) for d in reversed(told)]
    return Log(last_number(decisions), lines, decision_words.line(last, names) if last else None)


def _differ(used: Mapping[str, int], wanted: Mapping[str, int]) -> bool:
    return bool(wanted) and {k: v for k, v in used.items() if v} != {k: v for k, v in wanted.items() if v}


def _proposals(user: Account, matching_round: MatchingRound, pool: Pool) -> list[Proposal]:
    """By the mentee's name, so that nothing moves while one decides; refused ones stand at the end."""
    rows = Proposal.objects.visible_to(user).filter(round=matching_round)
    return sorted(
        _with_people(rows, pool),
        key=lambda p: (p.status == Status.REFUSED, str(p.mentee.person).casefold(), str(p.mentor.person), p.pk),
    )


def _with_people(rows: QuerySet[Proposal], pool: Pool) -> list[Proposal]:
    """The proposals with their people: those of the pool are read already (joined to each proposal once more they were
    a third of the page at 2,000 people), and whoever has left it is read here."""
    known = {c.membership.pk: c.membership for c in (*pool.mentors, *pool.mentees)}
    found, others = [], []
    for row in rows:
        if row.mentor_id in known and row.mentee_id in known:
            row.mentor, row.mentee = known[row.mentor_id], known[row.mentee_id]
            found.append(row)
        else:
            others.append(row.pk)
    return [*found, *rows.filter(pk__in=others).select_related("mentor__person", "mentee__person")]


def _card(proposal: Proposal, programme: Programme) -> Card:
    return Card(proposal, wording.reasons(proposal.contributions, programme), wording.cautions(proposal.cautions))


def _mentees_left(
    matching_round: MatchingRound, proposals: Iterable[Proposal], decisions: Sequence[Decision], pool: Pool,
    free: Sequence[Lone], came: Newcomers, programme: Programme, on: date,
) -> list[Lone]:  # fmt: skip
    """Mentees who wait and for whom nobody is suggested. Reasons are those of the last suggestion, or of what was
    decided since; they are not told any more where mentors `came` who were not looked at then.
    `free`: mentors with a place; whom of these the team refused is told, too; where there is none, that is why."""
    taken = _with_somebody(proposals)
    why = {person["membership"]: person for person in matching_round.unmatched}
    names, state = names_in(pool), state_of(decisions)
    rules = wording.rules_in_words(programme, criteria_of(programme, on).rules)
    left = []
    for mentee in (c.membership for c in pool.ready_mentees if c.membership.pk not in taken):
        key = str(mentee.pk)
        refused = [str(one.membership.person) for one in free if (key, str(one.membership.pk)) in state.refused]
        noes = [wording.said_no(refused)] if refused else []
        if key in state.open:
            left.append(Lone(mentee, [_("The team has left this mentee open for now.")], [], is_left_open=True))
        elif key in why and not came.mentors and mentee.pk not in came.mentees:
            every_place_taken = bool(taken) and not free
            reasons = wording.unmatched(why[key], rules, every_place_taken=every_place_taken) + noes
            by_places = every_place_taken and wording.leaves_open(why[key])
            left.append(Lone(mentee, reasons, wording.helps(why[key], names, programme), by_places=by_places))
        else:
            left.append(Lone(mentee, [_("Suggest again to see why."), *noes], []))
    return left


def _pausing_mentees(proposals: Iterable[Proposal], pool: Pool) -> list[Candidate]:
    """Mentees without a mentor who want nobody for now."""
    taken = _with_somebody(proposals)
    return [one for one in pool.mentees if one.pauses and one.membership.pk not in taken]


def _with_somebody(proposals: Iterable[Proposal]) -> set[UUID]:
    """Mentees who have a mentor at the board."""
    return {proposal.mentee_id for proposal in proposals if proposal.status != Status.REFUSED}


def _not_looked_at(
    came: Newcomers, proposals: Iterable[Proposal], decisions: Sequence[Decision], mentors: Iterable[Lone]
) -> Newcomers:
    """Whoever of those has nobody at the board: a mentor with a place left, a mentee whom nobody left open."""
    still_free = {lone.membership.pk for lone in mentors}
    left_open = {UUID(key) for key in state_of(decisions).open}
    return came.without(_with_somebody(proposals) | left_open | (came.mentors - still_free))


def _mentors_left(proposals: Iterable[Proposal], pool: Pool) -> list[Lone]:
    taken = Counter(proposal.mentor_id for proposal in proposals if proposal.status != Status.REFUSED)
    free = ((mentor, mentor.places - taken[mentor.membership.pk]) for mentor in pool.ready_mentors)
    return [Lone(mentor.membership, [], [], places=places) for mentor, places in free if places > 0]


def choices_by_hand(
    matching_round: MatchingRound, at: datetime
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Mentors with a place that nobody is approved for, and mentees for whom nobody is approved; and who would be among
    these and wants nobody for now."""
    programme = matching_round.programme
    pool = pool_of(programme, day_of(programme, at))
    approved = list(matching_round.proposals.filter(status__in=APPROVED).values_list("mentor_id", "mentee_id"))
    load = Counter(mentor for mentor, _mentee in approved)
    taken = {mentee for _mentor, mentee in approved}
    mentors = [one for one in pool.mentors if one.is_ready and load[one.membership.pk] < one.places]
    mentees = [one for one in pool.mentees if one.membership.pk not in taken]
    return (
        [one for one in mentors if not one.pauses],
        [one for one in mentees if not one.pauses],
        [one for one in (*mentees, *mentors) if one.pauses],
    )
