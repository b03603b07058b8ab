"""Asking the engine for the best whole set of pairs."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.matching import propose
from handslag.matching.criteria import Criteria
from handslag.matching.explain import ProposedPair
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from ..criteria import criteria_of
from ..facts import contributions_of
from ..models import MatchingRound, Proposal
from ..people import People, people_of
from ..readiness import Pool, pool_of
from .errors import CannotBePaired, NobodyToMatch
from .rounds import APPROVED, Status, hold, journal, pair_alone


@transaction.atomic
def suggest(*, programme: Programme, by: Person | None, at: datetime) -> MatchingRound:
    """Suggest pairs for everybody who is ready, in the open round or in a new one.

    Kept from the open round: pairs that were accepted or locked, and those that were refused. All other suggestions
    are replaced. Raises NobodyToMatch, and CannotBePaired where a pair that was kept breaks a rule by now.
    """
    hold(programme)
    on = day_of(programme, at)
    pool = pool_of(programme, on)
    _require_somebody(pool)
    criteria = criteria_of(programme, on)
    people = people_of(programme, pool)
    matching_round = _open_round(programme, at)
    kept = _kept(matching_round, people)
    pins = _pins(kept, people, criteria)
    refused = {pair for pair, proposal in kept.items() if proposal.status == Status.REFUSED}
    people = people.with_ready(key for pair in pins for key in pair)
    result = propose(
        people.mentors.values(),
        people.mentees.values(),
        criteria,
        pinned=pins,
        forbidden=(people.forbidden | refused) - set(pins),
    )
    _write(matching_round, kept, result.pairs, people, criteria)
    matching_round.weights = asdict(criteria.weights)
    matching_round.unmatched = [_unmatched(person, people) for person in result.unmatched]
    matching_round.suggested_at = at
    matching_round.save()
    journal("matching.suggest", matching_round, by=by, at=at)
    return matching_round


def _require_somebody(pool: Pool) -> None:
    if not pool.mentees:
        raise NobodyToMatch(_("No mentee waits for a mentor. Select mentees first."))
    if not pool.ready_mentors:
        raise NobodyToMatch(_("No mentor is ready. A mentor can be matched when all training units are done."))


def _open_round(programme: Programme, at: datetime) -> MatchingRound:
    rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme)
    last = rounds.order_by("number").last()
    if last is not None and last.published_at is None:
        return last
    return MatchingRound.objects.create(
        organisation_id=programme.organisation_id, programme=programme, suggested_at=at,
        number=last.number + 1 if last else 1,
    )  # fmt: skip


def _kept(matching_round: MatchingRound, people: People) -> dict[tuple[str, str], Proposal]:
    """Earlier decisions by pair (mentee, mentor). Suggestions, and pairs with people who have left, are removed."""
    kept = {}
    for proposal in matching_round.proposals.exclude(status=Status.SUGGESTED):
        pair = str(proposal.mentee_id), str(proposal.mentor_id)
        if pair[0] in people.mentees and pair[1] in people.mentors:
            kept[pair] = proposal
    matching_round.proposals.exclude(pk__in=[proposal.pk for proposal in kept.values()]).delete()
    return kept


def _pins(kept: dict[tuple[str, str], Proposal], people: People, criteria: Criteria) -> list[tuple[str, str]]:
    pins = [pair for pair, proposal in kept.items() if proposal.status in APPROVED]
    full = {mentor for _mentee, mentor in pins if [m for _, m in pins].count(mentor) > people.mentors[mentor].places}
    for pair in pins:
        try:
            pair_alone(people, criteria, *pair)
        except CannotBePaired:
            full.add(pair[1])
    if full:
        names = ", ".join(sorted(people.mentors[mentor].name for mentor in full))
        raise CannotBePaired(
            _("A pair that was accepted or locked is not possible any more. Undo the pair of %(mentors)s first.")
            % {"mentors": names}
        )
    return pins


def _write(
    matching_round: MatchingRound, kept: dict[tuple[str, str], Proposal], pairs: Iterable[ProposedPair], people: People,
    criteria: Criteria,
) -> None:  # fmt: skip
    new = []
    for pair in pairs:
        proposal = kept.get((pair.mentee, pair.mentor)) or Proposal(
            organisation_id=matching_round.organisation_id, round=matching_round, mentor_id=pair.mentor,
            mentee_id=pair.mentee,
        )  # fmt: skip
        describe(proposal, pair, people, criteria)
        if proposal._state.adding:
            new.append(proposal)
        else:
            proposal.save(update_fields=["score", "contributions", "cautions"])
    Proposal.objects.bulk_create(new)


def describe(proposal: Proposal, pair: ProposedPair, people: People, criteria: Criteria) -> None:
    """Write into `proposal` why the engine thinks what it thinks."""
    proposal.score = pair.score
    proposal.contributions = contributions_of(
        people.mentors[pair.mentor], people.mentees[pair.mentee], pair.contributions, criteria
    )
    proposal.cautions = list(pair.cautions)


def _unmatched(person, people: People) -> dict[str, object]:
    """What is stored about somebody without a mentor: reasons, what would help, and the languages spoken."""
    unclear = person.mentee in people.unclear
    return {
        "membership": person.mentee,
        "reasons": ["answers"] if unclear else list(person.reasons),
        "relaxations": [] if unclear else [asdict(relaxation) for relaxation in person.relaxations],
        "languages": [code for code, level in people.mentees[person.mentee].languages.items() if level != "none"],
    }
