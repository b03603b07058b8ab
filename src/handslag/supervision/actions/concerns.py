"""Concerns: reported by anybody of a programme, answered by the people who are named for it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import roles_with

from ..access import lead_of
from ..models import Concern, SafeguardingLead
from ..notices import concern_reported

MOST_LEADS = 2


class Empty(Refused):
    """A concern or an outcome has words."""


class NotHere(Refused):
    """Only members of the programme report concerns in it."""


class WrongState(Refused):
    """Answered before it can be closed, and each once."""


class WrongLeads(Refused):
    """One or two members of the team are named."""


@transaction.atomic
def report(*, programme: Programme, reporter: Membership, text: str, at: datetime) -> Concern:
    """Keep a concern, sealed, and tell who reads it. The journal says that one came, and does not say from whom."""
    here = reporter.programme_id == programme.pk or reporter.programme_id is None
    if not here or reporter.organisation_id != programme.organisation_id or reporter.ended_at is not None:
        raise NotHere(_("You are not in this programme any more. Call the team, or 112 in danger."))
    if not text.strip():
        raise Empty(_("Write a few words. You do not have to know everything."))
    concern = Concern(
        organisation_id=programme.organisation_id, programme=programme, reporter=reporter, text=text.strip(),
        reported_at=at,
    )  # fmt: skip
    concern.save(force_insert=True)
    _record("concern.report", concern, by=None, at=at)
    concern_reported(concern, lead_of(programme), at=at)
    return concern


@transaction.atomic
def acknowledge(*, concern: Concern, by: Person | None, at: datetime) -> None:
    """Say that the concern was read and the reporter is called."""
    _hold(concern)
    if concern.acknowledged_at is not None:
        raise WrongState(_("This concern was answered already."))
    concern.acknowledged_at, concern.acknowledged_by = at, by
    concern.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record("concern.acknowledge", concern, by=by, at=at)


@transaction.atomic
def close(*, concern: Concern, outcome: str, by: Person | None, at: datetime) -> None:
    """Close a concern with what came of it."""
    _hold(concern)
    if concern.acknowledged_at is None or concern.closed_at is not None:
        raise WrongState(_("Answer the concern first. A closed one stays as it is."))
    if not outcome.strip():
        raise Empty(_("Write what came of it."))
    concern.outcome, concern.closed_at, concern.closed_by = outcome.strip(), at, by
    concern.save(update_fields=["outcome", "closed_at", "closed_by"])
    _record("concern.close", concern, by=by, at=at)


@transaction.atomic
def name_leads(*, programme: Programme, leads: Sequence[Membership], by: Person | None, at: datetime) -> None:
    """Name who reads the concerns of a programme from now on, those who come and those who are there."""
    if not 1 <= len(leads) <= MOST_LEADS:
        raise WrongLeads(_("Name one person or two."))
    able = roles_with("concern.read")
    if any(lead.programme_id not in (None, programme.pk) or lead.role not in able or lead.ended_at for lead in leads):
        raise WrongLeads(_("Name people of this programme's team."))
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    now = SafeguardingLead.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    wanted, held = {lead.pk: lead for lead in leads}, set(now.values_list("membership_id", flat=True))
    now.exclude(membership_id__in=wanted).update(ended_at=at)
    for pk in wanted.keys() - held:
        SafeguardingLead.objects.create(
            organisation_id=programme.organisation_id, programme=programme, membership=wanted[pk], named_by=by,
            named_at=at,
        )  # fmt: skip
    record("concern.name_leads", "programmes.programme", programme.pk, by=by, organisation=programme.organisation_id,
           at=at, detail={"memberships": sorted(map(str, wanted))})  # fmt: skip


def _hold(concern: Concern) -> None:
    rows = Concern.objects.of(concern.organisation_id).select_for_update(of=("self",))
    concern.refresh_from_db(fields=["acknowledged_at", "closed_at"], from_queryset=rows)


def _record(action: str, concern: Concern, *, by: Person | None, at: datetime) -> None:
    record(action, "supervision.concern", concern.pk, by=by, organisation=concern.organisation_id, at=at)
