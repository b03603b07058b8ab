"""What coordinators have to do with applications."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Subquery, UUIDField
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.counts import count_of
from handslag.core.next_steps import NextStep, provides_from_counts
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role, roles_with

from .hints import days_waited
from .models import Application
from .second_person import waits_for
from .signing_in import lacks_sign_in

State = Application.State
# Who proposes a selection never confirms it, so one person alone takes nobody in.
FEWEST_DECIDERS = 2


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if not may(user, "application.decide", programme):
        return {}
    return _counts(programme, grants(user).persons.get(programme.organisation_id), day_of(programme, at))


@provides_from_counts(questions)
def steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Interview, propose, confirm as the second person, answer everybody in time; before anybody applied, recruit."""
    today = day_of(programme, at)
    url = reverse("recruitment:applications", args=[programme.pk])
    yield from _before_the_first(found, programme, url)
    if found["confirm"]:
        yield NextStep(
            text=_("Confirm selections as the second person"), url=f"{url}?state={State.PROPOSED}",
            why=_("A colleague has proposed them. They count when you agree."), count=found["confirm"], urgency=2,
        )  # fmt: skip
    if found["received"]:
        waited = days_waited(programme, found["oldest"], at) if found["oldest"] else 0
        late = waited > programme.rules.get("interview_days", 14)
        yield NextStep(
            text=_("Interview applicants"), url=f"{url}?state={State.RECEIVED}", count=found["received"],
            why=_waited(waited) if found["oldest"] else _("They are invited. Call, and meet them."),
            urgency=1 if late else 2,
        )  # fmt: skip
    if found["interviewed"]:
        yield NextStep(
            text=_("Propose a selection"), url=f"{url}?state={State.INTERVIEWED}", count=found["interviewed"],
            why=_("They have been interviewed and wait for a decision."), urgency=2,
        )  # fmt: skip
    if found["no_sign_in"]:
        yield NextStep(
            text=_("Confirm e-mail addresses"), url=f"{url}?state={State.ACCEPTED}", count=found["no_sign_in"],
            why=_("These people are accepted and cannot sign in yet. Call them and read the address out."), urgency=3,
        )  # fmt: skip
    yield from _without_address(found, url)
    unanswered = found["received"] + found["interviewed"] + found["proposed"]
    if unanswered and today > _answer_by(programme):
        yield NextStep(
            text=_("Give everybody an answer"), url=f"{url}?state=open", count=unanswered, urgency=1,
            why=_("The day when all were promised an answer has passed."),
        )  # fmt: skip


def _without_address(found: dict, url: str) -> Iterator[NextStep]:
    """Who is in and has no address gets no sign-in and no mail: ask, or say by phone what the messages say."""
    if count := found["no_address"]:
        text = ngettext(
            "%(n)s accepted person has no e-mail address", "%(n)s accepted people have no e-mail address", count
        )
        one = reverse("recruitment:contact", args=[found["no_address_of"]]) if count == 1 else ""
        yield NextStep(
            text=text % {"n": count}, url=one or f"{url}?state={State.ACCEPTED}", count=count, urgency=3,
            why=_("They cannot sign in. Ask for an address, or call and say what the messages say."),
        )  # fmt: skip


def _before_the_first(found: dict, programme: Programme, url: str) -> Iterator[NextStep]:
    """Two people are needed to select anybody; and while nobody has applied to an open call, the addresses want to be
    shared."""
    if not found["any"] and found["last_open_day"]:
        last = {"day": date_format(found["last_open_day"], "j F Y")}
        yield NextStep(
            text=_("Share the addresses where people apply"), url=url, urgency=2,
            why=_("Nobody has applied yet. The last day to apply is %(day)s.") % last,
        )  # fmt: skip
    if found["deciders"] < FEWEST_DECIDERS and (found["proposed"] or found["takes_applications"]):
        yield NextStep(
            text=_("Add a second coordinator"), url=reverse("programmes:new_team_member", args=[programme.pk]),
            why=_("A selection counts only when a colleague confirms it."), urgency=1 if found["proposed"] else 2,
        )  # fmt: skip


def _counts(programme: Programme, person_id, today: date) -> dict[str, Any]:
    """How many applications wait for what, the last day to apply, and how many may decide."""
    # All rows hang on the programme: asking for the organisation too would keep the counts out of the indexes.
    rows = programme.applications.filter(role__in=(Role.MENTOR, Role.MENTEE))
    proposed = rows.filter(state=State.PROPOSED)
    received = rows.filter(state=State.RECEIVED)
    nobody_wrote = received.filter(invitation=None, booking=None)
    calls = programme.calls.filter(closes_on__gte=today)
    deciders = programme.memberships.filter(role__in=roles_with("application.decide"), ended_at=None)
    without_account = rows.filter(lacks_sign_in(programme))
    unreached = without_account.filter(person__email_index="")
    return {
        "any": Exists(rows),
        "received": count_of(received),
        "oldest": Subquery(nobody_wrote.order_by("received_at").values("received_at")[:1]),
        "interviewed": count_of(rows.filter(state=State.INTERVIEWED)),
        "proposed": count_of(proposed),
        "confirm": count_of(rows.filter(waits_for(person_id))),
        "no_sign_in": count_of(without_account.exclude(person__email_index="")),
        "no_address": count_of(unreached, "person", distinct=True),
        "no_address_of": Subquery(unreached.order_by("received_at").values("pk")[:1], output_field=UUIDField()),
        "last_open_day": Subquery(calls.filter(opens_on__lte=today).order_by("-closes_on").values("closes_on")[:1]),
        "takes_applications": Exists(calls),
        "deciders": count_of(deciders, "person", distinct=True),
    }


def _answer_by(programme: Programme):
    """The last day on which everybody has an answer, counted from the first day of recruitment."""
    return programme.starts_on + timedelta(days=programme.rules.get("answer_days", 35))


def _waited(days: int) -> str:
    if days < 1:
        return _("The first came today.")
    return ngettext("The oldest has waited %d day.", "The oldest has waited %d days.", days) % days
