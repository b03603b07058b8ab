"""Who sees rounds, proposals and pairs.

The team sees them by its roles. The two of a pair see their own once it is published; a mentor of an ended pair does
not any more. Of each other they see the first name and the languages, nothing else.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from handslag.organisations.scope import nothing, visible
from handslag.people.models import Account
from handslag.programmes.access import grants, holds, may
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role, roles_with

from .models import (
    Answer,
    Decision,
    Exclusion,
    ExclusionReader,
    Group,
    MatchingRound,
    Pair,
    Pause,
    Proposal,
    ScoreTable,
    Suggesting,
)


def my_membership(user: Account, pair: Pair) -> Membership | None:
    """The membership by which `user` is one of the two of `pair`; None for everybody else."""
    mine = {membership.pk: membership for membership in grants(user).memberships}
    return mine.get(pair.mentor_id) or mine.get(pair.mentee_id)


def was_mentor(user: Account, pair_id: UUID) -> bool:
    """Whether this pair has ended, and `user` was its mentor and is still a mentor of the programme."""
    rows = Pair.objects.everywhere("of the memberships of the account alone")
    return rows.filter(pk=pair_id, mentor_id__in=_mine(user, Role.MENTOR), ended_on__isnull=False).exists()


def was_in_group(user: Account, group_id: UUID) -> bool:
    """Whether `user` was a mentor or mentee in this group, and still is one in the programme."""
    rows = Pair.objects.everywhere("of the memberships of the account alone")
    mine = Q(mentor_id__in=_mine(user, Role.MENTOR)) | Q(mentee_id__in=_mine(user, Role.MENTEE))
    return rows.filter(mine, group=group_id, ended_on__isnull=False).exists()


def _mine(user: Account, role: str) -> set:
    return {membership.pk for membership in grants(user).memberships if membership.role == role}


@visible(MatchingRound)
def rounds(user: Account) -> Q:
    return holds(user, "pair.match")


@visible(Proposal)
def proposals(user: Account) -> Q:
    return holds(user, "pair.match", "round__programme")


@visible(Pair)
def pairs(user: Account) -> Q:
    as_mentor = Q(mentor_id__in=_mine(user, Role.MENTOR), ended_on=None)
    return holds(user, "pair.read") | as_mentor | Q(mentee_id__in=_mine(user, Role.MENTEE))


@visible(Answer)
def answers(user: Account) -> Q:
    return holds(user, "pair.match", "pair__programme")


@visible(Pause)
def pauses(user: Account) -> Q:
    return holds(user, "pair.match", "membership__programme")


@visible(Group)
def groups(user: Account) -> Q:
    """Those whom it is for see it while they are in it."""
    running = Pair.objects.everywhere("joined to the groups of the callers").filter(ended_on=None)
    mine = Q(mentor_id__in=_mine(user, Role.MENTOR)) | Q(mentee_id__in=_mine(user, Role.MENTEE))
    return holds(user, "pair.read") | Q(pk__in=running.filter(mine, group__isnull=False).values("group"))


@visible(Decision)
def decisions(user: Account) -> Q:
    return holds(user, "pair.match", "round__programme")


@visible(Suggesting)
def suggestings(user: Account) -> Q:
    return holds(user, "pair.match")


@visible(ScoreTable)
def score_tables(user: Account) -> Q:
    return nothing()  # for the solver alone


@visible(Exclusion)
def exclusions(user: Account) -> Q:
    return nothing()


@visible(ExclusionReader)
def exclusion_readers(user: Account) -> Q:
    return holds(user, "team.change")


def who_can_read_exclusions(programme: Programme) -> QuerySet[Membership]:
    """The members of the programme or of its whole organisation who can be named, who came first in front."""
    rows = Membership.objects.of(programme.organisation_id).filter(ended_at=None).select_related("person")
    here = rows.filter(Q(programme=programme) | Q(programme=None), role__in=roles_with("exclusion.read"))
    return here.order_by("joined_at", "id")


def readers_of_exclusions(programme: Programme) -> list[Membership]:
    """Who reads what people of `programme` said in confidence: those who are named, else the first coordinator."""
    now = ExclusionReader.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    is_named = Exists(now.filter(membership=OuterRef("pk")))
    able: list[Any] = list(who_can_read_exclusions(programme).annotate(is_named=is_named))
    return [reader for reader in able if reader.is_named] or able[:1]


def may_turn_exclusions(user: Account, programme: Programme) -> bool:
    """Whether `user` is one of them."""
    return may(user, "exclusion.read", programme) and is_among(user, readers_of_exclusions(programme))


def is_among(user: Account, members: Iterable[Membership]) -> bool:
    """Whether one of these memberships is one that `user` holds now."""
    mine = {membership.pk for membership in grants(user).memberships}
    return any(member.pk in mine for member in members)


def own_side(user: Account, programme: Programme) -> Membership | None:
    """The membership by which `user` is a mentor or mentee of `programme`."""
    sides = (Role.MENTOR, Role.MENTEE)
    return next((m for m in grants(user).memberships if m.programme_id == programme.pk and m.role in sides), None)
