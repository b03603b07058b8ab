"""Who sees calls and applications. An applicant has no account: a draft is reached by its id alone."""

from django.db.models import Q

from handslag.organisations.scope import nothing, visible
from handslag.people.models import Account
from handslag.programmes.access import holds, own

from .models import (
    AddressCheck,
    Application,
    Call,
    Double,
    Draft,
    ImportDraft,
    ImportMapping,
    Interview,
    InterviewBooking,
    InterviewGuide,
    InterviewInvitation,
    PermitCheck,
    Selection,
)


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


@visible(InterviewBooking)
def interview_bookings(user: Account) -> Q:
    return holds(user, "application.read", "application__programme")


@visible(InterviewInvitation)
def interview_invitations(user: Account) -> Q:
    return holds(user, "application.read", "application__programme")


@visible(PermitCheck)
def permit_checks(user: Account) -> Q:
    return holds(user, "interview.read", "application__programme")


@visible(Selection)
def selections(user: Account) -> Q:
    return holds(user, "application.read", "application__programme")


@visible(Double)
def doubles(user: Account) -> Q:
    return holds(user, "application.decide", "application__programme")


@visible(AddressCheck)
def address_checks(user: Account) -> Q:
    """Asked for by actions and pages about one application only."""
    return nothing()


@visible(InterviewGuide)
def interview_guides(user: Account) -> Q:
    return holds(user, "application.decide")


@visible(ImportDraft)
def import_drafts(user: Account) -> Q:
    """Who handed a sheet over, and nobody else: it may hold what only the matching staff may know."""
    return holds(user, "application.decide") & own(user, "by")


@visible(ImportMapping)
def import_mappings(user: Account) -> Q:
    return holds(user, "application.decide")
