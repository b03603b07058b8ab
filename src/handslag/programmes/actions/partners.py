"""The register of partners."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person

from ..days import day_of
from ..models import Partner, Programme
from .programmes import NotYet


class PartnerRemoved(Refused):
    """The partner is no longer in the register."""


@transaction.atomic
def add_partner(*, programme: Programme, by: Person | None, at: datetime, **partner: Any) -> Partner:
    """Write a partner into the register; `partner` are the fields of the model. Raises NotYet."""
    _check_since(programme, partner["since_on"], at)
    row = Partner.objects.create(organisation_id=programme.organisation_id, programme=programme, **partner)
    record("partner.add", "programmes.partner", row.pk, by=by, organisation=programme.organisation_id, at=at)
    return row


@transaction.atomic
def correct_partner(*, partner: Partner, by: Person | None, at: datetime, **fields: Any) -> None:
    """Write other things about a partner; `fields` are those of the model. Raises NotYet and PartnerRemoved."""
    _check_since(partner.programme, fields["since_on"], at)
    row = _locked(partner)
    if row is None:
        raise PartnerRemoved(_("A colleague has removed this partner. Add it again if it is still one."))
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, fields[name])
    row.save(update_fields=changed)
    record(
        "partner.correct", "programmes.partner", row.pk, by=by, organisation=row.organisation_id, at=at,
        detail={"fields": changed},
    )  # fmt: skip


@transaction.atomic
def remove_partner(*, partner: Partner, by: Person | None, at: datetime) -> bool:
    """Take a partner off the register; whether it was still there.

    No row hangs on one; the figures of a closed programme are kept as they were.
    """
    row = _locked(partner)
    if row is None:  # a colleague, or a second press, was there before
        return False
    record(
        "partner.remove", "programmes.partner", row.pk, by=by, organisation=row.organisation_id, at=at,
        detail={"kind": row.kind, "country": row.country},
    )  # fmt: skip
    row.delete()
    return True


def _locked(partner: Partner) -> Partner | None:
    """The partner's row, held until the act is done; None where it is gone."""
    return Partner.objects.of(partner.organisation_id).select_for_update().filter(pk=partner.pk).first()


def _check_since(programme: Programme, since_on: date, at: datetime) -> None:
    if since_on > day_of(programme, at):
        raise NotYet(_("This day has not come yet. Choose today or an earlier day."))
