"""Concerns: reported by anybody of a programme, answered by the people who are named for it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.actions import name_confidants
from handslag.programmes.models import Membership, Programme

from ..access import lead_of
from ..models import Concern, SafeguardingLead
from ..notices import concern_reported


class Empty(Refused):
    """A concern or an outcome has words."""


class NotHere(Refused):
    """Only members of the programme report concerns in it."""


class WrongState(Refused):
    """Answered before it can be closed, and each once."""


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


def name_leads(*, programme: Programme, leads: Sequence[Membership], by: Person | None, at: datetime) -> None:
    """Name who reads the concerns of a programme. Raises WrongNames."""
    name_confidants(
        SafeguardingLead, programme=programme, named=leads, permission="concern.read", action="concern.name_leads",
        by=by, at=at,
    )  # fmt: skip


def _hold(concern: Concern) -> None:
    rows = Concern.objects.of(concern.organisation_id).select_for_update(of=("self",))
    concern.refresh_from_db(fields=["acknowledged_at", "closed_at"], from_queryset=rows)


def _record(action: str, concern: Concern, *, by: Person | None, at: datetime) -> None:
    record(action, "supervision.concern", concern.pk, by=by, organisation=concern.organisation_id, at=at)
