"""What to look at twice in an application, as words. A signal is a hint for people; it never decides.

`level`: warn where somebody has to do something, "" where it is only good to know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.programmes.roles import Role

from .models import Application

# The ages that the programme prefers, both included. A preference is a note, never a reason to say no.
PREFERRED_AGE = {Role.MENTOR: (25, 45), Role.MENTEE: (18, 30)}
CALL_DAYS = 7


@dataclass(frozen=True)
class Signal:
    text: str
    level: str = ""


def signals(application: Application, on: date, *, sensitive: bool) -> list[Signal]:
    """The signals of one application on the day `on`; those from sealed answers only where `sensitive`.

    Needs `response`, `person` and `programme` loaded, and the keys of the response where `sensitive`.
    """
    sealed: Any = application.response.sealed if sensitive else {}
    answers = {**application.response.coded, **sealed}
    of_role = _of_mentor if application.role == Role.MENTOR else _of_mentee
    return [*_waiting(application, on), *of_role(answers, on), *_age(application, answers, on)]


def _waiting(application: Application, on: date) -> Iterator[Signal]:
    days = (on - application.received_at.date()).days
    most = application.programme.rules.get("call_days", CALL_DAYS)
    if application.state == Application.State.RECEIVED and days > most:
        yield Signal(ngettext("Has waited %d day for a call", "Has waited %d days for a call", days) % days, "warn")


def _of_mentee(answers: dict, on: date) -> Iterator[Signal]:
    if answers.get("permit") == "no":
        yield Signal(_("Permit: no. Call and explain"), "warn")
    if answers.get("permit") == "unsure":
        yield Signal(_("Permit: not sure. Call and look together"), "warn")
    if answers.get("age_band") == "under_18":
        yield Signal(_("Under 18: talk with the guardian first"), "warn")
    if answers.get("time_here") == "under_6m":
        yield Signal(_("Here less than 6 months"))
    if answers.get("helper_role"):
        yield Signal(_("Somebody helped to fill it in"))


def _of_mentor(answers: dict, on: date) -> Iterator[Signal]:
    arrival = answers.get("arrival_year")
    if arrival and on.year - arrival < 1:
        yield Signal(_("Here less than a year"), "warn")
    if answers.get("commit_year") == "no":
        yield Signal(_("Cannot promise a year"), "warn")
    if answers.get("commit_year") == "unsure":
        yield Signal(_("Not sure about a whole year"))
    if "integration" in answers and not {"work", "study", "own_home"} & set(answers["integration"]):
        yield Signal(_("No work, studies or home yet"), "warn")


def _age(application: Application, answers: dict, on: date) -> Iterator[Signal]:
    least, most = PREFERRED_AGE[Role(application.role)]
    born = application.person.birth_year
    outside = born is not None and not least <= on.year - born <= most
    if outside or answers.get("age_band") in ("31_60", "over_60"):
        yield Signal(_("Age outside %(least)d–%(most)d, which is only a preference") % {"least": least, "most": most})
