"""What to look at twice in an application, as words. A hint is for people; it never decides.

`level`: warn where somebody has to do something, "" where it is only good to know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.encryption import opened
from handslag.outbox.letters import has_address
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from .models import Application

# The ages that the programme prefers, both included. A preference is a note, never a reason to say no.
PREFERRED_AGE = {Role.MENTOR: (25, 45), Role.MENTEE: (18, 30)}
CALL_DAYS = 7


@dataclass(frozen=True)
class Hint:
    text: str
    level: str = ""


def hints(application: Application, at: datetime, *, sensitive: bool) -> list[Hint]:
    """The hints of one application at the time `at`; those from sealed answers only where `sensitive`.

    Needs `response`, `person` and `programme` loaded, `lacks_sign_in` annotated, and the keys of the response where
    `sensitive`.
    """
    on = timezone.localdate(at)
    sealed: Any = opened(application.response, "sealed", {}) if sensitive else {}
    answers = {**application.response.coded, **sealed}
    of_role = _of_mentor if application.role == Role.MENTOR else _of_mentee
    found = (_waiting(application, at), _sign_in(application), of_role(answers, on), _age(application, answers, on))
    return [hint for part in found for hint in part]


def is_reachable(person: Person) -> bool:
    """Whether there is a phone number or an e-mail address."""
    return bool(person.phone_index) or has_address(person)


def call_days(programme: Programme) -> int:
    """Within how many days everybody who applies is called."""
    return programme.rules.get("call_days", CALL_DAYS)


def days_waited(programme: Programme, since: datetime, at: datetime) -> int:
    """For how many days an applicant has waited, counted as people do: from day to day, where the programme runs."""
    return (day_of(programme, at) - day_of(programme, since)).days


def _waiting(application: Application, at: datetime) -> Iterator[Hint]:
    booking = getattr(application, "booking", None)
    if booking and booking.is_ahead(at):  # who has a time to meet has been called; once it is past, nobody knows
        return
    invitation = getattr(application, "invitation", None)  # has been written to, and waits anew since then
    since = max(application.received_at, invitation.invited_at) if invitation else application.received_at
    days = days_waited(application.programme, since, at)
    if application.state == Application.State.RECEIVED and days > call_days(application.programme):
        yield Hint(ngettext("Has waited %d day for a call", "Has waited %d days for a call", days) % days, "warn")


def _sign_in(application: Application) -> Iterator[Hint]:
    if not application.lacks_sign_in:
        return
    if application.person.email_index:
        yield Hint(_("Cannot sign in yet: address not confirmed"), "warn")
    else:
        yield Hint(_("Cannot sign in: no e-mail address"), "warn")


def _of_mentee(answers: dict, on: date) -> Iterator[Hint]:
    if answers.get("permit") == "no":
        yield Hint(_("Permit: no. Call and explain"), "warn")
    if answers.get("permit") == "unsure":
        yield Hint(_("Permit: not sure. Call and look together"), "warn")
    if answers.get("age_band") == "under_18":
        yield Hint(_("Under 18: talk with the guardian first"), "warn")
    if answers.get("time_here") == "under_6m":
        yield Hint(_("Here less than 6 months"))
    if answers.get("helper_role"):
        yield Hint(_("Somebody helped to fill it in"))


def _of_mentor(answers: dict, on: date) -> Iterator[Hint]:
    arrival = answers.get("arrival_year")
    if arrival and on.year - arrival < 1:
        yield Hint(_("Here less than a year"), "warn")
    if answers.get("commit_year") == "no":
        yield Hint(_("Cannot promise a year"), "warn")
    if answers.get("commit_year") == "unsure":
        yield Hint(_("Not sure about a whole year"))
    if "integration" in answers and not {"work", "study", "own_home"} & set(answers["integration"]):
        yield Hint(_("No work, studies or home yet"), "warn")


def _age(application: Application, answers: dict, on: date) -> Iterator[Hint]:
    least, most = PREFERRED_AGE[Role(application.role)]
    born = application.person.birth_year
    outside = born is not None and not least <= on.year - born <= most
    if outside or answers.get("age_band") in ("31_60", "over_60"):
        yield Hint(_("Age outside %(least)d–%(most)d, which is only a preference") % {"least": least, "most": most})
