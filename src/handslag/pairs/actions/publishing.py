"""From approved proposals to pairs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.matching.assign import ImpossiblePin
from handslag.outbox.letters import Letter
from handslag.people.models import Person
from handslag.programmes.days import day_of

from .. import notices, score_table
from ..gone import gone_in
from ..leaving import asked_first
from ..models import MatchingRound, Pair, Pause, Proposal
from ..readiness import Pool, pauses, pool_of
from ..turning import texts_waiting
from ..why import why_these
from .asking import last_day
from .errors import ApprovedChanged, NotAvailable, NothingApproved, WantsNobody
from .rounds import APPROVED, journal, possible_no_more, require_open, texts_wait


@transaction.atomic
def publish(
    *, matching_round: MatchingRound, seen: Collection[UUID], by: Person | None, at: datetime
) -> list[Pair]:  # fmt: skip
    """Make a pair of every proposal that was accepted or locked, ask both, and close the round; suggestions stay
    suggestions.

    `seen`: the ids of the proposals that `by` has looked at. A pair that a colleague approved in between is not among
    them, and nobody may be written to unseen.
    Raises RoundPublished, NothingApproved, ApprovedChanged, TextsWait where something said in confidence has not been
    turned into rules, NotAvailable where somebody is not there or has no place any more, WantsNobody where somebody has
    left since or wants nobody for now, and CannotBePaired where a rule stands against a pair by now.
    """
    require_open(matching_round)
    programme = matching_round.programme
    approved = approved_of(matching_round)
    if not approved:
        raise NothingApproved(_("Accept at least one pair first."))
    if {proposal.pk for proposal in approved} != set(seen):
        raise ApprovedChanged(_("The accepted pairs have changed since you looked. Look again, then publish."))
    on = day_of(programme, at)
    _require_all_there(approved, pool_of(programme, on))
    _require_allowed(matching_round, on, approved)
    pairs = [_pair(matching_round, proposal, at) for proposal in approved]
    Pair.objects.bulk_create(pairs)
    matching_round.published_at, matching_round.published_by = at, by
    matching_round.save(update_fields=["published_at", "published_by"])
    score_table.forget(matching_round)
    journal("matching.publish", matching_round, by=by, at=at)
    for pair in pairs:
        journal("pair.match", pair, by=by, at=at, round=str(matching_round.pk))
    notices.asked(programme, pairs, by=by, at=at)
    return pairs


def approved_of(matching_round: MatchingRound) -> list[Proposal]:
    """The proposals that were accepted or locked, by the mentee's name, with both people and their accounts."""
    rows = matching_round.proposals.filter(status__in=APPROVED)
    rows = rows.select_related("mentor__person__account", "mentee__person__account")
    return list(rows.order_by("mentee__person__given_name", "id"))


def letters_of(matching_round: MatchingRound, approved: Iterable[Proposal], at: datetime) -> list[Letter]:
    """What publishing will send; nothing is written."""
    pairs = [_pair(matching_round, proposal, at) for proposal in approved]
    return notices.asking_letters(matching_round.programme, pairs)


def _pair(matching_round: MatchingRound, proposal: Proposal, at: datetime) -> Pair:
    programme = matching_round.programme
    return Pair(
        organisation_id=matching_round.organisation_id, programme=programme, mentor=proposal.mentor,
        mentee=proposal.mentee, round=matching_round, reasons=proposal.contributions, matched_at=at,
        answer_by=last_day(programme, at),
    )  # fmt: skip


def _require_all_there(approved: Sequence[Proposal], pool: Pool) -> None:
    if gone := gone_in(approved, pool):
        raise NotAvailable(" ".join(gone))
    if pausing := pauses_in(approved):
        told = [text for _member, text in asked_first(pausing)]
        raise WantsNobody(" ".join([*told, _("Or take the pair back on the board.")]))


def pauses_in(approved: Sequence[Proposal]) -> list[Pause]:
    """The pauses of those in approved pairs who want nobody for now: with them nothing is published. One query."""
    if not approved:
        return []
    members = {key for row in approved for key in (row.mentee_id, row.mentor_id)}
    rows = pauses(approved[0].organisation_id).filter(membership__in=members).select_related("membership__person")
    return list(rows.order_by("membership__person__given_name", "pk"))


def _require_allowed(matching_round: MatchingRound, on: date, approved: list[Proposal]) -> None:
    """Raise where a rule stands against one of the pairs today, without saying which rule."""
    if texts_waiting(matching_round.programme):
        raise texts_wait()
    try:
        why_these(matching_round, on, [(str(row.mentee_id), str(row.mentor_id)) for row in approved])
    except ImpossiblePin as error:
        raise possible_no_more() from error
