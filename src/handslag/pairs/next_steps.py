"""What there is to do about matching: for coordinators, and for those who wait."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.core.counts import count_of
from handslag.core.next_steps import NextStep, provides_from_counts
from handslag.gatherings.models import Attendance
from handslag.people.models import Account
from handslag.programmes.access import may
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.training.queries import units_required

from .access import own_side
from .models import Pair, Proposal
from .queries import APPROVED
from .readiness import must_be_trained


def questions(user: Account, programme: Programme, at: datetime) -> dict[str, Any]:
    if not may(user, "pair.match", programme):
        member = own_side(user, programme)
        return {"may_still_say": Exists(_unmatched_and_silent(member))} if member else {}
    rows = Proposal.objects.of(programme.organisation_id).filter(round__programme=programme, round__published_at=None)
    return {
        "undecided": count_of(rows.filter(status=Proposal.Status.SUGGESTED)),
        "approved": count_of(rows.filter(status__in=APPROVED)),
        "waiting": count_of(_waiting(programme)),
        "has_mentor": Exists(_free_mentors(programme)),
    }


@provides_from_counts(questions)
def steps(found: dict[str, Any], programme: Programme, at: datetime) -> Iterator[NextStep]:
    """Decide and publish while a round is open; else suggest, once somebody waits and a mentor is ready. For mentors
    and mentees without a pair: whom they do not want to meet."""
    if "may_still_say" in found:
        if found["may_still_say"]:
            yield NextStep(
                text=_("Is there somebody you do not want to meet?"), why=_("Tell us before we choose who meets whom."),
                url=reverse("pairs:own_exclusion", args=[programme.pk]), urgency=4,
            )  # fmt: skip
        return
    url = reverse("pairs:matching", args=[programme.pk])
    if found["undecided"]:
        yield NextStep(
            text=_("Decide about suggested pairs"), url=url, count=found["undecided"],
            why=_("They are suggested. Accept them, or choose others."), urgency=2,
        )  # fmt: skip
    elif found["approved"]:
        yield NextStep(
            text=_("Publish the pairs"), url=url, count=found["approved"],
            why=_("They are accepted. The two of each pair see it when you publish."), urgency=2,
        )  # fmt: skip
    elif found["waiting"] and found["has_mentor"]:
        yield NextStep(
            text=_("Suggest pairs"), url=url, count=found["waiting"],
            why=_("Mentees wait, and there are mentors who are ready."), urgency=2,
        )  # fmt: skip


def _unmatched_and_silent(member: Membership) -> QuerySet:
    """The membership itself, while it is in no pair and has said nothing about whom not to meet."""
    side = "mentor" if member.role == Role.MENTOR else "mentee"
    running = Pair.objects.of(member.organisation_id).filter(ended_on=None, **{side: OuterRef("pk")})
    rows = Membership.objects.of(member.organisation_id).filter(pk=member.pk, exclusion=None)
    return rows.filter(~Exists(running))


def _waiting(programme: Programme) -> QuerySet:
    running = Pair.objects.of(programme.organisation_id).filter(mentee=OuterRef("pk"), ended_on=None)
    return _members(programme, Role.MENTEE).filter(~Exists(running))


def _free_mentors(programme: Programme) -> QuerySet:
    """Mentors without a running pair, trained where the programme asks for it."""
    running = Pair.objects.of(programme.organisation_id).filter(mentor=OuterRef("pk"), ended_on=None)
    mentors = _members(programme, Role.MENTOR).filter(~Exists(running))
    if not must_be_trained(programme):
        return mentors
    counts = Q(attendances__status__in=Attendance.COUNTS)
    done = Count("attendances__gathering__training_session__unit", filter=counts, distinct=True)
    return mentors.annotate(done=done).filter(done__gte=units_required(programme))


def _members(programme: Programme, role: str) -> QuerySet:
    return Membership.objects.of(programme.organisation_id).filter(programme=programme, role=role, ended_at=None)
