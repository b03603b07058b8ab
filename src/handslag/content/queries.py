"""Finding the right version of a text in the right language."""

from handslag.organisations.models import Organisation

from .models import Document


def newest(organisation: Organisation, key: str, language: str) -> Document | None:
    """The newest version of a text in `language`, else in the organisation's host language, else in English."""
    rows = Document.objects.of(organisation).filter(key=key, language__in={language, organisation.host_language, "en"})
    wanted = [language, organisation.host_language, "en"]
    return min(rows, key=lambda row: (wanted.index(row.language), -row.version), default=None)
