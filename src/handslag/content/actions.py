"""Publishing texts. A published text is never changed; a new wording is a new version."""

from datetime import datetime

from django.db import transaction

from handslag.journal.actions import Actor, record
from handslag.organisations.models import Organisation

from .models import Document


@transaction.atomic
def publish(
    *,
    organisation: Organisation,
    key: str,
    language: str,
    title: str,
    body: str,
    by: Actor | None,
    at: datetime,
) -> Document:
    """Publish `body` (Markdown); where it is the text that stands already, that version is returned."""
    last = Document.objects.of(organisation).filter(key=key, language=language).order_by("version").last()
    if last and (last.title, last.body) == (title, body):
        return last
    document = Document.objects.create(
        organisation=organisation, key=key, language=language, version=last.version + 1 if last else 1, title=title,
        body=body, made_at=at,
    )  # fmt: skip
    record("document.publish", "content.document", document.pk, by=by, organisation=organisation.pk, at=at)
    return document
