"""What coordinators have to do with applications."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.core.next_steps import NextStep, provides_next_steps
from handslag.people.models import Account
from handslag.programmes.access import grants, may
from handslag.programmes.models import Programme

from .models import Application, Interview, Selection

State = Application.State


@provides_next_steps
def steps(user: Account, programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Interview, propose, confirm as the second person, and answer everybody in time; one query."""
    if not may(user, "application.decide", programme):
        return
    found = _counts(programme, grants(user).persons.get(programme.organisation_id))
    url = reverse("recruitment:applications", args=[programme.pk])
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
    if unanswered and at.astimezone(ZoneInfo(programme.time_zone)).date() > _answer_by(programme):
        yield NextStep(
            text=_("Give everybody an answer"), url=f"{url}?state=open", count=unanswered, urgency=1,
            why=_("The day when all were promised an answer has passed."),
        )  # fmt: skip


def _counts(programme: Programme, person_id) -> dict:
    own_proposal = Selection.objects.everywhere("of the applications counted below").filter(
        application=OuterRef("pk"), confirmed_at=None, sent_back_at=None, proposed_by=person_id
    )
    own_interview = Interview.objects.everywhere("of the applications counted below").filter(
        application=OuterRef("pk"), by=person_id
    )
    may_confirm = Q(state=State.PROPOSED) & ~Exists(own_proposal) & ~Exists(own_interview) & ~Q(person=person_id)
    return programme.applications.aggregate(
        received=Count("pk", filter=Q(state=State.RECEIVED)),
        oldest=Min("received_at", filter=Q(state=State.RECEIVED)),
        interviewed=Count("pk", filter=Q(state=State.INTERVIEWED)),
        proposed=Count("pk", filter=Q(state=State.PROPOSED)),
        confirm=Count("pk", filter=may_confirm),
    )


def _answer_by(programme: Programme):
    """The last day on which everybody has an answer, counted from the first day of recruitment."""
    return programme.starts_on + timedelta(days=programme.rules.get("answer_days", 35))


def _waited(days: int) -> str:
    if days < 1:
        return _("The first came today.")
    return ngettext("The oldest has waited %d day.", "The oldest has waited %d days.", days) % days
