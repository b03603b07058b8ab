"""Whom a member may never be paired with, from the own words and from the rules that were made of them.

Words that nobody has turned into rules yet count as far as a machine understands them, together with the rules of
before: to exclude too many costs a choice, to exclude too few may cost somebody's safety.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from handslag.core.encryption import unseal
from handslag.core.encryption.keys import KeyLost
from handslag.programmes.models import Membership, Programme

from . import exclusions
from .models import Exclusion


@dataclass(frozen=True)
class Told:
    """What one member said. `waits`: nobody has made rules of it yet. `is_lost`: it cannot be opened any more."""

    text: str
    at: datetime | None
    persons: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    names: str = ""
    """Names of people who may come later."""
    waits: bool = False
    is_lost: bool = False


class Reader:
    """Reads the exclusions of these members, who bring their `exclusion` along (select_related), in one query.

    `beside` are rows whose keys are fetched with theirs.
    """

    def __init__(self, programme: Programme, members: Iterable[Membership], beside: Iterable = ()):
        members = list(members)
        self.names = exclusions.names_of(members)
        self.memberships_of: dict[str, set[str]] = {}
        for member in members:
            self.memberships_of.setdefault(str(member.person_id), set()).add(str(member.pk))
        # Not only those of the programme: the page is offered in more, and what was written in one that has been
        # taken out since still counts.
        self.languages = {*programme.languages, *dict(settings.LANGUAGES), *settings.DRAFT_LANGUAGES}
        found = [member.exclusion for member in members if hasattr(member, "exclusion")]
        unseal([*found, *beside])
        self.rows: dict[UUID, Exclusion] = {row.membership_id: row for row in found}

    def told(self, member: Membership, answer: str, answered_at: datetime | None) -> Told:
        """What `member` said, in the questionnaire (`answer`) and on the own page."""
        return told(self.rows.get(member.pk), answer, answered_at)

    def of(self, member: Membership, answer: str, answered_at: datetime | None) -> tuple[set[str], bool]:
        """Ids of memberships and codes of countries, and whether all that was said is understood."""
        said = self.told(member, answer, answered_at)
        excluded = set(said.countries).union(*(self.memberships_of.get(person, ()) for person in said.persons))
        if said.names:
            excluded |= exclusions.read(said.names, self.names, self.languages)[0]
        if said.is_lost or not said.waits:
            return excluded, not said.is_lost
        found, understood = exclusions.read(said.text, self.names, self.languages)
        return excluded | found, understood


def told(row: Exclusion | None, answer: str, answered_at: datetime | None) -> Told:
    """What is known from the row of a member, and from the answer in a questionnaire."""
    parts = [] if exclusions.says_nothing(answer) else [answer]
    at = answered_at if parts else None
    if row is None:
        return Told(answer if parts else "", at, waits=bool(parts))
    try:
        words, rules = row.words, dict(row.rules or {})
    except KeyLost:
        return Told("", row.told_at, is_lost=True)
    moments = [moment for moment in (at, row.told_at) if moment is not None]
    last = max(moments, default=None)
    waits = last is not None and (row.turned_at is None or row.turned_at < last)
    return Told(
        "\n".join([*parts, words] if words else parts), last, frozenset(rules.get("persons", ())),
        frozenset(rules.get("countries", ())), rules.get("names", ""), waits,
    )  # fmt: skip
