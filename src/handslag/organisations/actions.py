"""Organisations are founded by whoever runs the installation; nobody can see one from another."""

from datetime import datetime

from django.db import transaction

from handslag.journal.actions import record

from .models import Organisation


@transaction.atomic
def found(*, name: str, country: str, host_language: str, at: datetime) -> Organisation:
    """Found an organisation in `country` (ISO 3166) whose host language is `host_language`."""
    organisation = Organisation.objects.create(name=name, country=country, host_language=host_language, created_at=at)
    record(
        "organisation.found",
        "organisations.organisation",
        organisation.pk,
        by=None,
        organisation=organisation.pk,
        at=at,
    )
    return organisation
