"""Who sees questionnaires and answers. Which of the answers is shown follows from each question's `see`."""

from django.db.models import Q

from handslag.organisations.scope import visible
from handslag.people.models import Account
from handslag.programmes.access import holds

from .models import Questionnaire, Response


@visible(Questionnaire)
def questionnaires(user: Account) -> Q:
    return holds(user, "application.read") | holds(user, "programme.change")


@visible(Response)
def responses(user: Account) -> Q:
    return holds(user, "application.read")
