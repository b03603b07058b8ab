"""From an occasion to a letter in the reader's language."""

from django.utils.translation import get_language, ngettext

from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.programmes.models import Programme

from .rows import Occasion


def letter_of(programme: Programme, occasion: Occasion) -> Letter:
    """The template's words, and below them how many it is about, and days and places."""
    row = occasion.row
    with written_for(occasion.reader, programme):
        lines = [_in_language(row.text), *_count(occasion), *(str(line()) for line in occasion.more)]
        return Letter(
            occasion.reader, Message.Kind.REMINDER, _in_language(row.title), "\n".join(lines), url=occasion.url,
            once_key=occasion.once_key, expires_at=occasion.expires_at,  # type: ignore[arg-type]
        )  # fmt: skip


def _in_language(texts: dict[str, str]) -> str:
    language = get_language() or "en"
    written = (texts.get(code) for code in (language, language.partition("-")[0], "en", *texts))
    return next((text for text in written if text), "")


def _count(occasion: Occasion) -> list[str]:
    """No names: the mail may be read on any screen, the page it leads to asks who is there."""
    if not occasion.count:
        return []
    n = occasion.count
    if occasion.pairs:
        return [ngettext("It is about %(n)s pair.", "It is about %(n)s pairs.", n) % {"n": n}]
    return [ngettext("It is about %(n)s person.", "It is about %(n)s people.", n) % {"n": n}]
