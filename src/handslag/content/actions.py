"""Publishing texts. A published text is never changed; a new wording is a new version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from handslag.journal.actions import Actor, record
from handslag.organisations.models import Organisation

from .models import Document
from .queries import standing_for


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
    programme: UUID | None = None,
) -> Document:
    """Publish `body` (Markdown) for the organisation, or as the own wording of `programme` (its id).

    Where it is the text that stands there already, that version is returned.
    """
    rows = list(Document.objects.of(organisation).filter(key=key, language=language).order_by("version"))
    last = next((row for row in reversed(rows) if row.programme_id == programme), None)
    if last and (last.title, last.body) == (title, body):
        return last
    document = Document.objects.create(
        organisation=organisation, programme_id=programme, key=key, language=language,
        version=rows[-1].version + 1 if rows else 1, title=title, body=body, made_at=at,
    )  # fmt: skip
    record("document.publish", "content.document", document.pk, by=by, organisation=organisation.pk, at=at)
    return document


@dataclass(frozen=True)
class Wording:
    """A text of a template in one language, with the names and numbers of one programme in it."""

    key: str
    language: str
    title: str
    body: str


@transaction.atomic
def bring_along(
    *, organisation: Organisation, programme: UUID, wordings: Iterable[Wording], by: Actor | None, at: datetime
) -> None:
    """Publish the texts that a new programme comes with, and change none that another programme reads.

    A text that the organisation does not have becomes the organisation's. One that it has in the same words is read
    by both. Where a word differs in any language, the text is the new programme's own in all of them.
    """
    standing = standing_for(organisation, None)
    brought: dict[str, list[Wording]] = {}
    for wording in wordings:
        brought.setdefault(wording.key, []).append(wording)
    for key, versions in brought.items():
        held = standing.get(key, {})
        if all((row := held.get(w.language)) and (row.title, row.body) == (w.title, w.body) for w in versions):
            continue
        for w in versions:
            publish(
                organisation=organisation, programme=programme if held else None, key=key, language=w.language,
                title=w.title, body=w.body, by=by, at=at,
            )  # fmt: skip


@transaction.atomic
def replace_lines(
    *, organisation: Organisation, programme: UUID, lines: Mapping[str, str], by: Actor | None, at: datetime
) -> None:
    """In the texts that count in a programme, write other lines for `lines`: whole ones only, in all languages.

    A text in which one of them stands becomes the programme's own: other programmes may still go by the old lines.
    """

    def renewed(text: str) -> str:
        return "\n".join(lines.get(line, line) for line in text.split("\n"))

    for key, versions in standing_for(organisation, programme).items():
        if any(renewed(row.body) != row.body for row in versions.values()):
            for row in versions.values():
                publish(
                    organisation=organisation, programme=programme, key=key, language=row.language, title=row.title,
                    body=renewed(row.body), by=by, at=at,
                )  # fmt: skip
