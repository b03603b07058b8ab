"""The entries of one page in sentences, with the names that the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.journal.models import Entry
from handslag.people.models import Account
from handslag.programmes.models import Membership

from .facts import facts_of
from .subjects import Concerned
from .words import READS, SEALED, sentence_of

PAIR = "pairs.pair"


@dataclass(frozen=True)
class Line:
    """One sentence and its facts; `count`: how many rows of the journal say the same of the same moment; `people`: how
    many different people these are about whose names are not shown; `pairs`: the names of each pair where the sentence
    says only how many pairs were read at once.

    `more_before`, `more_after`: more of these rows stand on the page before, or on the next one.

    Of sealed ones nobody is told how many people have said something in confidence: `count` is 1, `people` 0, and
    nothing stands on another page.
    """

    at: datetime
    sentence: SafeString
    facts: tuple[str, ...]
    count: int
    people: int = 0
    pairs: tuple[SafeString, ...] = ()
    more_before: bool = False
    more_after: bool = False


def lines_of(
    user: Account, entries: Sequence[Entry], concerned: Concerned, *, before: Entry | None, after: Entry | None
) -> list[Line]:
    """The entries of a page as `user` reads them, who knows whom the rows concern; one query, for the names.

    `before`, `after`: the last entry of the page before and the first of the next one.
    """
    around = [entry for entry in (before, *entries, after) if entry]
    whom = {entry.pk: concerned.get((entry.subject_type, entry.subject_id), []) for entry in around}
    ids = {entry.actor_id for entry in around if entry.actor_id}.union(*whom.values())
    names = names_of(user, ids)

    def said(entry: Entry) -> tuple:
        """The same for entries that are told in one line."""
        if entry.subject_type == PAIR and entry.action in READS and entry.action not in SEALED:
            return entry.at, entry.actor_id, entry.action
        return entry.at, _sentence(entry, whom[entry.pk], names), tuple(facts_of(entry)), entry.action in SEALED

    lines = [_line(list(same), whom, names) for _said, same in groupby(entries, said)]

    def goes_on(entry: Entry, beyond: Entry | None) -> bool:
        return beyond is not None and entry.action not in SEALED and said(entry) == said(beyond)

    if lines:
        lines[0] = replace(lines[0], more_before=goes_on(entries[0], before))
        lines[-1] = replace(lines[-1], more_after=goes_on(entries[-1], after))
    return lines


def _line(entries: Sequence[Entry], whom: dict[int, list[UUID]], names: dict[UUID, SafeString]) -> Line:
    """The line that tells these entries, of one moment and one act."""
    first = entries[0]
    sentence, facts = _sentence(first, whom[first.pk], names), tuple(facts_of(first))
    if first.action in SEALED:
        return Line(first.at, sentence, facts, 1)
    hidden = {person for entry in entries for person in whom[entry.pk] if person not in names}
    pairs = {entry.subject_id: _whom(whom[entry.pk], names) for entry in entries}
    if len(set(pairs.values())) == 1:
        return Line(first.at, sentence, facts, len(entries), len(hidden))
    said = escape(ngettext("%(n)s pair", "%(n)s pairs", len(pairs)) % {"n": len(pairs)})
    return Line(first.at, _filled(first, said, names), facts, len(entries), len(hidden), tuple(pairs.values()))


def names_of(user: Account, persons: set[UUID]) -> dict[UUID, SafeString]:
    """The names that `user` may see, each leading to the person's page in a programme where there is one."""
    rows = Membership.objects.visible_to(user).filter(person_id__in=persons).select_related("person")
    rows = rows.only("programme_id", "ended_at", "person__given_name", "person__family_name")
    names: dict[UUID, SafeString] = {}
    # The role that counts comes last: one in a programme, and one that is held still.
    for row in sorted(rows, key=lambda row: (row.programme_id is not None, row.ended_at is None)):
        name = format_html("<bdi>{}</bdi>", row.person)
        if row.programme_id:
            url = reverse("programmes:member", args=[row.programme_id, row.pk])
            name = format_html('<a href="{}">{}</a>', url, name)
        names[row.person_id] = name
    return names


def _sentence(entry: Entry, whom: list[UUID], names: dict[UUID, SafeString]) -> SafeString:
    return _filled(entry, _whom(whom, names), names, own=[entry.actor_id] == whom)


def _filled(entry: Entry, whom: str, names: dict[UUID, SafeString], *, own: bool = False) -> SafeString:
    """The sentence of an entry with `whom`, which is escaped."""
    parts = {"who": _who(entry, names), "whom": whom, "act": escape(entry.action)}
    return mark_safe(escape(sentence_of(entry.action, own=own)) % parts)  # noqa: S308 every part is escaped


def _who(entry: Entry, names: dict[UUID, SafeString]) -> str:
    if entry.actor_id is None:
        return escape(_("The system"))
    return names.get(entry.actor_id) or escape(_("Somebody who has left"))


def _whom(persons: list[UUID], names: dict[UUID, SafeString]) -> SafeString:
    """The names, or that there is one which the reader may not see."""
    hidden = escape(_("(name not shown)"))
    shown = dict.fromkeys(names.get(person, hidden) for person in persons) or {hidden: None}
    return format_html_join(" + ", "{}", ((name,) for name in shown))
