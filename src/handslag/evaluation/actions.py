"""Issuing and revoking certificates."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handslag.core.errors import Refused
from handslag.journal.actions import record
from handslag.people.models import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .certificates import candidates, facts_of, new_code
from .models import Certificate


class NotEarned(Refused):
    """Somebody was chosen who has not earned this certificate, or has it already."""


class ReasonMissing(Refused):
    """A certificate is not taken back without saying why."""


@transaction.atomic
def issue(
    *, programme: Programme, by: Person | None, at: datetime, keys: Collection[str] | None = None
) -> list[Certificate]:
    """Issue the certificates with these `keys` (see Candidate.key); without keys, all that have been earned.

    Asked twice, even at once, nobody gets two: the programme's row is held, and what is issued is no candidate any
    more. Raises NotEarned, and issues nothing, where a key is none of a candidate.
    """
    Programme.objects.of(programme.organisation_id).select_for_update().get(pk=programme.pk)
    on = day_of(programme, at)
    found = candidates(programme, on)
    if keys is not None:
        found = [one for one in found if one.key in keys]
        if len(found) < len(set(keys)):
            raise NotEarned(_("Somebody has this certificate already, or has not earned it. Look at the list again."))
    facts = facts_of(programme, found)
    issued = []
    for one in found:
        certificate = Certificate.objects.create(
            organisation_id=programme.organisation_id, programme=programme, membership=one.membership, kind=one.kind,
            code=new_code(), facts=facts[one.key], issued_on=on, issued_by=by,
        )  # fmt: skip
        record(
            "certificate.issue", "evaluation.certificate", certificate.pk, by=by,
            organisation=programme.organisation_id, at=at, detail={"kind": str(one.kind)},
        )  # fmt: skip
        issued.append(certificate)
    return issued


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: Person | None, at: datetime) -> None:
    """Take a certificate back: its public page says so from now on. Taking it back twice changes nothing."""
    if not reason.strip():
        raise ReasonMissing(_("Say why the certificate is taken back."))
    rows = Certificate.objects.of(certificate.organisation_id).select_for_update().select_related("membership")
    certificate = rows.get(pk=certificate.pk)
    if certificate.revoked_at is not None:
        return
    certificate.revoked_at, certificate.revoked_by, certificate.revoked_reason = at, by, reason.strip()
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    record(
        "certificate.revoke", "evaluation.certificate", certificate.pk, by=by,
        organisation=certificate.organisation_id, at=at,
    )  # fmt: skip
