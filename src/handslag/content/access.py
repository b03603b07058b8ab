from typing import Any

from django.db.models import Q

from handslag.organisations.scope import visible

from .models import Document


@visible(Document)
def documents(user: Any) -> Q:
    """The texts of the organisations in which the account is a person: they are written to be read."""
    return Q(organisation__in=user.persons.values("organisation"))
