"""Who sees rounds, proposals and pairs.

The team sees them by its roles. The two of a pair see their own once it is published; a mentor of an ended pair does
not any more. Of each other they see the first name and the languages, nothing else.
"""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import grants, holds
from handslag.programmes.models import Membership
from handslag.programmes.roles import Role

from .models import MatchingRound, Pair, Proposal


def my_membership(user: Account, pair: Pair) -> Membership | None:
    """The membership by which `user` is one of the two of `pair`; None for everybody else."""
    mine = {membership.pk: membership for membership in grants(user).memberships}
    return mine.get(pair.mentor_id) or mine.get(pair.mentee_id)


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
