"""What the team says to a proposal: yes, not this pair, or a pair of its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership

from ..criteria import criteria_of
from ..models import MatchingRound, Proposal
from ..people import people_of
from ..readiness import Pool, pool_of
from .errors import NoPlaceLeft, NotAvailable
from .matching import describe
from .rounds import APPROVED, Status, journal, pair_alone, require_open


@transaction.atomic
def decide(*, proposal: Proposal, status: str, by: Person | None, at: datetime) -> None:
    """Accept or refuse a proposal, or take such a decision back (`suggested`).

    Other suggestions that an accepted one makes impossible are removed. Raises RoundPublished, NotAvailable,
    NoPlaceLeft.
    """
    matching_round = proposal.round
    require_open(matching_round)
    if not matching_round.proposals.filter(pk=proposal.pk).exists():  # a new suggestion has replaced it
        raise NotAvailable(_("The suggestions are new. Look at the page again."))
    if status in APPROVED:
        pool = pool_of(matching_round.programme, day_of(matching_round.programme, at), members=_both(proposal))
        _require_room(proposal, pool)
    _settle(proposal, status, by, at)
    if status in APPROVED:
        _remove_overtaken(proposal, pool)


@transaction.atomic
def accept_all(*, matching_round: MatchingRound, by: Person | None, at: datetime) -> int:
    """Accept every open suggestion of the round, the best first; returns how many. Raises RoundPublished."""
    require_open(matching_round)
    pool = pool_of(matching_round.programme, day_of(matching_round.programme, at))
    accepted = 0
    for proposal in matching_round.proposals.filter(status=Status.SUGGESTED).order_by("-score", "id"):
        try:
            _require_room(proposal, pool)
        except (NotAvailable, NoPlaceLeft):
            continue
        _settle(proposal, Status.ACCEPTED, by, at)
        accepted += 1
    return accepted


@transaction.atomic
def lock(
    *, matching_round: MatchingRound, mentor: Membership, mentee: Membership, by: Person | None, at: datetime
) -> Proposal:
    """Pair two by hand; the next suggestion keeps them and works round them.

    Raises RoundPublished, NotAvailable, NoPlaceLeft, and CannotBePaired where a hard rule stands against it.
    """
    require_open(matching_round)
    programme = matching_round.programme
    on = day_of(programme, at)
    pool = pool_of(programme, on)
    proposal = matching_round.proposals.filter(mentor=mentor, mentee=mentee).first() or Proposal(
        organisation_id=matching_round.organisation_id, round=matching_round, mentor=mentor, mentee=mentee
    )
    _require_room(proposal, pool)
    people, criteria = people_of(programme, pool), criteria_of(programme, on)
    describe(proposal, pair_alone(people, criteria, str(mentee.pk), str(mentor.pk)), people, criteria)
    _settle(proposal, Status.LOCKED, by, at)
    _remove_overtaken(proposal, pool)
    return proposal


def _both(proposal: Proposal) -> tuple:
    return proposal.mentor_id, proposal.mentee_id


def _require_room(proposal: Proposal, pool: Pool) -> None:
    """Raise where one of the two cannot be matched (any more), or has been approved for somebody else."""
    mentor, mentee = pool.find(proposal.mentor_id), pool.find(proposal.mentee_id)
    if mentor is None or mentee is None or "units" in mentor.lacks:
        raise NotAvailable(
            _("One of the two has left, is not trained or has been matched in the meantime. Suggest again.")
        )
    others = _others(proposal).filter(status__in=APPROVED)
    if others.filter(mentee=proposal.mentee_id).exists():
        raise NotAvailable(_("Another mentor has been chosen for this mentee. Take that decision back first."))
    if others.filter(mentor=proposal.mentor_id).count() >= mentor.places:
        raise NoPlaceLeft(_("This mentor has no place left. Choose another mentor, or take a decision back."))


def _others(proposal: Proposal):
    """The other proposals of the round."""
    rows = Proposal.objects.of(proposal.organisation_id).filter(round=proposal.round_id)
    return rows.exclude(pk=proposal.pk)


def _remove_overtaken(proposal: Proposal, pool: Pool) -> None:
    """Remove open suggestions for a mentee who has a mentor now, and for a mentor who has no place left."""
    suggested = _others(proposal).filter(status=Status.SUGGESTED)
    suggested.filter(mentee=proposal.mentee_id).delete()
    mentor = pool.find(proposal.mentor_id)
    approved = _others(proposal).filter(status__in=APPROVED, mentor=proposal.mentor_id).count() + 1
    if mentor is not None and approved >= mentor.places:
        suggested.filter(mentor=proposal.mentor_id).delete()


def _settle(proposal: Proposal, status: str, by: Person | None, at: datetime) -> None:
    proposal.status = status
    decided = status != Status.SUGGESTED
    proposal.decided_by, proposal.decided_at = (by, at) if decided else (None, None)
    proposal.save()
    action = "matching.lock" if status == Status.LOCKED else "matching.decide"
    journal(action, proposal, by=by, at=at, round=str(proposal.round_id), status=status)
