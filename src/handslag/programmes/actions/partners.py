"""The register of partners."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.journal.actions import record
from handslag.people.models import Person

from ..days import day_of
from ..models import Partner, Programme
from .programmes import NotYet


@transaction.atomic
def add_partner(*, programme: Programme, by: Person | None, at: datetime, **partner: Any) -> Partner:
    """Write a partner into the register; `partner` are the fields of the model. Raises NotYet."""
    _check_since(programme, partner["since_on"], at)
    row = Partner.objects.create(organisation_id=programme.organisation_id, programme=programme, **partner)
    record("partner.add", "programmes.partner", row.pk, by=by, organisation=programme.organisation_id, at=at)
    return row


@transaction.atomic
def correct_partner(*, partner: Partner, by: Person | None, at: datetime, **fields: Any) -> None:
    """Write other things about a partner; `fields` are those of the model. Raises NotYet."""
    _check_since(partner.programme, fields["since_on"], at)
    changed = sorted(name for name, value in fields.items() if getattr(partner, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(partner, name, fields[name])
    partner.save(update_fields=changed)
    record(
        "partner.correct", "programmes.partner", partner.pk, by=by, organisation=partner.organisation_id, at=at,
        detail={"fields": changed},
    )  # fmt: skip


@transaction.atomic
def remove_partner(*, partner: Partner, by: Person | None, at: datetime) -> bool:
    """Take a partner off the register; whether it was still there.

    No row hangs on one; the figures of a closed programme are kept as they were.
    """
    rows = Partner.objects.of(partner.organisation_id).select_for_update()
    row = rows.filter(pk=partner.pk).first()
    if row is None:  # a colleague, or a second press, was there before
        return False
    record(
        "partner.remove", "programmes.partner", row.pk, by=by, organisation=row.organisation_id, at=at,
        detail={"kind": row.kind, "country": row.country},
    )  # fmt: skip
    row.delete()
    return True


def _check_since(programme: Programme, since_on: date, at: datetime) -> None:
    if since_on > day_of(programme, at):
        raise NotYet(_("This day has not come yet. Choose today or an earlier day."))
