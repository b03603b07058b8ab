"""Approved pairs that a rule said in confidence stands against by now, for the colleague who made the rule."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from handslag.matching.assign import ImpossiblePin
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .models import MatchingRound, Proposal
from .queries import APPROVED
from .why import why_these


def broken_pairs(programme: Programme, person: Person, at: datetime) -> list[Proposal]:
    """The approved pairs of this person, in the round that is open, which may not be (any more)."""
    rounds = MatchingRound.objects.of(programme.organisation_id).filter(programme=programme, published_at=None)
    rows = Proposal.objects.of(programme.organisation_id).filter(round__in=rounds, status__in=APPROVED)
    rows = rows.filter(Q(mentor__person=person) | Q(mentee__person=person))
    return list(_broken(rows.select_related("mentor__person", "mentee__person", "round__programme"), programme, at))


def _broken(rows: Iterable[Proposal], programme: Programme, at: datetime) -> Iterable[Proposal]:
    for row in rows:
        try:
            why_these(row.round, day_of(programme, at), [(str(row.mentee_id), str(row.mentor_id))])
        except ImpossiblePin:
            yield row
