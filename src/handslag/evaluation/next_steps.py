"""The certificate that is ready, for whom it is about; the certificates to issue and what is left to close, for the
team."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.counts import count_of
from handslag.core.home_panels import OwnPage
from handslag.core.next_steps import NextStep, provides_from_counts
from handslag.journal.ids import SubjectId
from handslag.journal.models import Entry
from handslag.pairs.models import Pair
from handslag.people.models import Account
from handslag.programmes.access import grants, may, own
from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role

from .certificates import is_closing
from .models import Certificate, Closure


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if may(user, "certificate.issue", programme):
        on = day_of(programme, at)
        if not is_closing(programme, on):
            return {}
        closed = Closure.objects.of(programme.organisation_id).filter(programme=programme)
        return {"to_issue": count_of(_without(programme, on)), "closed": Exists(closed)}
    if grants(user).roles_in(programme) & {Role.MENTOR, Role.MENTEE}:
        seen = Certificate.objects.visible_to(user).filter(programme=programme)
        return {"ready": Exists(_not_taken(seen, programme))}
    return {}


def _not_taken(certificates: QuerySet[Certificate], programme: Programme) -> QuerySet[Certificate]:
    """Those that are valid and that whoever they are about has not taken out as PDF: the journal knows who has."""
    taken = Entry.objects.of(programme.organisation_id).filter(
        action="certificate.print", subject_id=SubjectId(OuterRef("pk")), actor_id=OuterRef("membership__person_id")
    )
    return certificates.filter(~Exists(taken), revoked_at=None)


@provides_from_counts(questions)
def steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    if count := found.get("to_issue"):
        yield NextStep(
            text=_("Issue the certificates"), url=reverse("evaluation:certificates", args=[programme.pk]), count=count,
            why=_("The programme is closing. All of them can be made in one go."), urgency=3,
        )  # fmt: skip
    if found.get("closed") is False:
        yield NextStep(
            text=_("See what is left before you close the programme"),
            url=reverse("evaluation:closing", args=[programme.pk]), why=_("The closing phase has begun."), urgency=3,
        )  # fmt: skip
    if found.get("ready"):
        yield NextStep(
            text=_("Your certificate is ready"), url=reverse("evaluation:my_certificates"), urgency=4,
            why=_("Take it with you: print it, or send it to an employer."),
        )  # fmt: skip


def _own(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if not grants(user).roles_in(programme) & {Role.MENTOR, Role.MENTEE}:
        return {}
    return {
        "any": Exists(Certificate.objects.visible_to(user).filter(own(user, "membership__person"), revoked_at=None))
    }


@provides_from_counts(_own)
def own_page(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[OwnPage]:
    """The certificates of a mentor or mentee, once there is one."""
    if found["any"]:
        yield OwnPage(_("My certificates"), reverse("evaluation:my_certificates"))


def _without(programme: Programme, on: date) -> QuerySet[Membership]:
    """People with a pair who have no certificate for it."""
    had = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"))
    pairs = Pair.objects.of(programme.organisation_id).filter(had, started_on__lte=on)
    has = Certificate.objects.of(programme.organisation_id).filter(
        membership=OuterRef("pk"), kind=OuterRef("role"), revoked_at=None
    )
    return Membership.objects.of(programme.organisation_id).filter(
        Exists(pairs.exclude(end_reason=Pair.EndReason.ERROR)), ~Exists(has), programme=programme,
        person__erased_at=None,
    )  # fmt: skip
