"""Who sees certificates: whoever it is about, and those who issue them. The public page asks by code alone."""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import holds, own

from .models import Certificate, Closure, KeptFigures, Reflection


@visible(Certificate)
def certificates(user: Account) -> Q:
    mine = own(user, "membership__person") & Q(revoked_at=None)
    return holds(user, "certificate.issue") | mine


@visible(KeptFigures)
def kept_figures(user: Account) -> Q:
    return holds(user, "indicator.read")


@visible(Closure)
def closures(user: Account) -> Q:
    return holds(user, "programme.see")


@visible(Reflection)
def reflections(user: Account) -> Q:
    return holds(user, "programme.close")
