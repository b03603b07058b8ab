"""Who sees calls and applications. An applicant has no account: a draft is reached by its id alone."""

from django.db.models import Q

from handslag.organisations.scope import nothing, visible
from handslag.people.models import Account
from handslag.programmes.access import holds

from .models import Application, Call, Draft, Interview, PermitCheck, Selection


@visible(Call)
def calls(user: Account) -> Q:
    return holds(user, "programme.see")


@visible(Draft)
def drafts(user: Account) -> Q:
    """Nobody of the team reads what somebody is still writing."""
    return nothing()


@visible(Application)
def applications(user: Account) -> Q:
    return holds(user, "application.read")


@visible(Interview)
def interviews(user: Account) -> Q:
    return holds(user, "interview.read", "application__programme")


@visible(PermitCheck)
def permit_checks(user: Account) -> Q:
    return holds(user, "interview.read", "application__programme")


@visible(Selection)
def selections(user: Account) -> Q:
    return holds(user, "application.read", "application__programme")
