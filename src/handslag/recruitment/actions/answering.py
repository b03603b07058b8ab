"""Answering several applications in one go: for all of them or for none, each by the act that answers one alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handslag.core.errors import Refused
from handslag.people.models import Person
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

from ..models import Application, Interview, InterviewBooking, InterviewInvitation, Selection
from ..reasons import reason_choices
from .inviting import invite
from .selecting import Outcome, ReasonMissing, confirm, propose, why_not_confirm

State = Application.State


class Act(models.TextChoices):
    """What can be done with several applications."""

    INVITE = "invite", gettext_lazy("Invite to an interview")
    WAIT = "wait", gettext_lazy("Put on the waiting list")
    DECLINE = "decline", gettext_lazy("Say a kind no")
    CONFIRM = "confirm", gettext_lazy("Confirm as the second person")


# What a colleague has to confirm before it counts.
PROPOSES = {Act.WAIT: Outcome.WAIT, Act.DECLINE: Outcome.DECLINE}


class NotForAll(Refused):
    """Nothing was done, as something stands in the way of some; `problems`: application id -> sentence."""

    def __init__(self, problems: dict[UUID, str]):
        self.problems = problems
        super().__init__(
            ngettext(
                "Nothing was sent: something has changed for %(n)s person. Look again.",
                "Nothing was sent: something has changed for %(n)s people. Look again.",
                len(problems),
            )
            % {"n": len(problems)}
        )


@dataclass(frozen=True)
class Facts:
    """What is known of some applications, by their ids: who interviewed, who invited, the newest proposal.

    `booked`: those for whom a time for the interview is booked that is still to come.
    """

    interviewers: dict[UUID, set[UUID]]
    invited_by: dict[UUID, UUID]
    booked: set[UUID]
    selections: dict[UUID, Selection]

    def open_selection(self, application: Application) -> Selection | None:
        selection = self.selections.get(application.pk)
        return selection if selection and not selection.confirmed_at and not selection.sent_back_at else None


def facts_of(programme: Programme, applications: Iterable[Application], act: str, at: datetime) -> Facts:
    """What `act` has to know, in three queries at most, at any number; the scope is that of `applications`."""
    by_id = {application.pk: application for application in applications}
    organisation, wanted = programme.organisation_id, {"application__in": by_id}
    interviewers: dict[UUID, set[UUID]] = {}
    for application, person in (
        Interview.objects.of(organisation).filter(**wanted).order_by().values_list("application_id", "by_id")
    ):
        interviewers.setdefault(application, set()).add(person)
    if act == Act.INVITE:
        invitations = InterviewInvitation.objects.of(organisation).filter(**wanted)
        bookings = InterviewBooking.objects.of(organisation).filter(**wanted, cancelled_at=None)
        return Facts(
            interviewers, dict(invitations.values_list("application_id", "by_id")),
            {booking.application_id for booking in bookings if booking.is_ahead(at)}, {},
        )  # fmt: skip
    newest = {}
    selections = Selection.objects.of(organisation).filter(**wanted).select_related("proposed_by")
    for selection in selections.order_by("proposed_at", "id"):
        selection.application = by_id[selection.application_id]  # the seals are bound to the applicant
        newest[selection.application_id] = selection
    return Facts(interviewers, {}, set(), newest)


def why_not(application: Application, act: str, by: Person, facts: Facts) -> str:
    """Why `by` cannot do this with `application`, in plain words; empty where nothing speaks against it.

    `application` brings `permit_check` along. The act itself looks at more, and has the last word.
    """
    if application.person_id == by.pk:
        return _("This is your own application. Ask a colleague.")
    if application.state not in (*Application.OPEN, State.WAITING):
        return _("Has an answer already: %(state)s.") % {"state": application.get_state_display()}
    if act == Act.CONFIRM:
        selection = facts.open_selection(application)
        if selection is None:
            return _("Nobody has proposed anything yet.")
        return _permit_missing(application, selection) or why_not_confirm(
            selection, by, facts.interviewers.get(application.pk, set())
        )
    if application.state == State.PROPOSED:
        return _("A proposal for this application waits for a second person already.")
    if act == Act.INVITE:
        return _why_not_invite(application, facts)
    if act == Act.WAIT and application.state == State.WAITING:
        return _("Is on the waiting list already.")
    return ""


def _why_not_invite(application: Application, facts: Facts) -> str:
    if application.pk in facts.interviewers:
        return _("The interview is held already.")
    if application.pk in facts.booked:
        return _("A time for the interview is booked already.")
    if application.pk in facts.invited_by:
        return _("Has been invited already. Call the person.")
    return ""


def _permit_missing(application: Application, selection: Selection) -> str:
    if selection.outcome != Outcome.ACCEPT or application.role != Role.MENTEE or hasattr(application, "permit_check"):
        return ""
    return _("Nobody has seen a residence permit yet. Note the permit check first.")


@transaction.atomic
def answer_together(
    *, programme: Programme, ids: Iterable[UUID], act: str, by: Person, at: datetime, reason_code: str = "",
    selections: Collection[UUID] = (),
) -> list[Application]:  # fmt: skip
    """Do `act` with these applications of `programme`; gives those that it was done with, with their persons and
    accounts. What `by` has done before is left as it is.

    `reason_code`: one of the programme's for the waiting list or for a no; the others need none.
    `selections`: to confirm, the proposals that `by` has looked at; a newer one is not confirmed unseen.
    Raises ReasonMissing, and NotForAll where it cannot be done for somebody: then it is done for nobody.
    """
    if act in PROPOSES and reason_code not in dict(reason_choices(programme, PROPOSES[Act(act)])):
        raise ReasonMissing(_("Choose the reason."))
    rows = Application.objects.of(programme.organisation_id).filter(programme=programme, pk__in=list(ids))
    # Held in one order, so that two who answer the same people at once wait for each other and never for ever.
    applications = list(
        rows.select_related("person__account", "permit_check").select_for_update(of=("self",)).order_by("pk")
    )
    facts, seen = facts_of(programme, applications, act, at), set(selections)
    problems: dict[UUID, str] = {}
    done: list[Application] = []
    for application in applications:
        application.programme = programme
        if _is_done(application, act, reason_code, by, facts, seen):
            continue
        problem = why_not(application, act, by, facts) or _unseen(application, act, facts, seen)
        if problem := problem or _problem(application, act, reason_code, by, at, facts):
            problems[application.pk] = problem
        else:
            done.append(application)
    if problems:
        raise NotForAll(problems)
    return done


def _unseen(application: Application, act: str, facts: Facts, seen: set[UUID]) -> str:
    """Since the look a colleague may have sent the proposal back and made another one."""
    if act != Act.CONFIRM or facts.selections[application.pk].pk in seen:
        return ""
    return _("The proposal has changed. Look again.")


def _is_done(application: Application, act: str, reason_code: str, by: Person, facts: Facts, seen: set[UUID]) -> bool:
    """Whether `by` did just this before, as when a button is pressed twice."""
    if act == Act.INVITE:
        return facts.invited_by.get(application.pk) == by.pk and application.pk not in facts.interviewers
    selection = facts.selections.get(application.pk)
    if selection is None or selection.sent_back_at:
        return False
    if act == Act.CONFIRM:
        return selection.confirmed_by_id == by.pk and selection.pk in seen
    is_same = selection.outcome == PROPOSES[Act(act)] and selection.reason_code == reason_code
    return is_same and not selection.confirmed_at and selection.proposed_by_id == by.pk


def _problem(application: Application, act: str, reason_code: str, by: Person, at: datetime, facts: Facts) -> str:
    """Do it with one; what stands in the way, or nothing. What was begun for the one is undone."""
    try:
        with transaction.atomic():
            if act == Act.INVITE:
                invite(application=application, by=by, at=at)
            elif act == Act.CONFIRM:
                confirm(selection=facts.selections[application.pk], by=by, at=at)
            else:
                propose(
                    application=application, outcome=PROPOSES[Act(act)], reason_code=reason_code, reasons="", by=by,
                    at=at,
                )  # fmt: skip
    except Refused as refusal:
        return str(refusal)
    return ""


def outcome_of(application: Application, act: str, facts: Facts) -> str:
    """What the answer is: the colleague's proposal, or the one that `act` is."""
    if act != Act.CONFIRM:
        return PROPOSES[Act(act)]
    return facts.selections[application.pk].outcome
