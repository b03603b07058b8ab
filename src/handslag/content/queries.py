"""Finding the right version of a text in the right language."""

from collections.abc import Iterable

from handslag.organisations.models import Organisation

from .models import Document


def newest(organisation: Organisation, key: str, language: str) -> Document | None:
    """The newest version of a text in `language`, else in the organisation's host language, else in English."""
    rows = Document.objects.of(organisation).filter(key=key, language__in={language, organisation.host_language, "en"})
    wanted = [language, organisation.host_language, "en"]
    return min(rows, key=lambda row: (wanted.index(row.language), -row.version), default=None)


def written(organisation: Organisation, keys: Iterable[str], language: str) -> set[str]:
    """Those of `keys` for which `newest` has a text to give; the texts themselves stay where they are. One query."""
    wanted = {language, organisation.host_language, "en"}
    rows = Document.objects.of(organisation).filter(key__in=list(keys), language__in=wanted)
    return set(rows.values_list("key", flat=True))


# Texts that a room lays out itself from their parts; nobody reads them as they are.
LAID_OUT = "flyer_"


def shelf(organisation: Organisation, language: str) -> list[Document]:
    """The newest version of every text to read, in the same choice of language, by title and without the bodies."""
    wanted = [language, organisation.host_language, "en"]
    rows = Document.objects.of(organisation).filter(language__in=wanted).exclude(key__startswith=LAID_OUT).defer("body")
    best: dict[str, Document] = {}
    for row in sorted(rows, key=lambda row: (wanted.index(row.language), -row.version)):
        best.setdefault(row.key, row)
    return sorted(best.values(), key=lambda row: row.title)
