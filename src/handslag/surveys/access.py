"""Who sees surveys: totals for those who see the indicators, a single answer for its writer and the evaluation staff.

An anonymous sheet is shown to nobody as a row; its words are listed with the totals.
"""

from django.db.models import Q

from handslag.organisations.scope import nothing, visible
from handslag.people.models import Account
from handslag.programmes.access import grants, holds, own

from .models import Invitation, Sheet, Wave


@visible(Wave)
def waves(user: Account) -> Q:
    return holds(user, "indicator.read")


@visible(Invitation)
def invitations(user: Account) -> Q:
    return holds(user, "survey.read", "wave__programme") | own(user, "membership__person")


@visible(Sheet)
def sheets(user: Account) -> Q:
    return nothing()


def may_answer(user: Account, invitation: Invitation) -> bool:
    """Only the person who was asked: who may read an answer cannot write it."""
    return invitation.membership.person_id in set(grants(user).persons.values())
