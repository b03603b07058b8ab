"""Nobody looks at keys; consents are seen by the person alone (staff see what they need in recruitment)."""

from django.db.models import Q

from handslag.organisations.scope import nothing, visible

from .models import Account, Consent, DataKey


@visible(DataKey)
def data_keys(user: Account) -> Q:
    return nothing()


@visible(Consent)
def consents(user: Account) -> Q:
    return Q(person__account=user)
