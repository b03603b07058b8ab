"""What the acts of a matching round have in common: holding it, and asking the engine about single pairs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.matching.assign import ImpossiblePin
from handslag.matching.criteria import Criteria
from handslag.matching.explain import ProposedPair
from handslag.matching.propose import propose
from handslag.programmes.closed import require_open as refuse_closed
from handslag.programmes.models import Programme

from ..models import MatchingRound, Proposal
from ..people import People
from .errors import CannotBePaired, NotAvailable, NotOneGroup, NotTheseTwo, RoundPublished, TextsWait

Status = Proposal.Status
APPROVED = (Status.ACCEPTED, Status.LOCKED)


def hold(programme: Programme) -> None:
    """Let nobody else change the pairs of `programme` until the act is done. Raises ProgrammeClosed."""
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    refuse_closed(programme)


def require_open(matching_round: MatchingRound) -> None:
    """Hold the round's programme; raises RoundPublished."""
    hold(matching_round.programme)
    matching_round.refresh_from_db(
        fields=["published_at"], from_queryset=MatchingRound.objects.of(matching_round.organisation_id)
    )
    if matching_round.published_at is not None:
        raise RoundPublished(_("These pairs are published. Suggest again to begin a new round."))


def pair_alone(people: People, criteria: Criteria, mentee: str, mentor: str) -> ProposedPair:
    """The two as the engine sees them without anybody else; raises NotTheseTwo, without saying why."""
    alone = people.with_ready((mentee, mentor))
    try:
        found = propose(
            [alone.mentors[mentor]],
            [alone.mentees[mentee]],
            criteria,
            pinned=[(mentee, mentor)],
            forbidden=alone.forbidden & {(mentee, mentor)},
        )
    except ImpossiblePin as error:
        raise cannot_be_paired(NotTheseTwo) from error
    return found.pairs[0]


def cannot_be_paired(error: type[CannotBePaired] = CannotBePaired) -> CannotBePaired:
    return error(
        _(
            "These two cannot be paired. They may lack a language in common, or another rule stands against it. "
            "Choose somebody else."
        )
    )


def possible_no_more() -> CannotBePaired:
    """Nobody is named: that would tell of whom somebody has said something in confidence."""
    return CannotBePaired(
        _(
            "A pair that was accepted or locked is not possible any more. Take back these decisions one by one: "
            "a pair that is still possible can be made again."
        )
    )


def new_suggestions() -> NotAvailable:
    return NotAvailable(_("The suggestions are new. What you pressed was not done. Look at the page again."))


def texts_wait() -> TextsWait:
    return TextsWait(
        _("Something that was said in confidence has to be sorted out first, by a colleague who is named for it.")
    )


def journal(action: str, subject, *, by, at, **detail: str) -> None:
    """One entry about a round, a proposal or a pair."""
    record(
        action, subject._meta.label_lower, subject.pk, by=by, organisation=subject.organisation_id, at=at,
        detail=detail,
    )  # fmt: skip


@contextmanager
def refusal_noted(action: str, subject, *, by, at) -> Iterator[None]:
    """Do what is inside; where a rule stands against the two or the group in hand, that somebody tried is written down
    and the refusal goes on: what others said in confidence could be found out by trying. Whom they tried is not
    written: the journal keeps for good, and would tell between whom a rule stands, or once stood. Around the
    transaction: that one is rolled back.
    """
    try:
        yield
    except (NotTheseTwo, NotOneGroup):
        journal(action, subject, by=by, at=at)
        raise
