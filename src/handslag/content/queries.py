"""Finding the right version of a text in the right language.

`programme` (its id) asks for the wording that counts in it: a text of which it has its own is read in that wording
only, every other one as the organisation has it. Without it, the organisation's.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from handslag.organisations.models import Organisation

from .models import Document

# Texts that a room lays out itself from their parts; nobody reads them as they are.
LAID_OUT = "flyer_"


def standing_for(
    organisation: Organisation | UUID, programme: UUID | None, rows: QuerySet[Document] | None = None
) -> dict[str, dict[str, Document]]:
    """The newest version of each text (key) in each language; `rows` where not all are asked for. One query."""
    rows = Document.objects.of(organisation) if rows is None else rows
    found = list(rows.filter(_counts_in(programme)).order_by("version"))
    own = {row.key for row in found if row.programme_id}
    newest: dict[str, dict[str, Document]] = {}
    for row in found:
        if row.programme_id or row.key not in own:
            newest.setdefault(row.key, {})[row.language] = row
    return newest


def newest(organisation: Organisation, key: str, language: str, programme: UUID | None = None) -> Document | None:
    """The newest version of a text in `language`, else in the organisation's host language, else in English."""
    wanted = [language, organisation.host_language, "en"]
    rows = Document.objects.of(organisation).filter(key=key, language__in=wanted)
    return _first(standing_for(organisation, programme, rows).get(key, {}), wanted)


def every_language(organisation: Organisation, key: str, programme: UUID | None = None) -> list[Document]:
    """The newest version of a text in each language that there is, the host language first."""
    rows = Document.objects.of(organisation).filter(key=key)
    found = standing_for(organisation, programme, rows).get(key, {})
    return sorted(found.values(), key=lambda row: (row.language != organisation.host_language, row.language))


def written(
    organisation: Organisation, keys: Iterable[str], language: str, programme: UUID | None = None
) -> set[str]:  # fmt: skip
    """Those of `keys` for which `newest` has a text to give; the texts themselves stay where they are. One query."""
    wanted = [language, organisation.host_language, "en"]
    rows = Document.objects.of(organisation).filter(key__in=list(keys), language__in=wanted).defer("body")
    return set(standing_for(organisation, programme, rows))


def shelf(organisation: Organisation, language: str, programme: UUID | None = None) -> list[Document]:
    """The newest version of every text to read, in the same choice of language, by title and without the bodies; each
    with `follows`: whether another version of it counted here before."""
    wanted = [language, organisation.host_language, "en"]
    rows = Document.objects.of(organisation).filter(language__in=wanted).exclude(key__startswith=LAID_OUT).defer("body")
    before = Document.objects.of(organisation).filter(_counts_in(programme), version__lt=OuterRef("version"))
    follows = Exists(before.filter(key=OuterRef("key"), language=OuterRef("language")))
    standing = standing_for(organisation, programme, rows.annotate(follows=follows))  # type: ignore[arg-type]
    found = [_first(each, wanted) for each in standing.values()]
    return sorted((row for row in found if row), key=lambda row: row.title)


def _counts_in(programme: UUID | None) -> Q:
    """The wordings that can count in a programme: the organisation's and its own."""
    return Q(programme_id=None) | Q(programme_id=programme) if programme else Q(programme_id=None)


def _first(by_language: dict[str, Document], wanted: list[str]) -> Document | None:
    return next((by_language[code] for code in wanted if code in by_language), None)
