"""What coordinators have to do with applications."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.next_steps import NextStep, provides_next_steps
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import roles_with

from .models import Application, Call, Interview, Selection

State = Application.State
# Who proposes a selection never confirms it, so one person alone takes nobody in.
FEWEST_DECIDERS = 2


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Interview, propose, confirm as the second person, answer everybody in time; before anybody applied, recruit."""
    if not may(user, "application.decide", programme):
        return
    today = at.astimezone(ZoneInfo(programme.time_zone)).date()
    found = _counts(programme, grants(user).persons.get(programme.organisation_id), today)
    url = reverse("recruitment:applications", args=[programme.pk])
    yield from _before_the_first(found, programme, url)
    if found["confirm"]:
        yield NextStep(
            text=_("Confirm selections as the second person"), url=f"{url}?state={State.PROPOSED}",
            why=_("A colleague has proposed them. They count when you agree."), count=found["confirm"], urgency=2,
        )  # fmt: skip
    if found["received"]:
        waited = (at - found["oldest"]).days
        late = waited > programme.rules.get("interview_days", 14)
        yield NextStep(
            text=_("Interview applicants"), url=f"{url}?state={State.RECEIVED}", count=found["received"],
            why=_waited(waited), urgency=1 if late else 2,
        )  # fmt: skip
    if found["interviewed"]:
        yield NextStep(
            text=_("Propose a selection"), url=f"{url}?state={State.INTERVIEWED}", count=found["interviewed"],
            why=_("They have been interviewed and wait for a decision."), urgency=2,
        )  # fmt: skip
    unanswered = found["received"] + found["interviewed"] + found["proposed"]
    if unanswered and today > _answer_by(programme):
        yield NextStep(
            text=_("Give everybody an answer"), url=f"{url}?state=open", count=unanswered, urgency=1,
            why=_("The day when all were promised an answer has passed."),
        )  # fmt: skip


def _before_the_first(found: dict, programme: Programme, url: str) -> Iterator[NextStep]:
    """Two people are needed to select anybody; and while nobody has applied, the addresses want to be shared."""
    if not found["any"] and found["last_day"]:
        last = {"day": date_format(found["last_day"], "j F Y")}
        yield NextStep(
            text=_("Share the addresses where people apply"), url=url, urgency=2,
            why=_("Nobody has applied yet. The last day to apply is %(day)s.") % last,
        )  # fmt: skip
    if found["deciders"] < FEWEST_DECIDERS and (found["proposed"] or found["last_day"]):
        yield NextStep(
            text=_("Add a second coordinator"), url=reverse("programmes:new_team_member", args=[programme.pk]),
            why=_("A selection counts only when a colleague confirms it."), urgency=1 if found["proposed"] else 2,
        )  # fmt: skip


def _counts(programme: Programme, person_id, today: date) -> dict:
    """How many applications wait for what, the last day to apply, and how many may decide; one query."""
    rows = Application.objects.of(programme.organisation_id).filter(programme=programme)
    own_proposal = Selection.objects.of(programme.organisation_id).filter(
        application=OuterRef("pk"), confirmed_at=None, sent_back_at=None, proposed_by=person_id
    )
    own_interview = Interview.objects.of(programme.organisation_id).filter(application=OuterRef("pk"), by=person_id)
    proposed = rows.filter(state=State.PROPOSED)
    received = rows.filter(state=State.RECEIVED)
    calls = Call.objects.of(programme.organisation_id).filter(programme=programme, closes_on__gte=today)
    deciders = Membership.objects.of(programme.organisation_id).filter(
        programme=programme, role__in=roles_with("application.decide"), ended_at=None
    )
    return (
        Programme.objects.of(programme.organisation_id)
        .filter(pk=programme.pk)
        .values("pk")
        .annotate(
            any=Exists(rows),
            received=_count(received),
            oldest=Subquery(received.order_by("received_at").values("received_at")[:1]),
            interviewed=_count(rows.filter(state=State.INTERVIEWED)),
            proposed=_count(proposed),
            confirm=_count(proposed.exclude(person=person_id).filter(~Exists(own_proposal), ~Exists(own_interview))),
            last_day=Subquery(calls.order_by("-closes_on").values("closes_on")[:1]),
            deciders=_count(deciders, "person"),
        )
        .get()
    )


def _count(rows: QuerySet, what: str = "pk") -> Coalesce:
    """How many `rows` there are, as a subquery."""
    counted = rows.order_by().values("organisation_id").annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def _answer_by(programme: Programme):
    """The last day on which everybody has an answer, counted from the first day of recruitment."""
    return programme.starts_on + timedelta(days=programme.rules.get("answer_days", 35))


def _waited(days: int) -> str:
    if days < 1:
        return _("The first came today.")
    return ngettext("The oldest has waited %d day.", "The oldest has waited %d days.", days) % days
