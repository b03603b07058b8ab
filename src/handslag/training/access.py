"""Who may see the units of a programme and their sessions: whoever holds `training.see` there."""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import holds, own

from .models import CancelledSession, Confirmation, Session, Unit


@visible(Unit)
def units(user: Account) -> Q:
    return holds(user, "training.see")


@visible(Session)
def sessions(user: Account) -> Q:
    return holds(user, "training.see", "unit__programme")


@visible(CancelledSession)
def cancelled_sessions(user: Account) -> Q:
    """As the session was, before it was cancelled."""
    return sessions(user)


@visible(Confirmation)
def confirmations(user: Account) -> Q:
    return own(user, "membership__person") | holds(user, "person.read", "membership__programme")
