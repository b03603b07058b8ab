"""What the pages of matching and of pairs show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from handslag.core.addresses import addresses
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response
from handslag.training.queries import units_required

from . import wording
from .models import MatchingRound, Pair, Proposal
from .readiness import Candidate, Pool, pool_of

PAGE = 25
Status = Proposal.Status
APPROVED = (Status.ACCEPTED, Status.LOCKED)


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
    """Somebody without a partner, why, and what would help."""

    membership: Membership
    reasons: list[str]
    helps: list[str]


@dataclass(frozen=True)
class Board:
    """Everything that the matching page shows. `cards`: the proposals of this `page`, in words."""

    pool: Pool
    round: MatchingRound | None
    page: Page
    cards: list[Card]
    counts: Counter
    mentees: list[Lone]
    mentors: list[Lone]
    untrained: list[Lone]

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
        return bool(self.pool.mentees and self.pool.ready_mentors)


def board(user: Account, programme: Programme, number: str | None, at: datetime) -> Board:
    """The state of matching: who is ready, the open round, its proposals. Four queries at any size."""
    pool = pool_of(programme, day_of(programme, at))
    matching_round = MatchingRound.objects.visible_to(user).filter(programme=programme, published_at=None).first()
    proposals = list(_proposals(user, matching_round)) if matching_round else []
    page = Paginator(proposals, PAGE).get_page(number)
    cards = [_card(proposal, programme) for proposal in page]
    counts = Counter(proposal.status for proposal in proposals)
    untrained = [_untrained(mentor, programme) for mentor in pool.untrained_mentors]
    mentees = _mentees_left(matching_round, proposals, pool, programme)
    mentors = _mentors_left(proposals, pool) if matching_round else []
    return Board(pool, matching_round, page, cards, counts, mentees, mentors, untrained)


def _proposals(user: Account, matching_round: MatchingRound) -> list[Proposal]:
    """By the mentee's name, so that nothing moves while one decides; refused ones stand at the end."""
    rows = Proposal.objects.visible_to(user).filter(round=matching_round)
    rows = rows.select_related("mentor__person", "mentee__person")
    return sorted(
        rows, key=lambda p: (p.status == Status.REFUSED, str(p.mentee.person).casefold(), str(p.mentor.person), p.pk)
    )


def _card(proposal: Proposal, programme: Programme) -> Card:
    return Card(proposal, wording.reasons(proposal.contributions, programme), wording.cautions(proposal.cautions))


def _untrained(mentor: Candidate, programme: Programme) -> Lone:
    return Lone(mentor.membership, [wording.lacks(mentor.units, units_required(programme))], [])


def _mentees_left(
    matching_round: MatchingRound | None, proposals: Iterable[Proposal], pool: Pool, programme: Programme
) -> list[Lone]:
    """Mentees for whom nobody is suggested. Reasons are those of the last suggestion."""
    if matching_round is None:
        return []
    taken = {proposal.mentee_id for proposal in proposals if proposal.status != Status.REFUSED}
    why = {person["membership"]: person for person in matching_round.unmatched}
    names = {str(mentor.membership.pk): str(mentor.membership.person) for mentor in pool.mentors}
    left = [mentee.membership for mentee in pool.mentees if mentee.membership.pk not in taken]
    return [
        Lone(mentee, wording.unmatched(why[key]), wording.helps(why[key], names, programme))
        if (key := str(mentee.pk)) in why
        else Lone(mentee, [], [])
        for mentee in left
    ]


def _mentors_left(proposals: Iterable[Proposal], pool: Pool) -> list[Lone]:
    taken = Counter(proposal.mentor_id for proposal in proposals if proposal.status != Status.REFUSED)
    ready = pool.ready_mentors
    return [Lone(mentor.membership, [], []) for mentor in ready if taken[mentor.membership.pk] < mentor.places]


def choices_by_hand(matching_round: MatchingRound, at: datetime) -> tuple[list[Candidate], list[Candidate]]:
    """Mentors with a place that nobody is approved for, and mentees for whom nobody is approved."""
    programme = matching_round.programme
    pool = pool_of(programme, day_of(programme, at))
    approved = list(matching_round.proposals.filter(status__in=APPROVED).values_list("mentor_id", "mentee_id"))
    load = Counter(mentor for mentor, _mentee in approved)
    taken = {mentee for _mentor, mentee in approved}
    return (
        [mentor for mentor in pool.ready_mentors if load[mentor.membership.pk] < mentor.places],
        [mentee for mentee in pool.mentees if mentee.membership.pk not in taken],
    )


def pairs_of(user: Account, programme: Programme, state: str = "") -> QuerySet[Pair]:
    """The pairs of a programme: those that wait for their first meeting first, ended ones last."""
    rows = Pair.objects.visible_to(user).filter(programme=programme)
    if state in STATES:
        rows = rows.filter(**STATES[state])
    return rows.order_by(
        F("ended_on").desc(nulls_first=True), F("started_on").asc(nulls_first=True), "mentee__person__given_name", "pk"
    )


STATES: dict[str, dict[str, object]] = {
    "waiting": {"started_on": None, "ended_on": None},
    "running": {"started_on__isnull": False, "ended_on": None},
    "ended": {"ended_on__isnull": False},
}


def state_of(pair: Pair) -> str:
    """Code of the state: `waiting` for the first meeting, `running`, `ended`."""
    return _state(pair.started_on, pair.ended_on)


def _state(started_on: date | None, ended_on: date | None) -> str:
    if ended_on is not None:
        return "ended"
    return "running" if started_on is not None else "waiting"


@dataclass(frozen=True)
class PairLine:
    """One row of the list of pairs, in words. `kind`: the sign beside the word of the state (ui/status.html)."""

    url: str
    mentor: str
    mentee: str
    matched_at: datetime
    started_on: date | None
    kind: str
    state: str


def pair_lines(user: Account, programme: Programme, state: str, number: str | None) -> tuple[Page, list[PairLine]]:
    """A page of the pairs of `programme` and its rows. Plain values: a pair brings four rows of the database."""
    names = [f"{role}__person__{name}" for role in ("mentor", "mentee") for name in ("given_name", "family_name")]
    rows = pairs_of(user, programme, state)
    page = Paginator(rows.values("pk"), PAGE).get_page(number)
    # Not read yet: the mentors' names are joined to these rows alone. The order needs the names of all mentees.
    chosen: Any = page.object_list
    shown = rows.filter(pk__in=chosen).values_list("pk", "matched_at", "started_on", "ended_on", *names)
    page_of, words = addresses("pairs:pair"), wording.states()
    lines = []
    for pk, matched_at, started_on, ended_on, *said in shown:
        mentor, mentee = (" ".join(filter(None, name)) for name in (said[:2], said[2:]))
        kind, word = words[_state(started_on, ended_on)]
        lines.append(PairLine(page_of(pk), mentor, mentee, matched_at, started_on, kind, word))
    return page, lines


def languages_of(membership: Membership) -> list[str]:
    """The languages that a member named in the application: what the other one of a pair may know."""
    keys = KEYS[Role(membership.role)]
    rows = Response.objects.of(membership.organisation_id).filter(
        programme=membership.programme_id, person=membership.person_id, questionnaire__key__in=keys
    )
    for coded in rows.order_by("answered_at").values_list("coded", flat=True):
        if languages := coded.get("languages"):
            return list(languages)
    return []
