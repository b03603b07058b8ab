"""Whom a member may never be paired with, from the own words and from the rules that were made of them.

A person may be a member again, or have two roles: what was told by one membership in a programme counts for all.

Words that nobody has turned into rules yet count as far as a machine understands them, together with the rules of
before: to exclude too many costs a choice, to exclude too few may cost somebody's safety.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

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
    """Reads what the persons of these members have said in the programme, now or as members before. Two queries.

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
        found = list(rows_of(programme, {member.person_id for member in members})) if members else []
        unseal([*found, *beside])
        self.rows: dict[UUID, list[Exclusion]] = defaultdict(list)
        for row in found:
            self.rows[row.membership.person_id].append(row)

    def told(self, member: Membership, answer: str, answered_at: datetime | None) -> Told:
        """What `member` said, in the questionnaire (`answer`) and on the own page."""
        return told(self.rows.get(member.person_id, ()), member.role, answer, answered_at)

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


def rows_of(programme: Programme, persons: Iterable[UUID]) -> QuerySet[Exclusion]:
    """What these persons have said in the programme, by any of their memberships; the older first."""
    rows = Exclusion.objects.of(programme.organisation_id).filter(membership__programme=programme)
    rows = rows.filter(membership__person_id__in=set(persons)).select_related("membership")
    return rows.order_by("membership__joined_at", "pk")


def told(rows: Sequence[Exclusion], role: str, answer: str, answered_at: datetime | None) -> Told:
    """What is known of somebody in this `role`, from the person's rows and from the answer in a questionnaire.

    Rules hold in both roles. Words wait until somebody has sorted them out for this role: among the mentors there are
    others to keep apart than among the mentees.
    """
    parts = [] if exclusions.says_nothing(answer) else [answer]
    moments = [row.told_at for row in rows if row.told_at is not None]
    try:
        parts += [row.words for row in rows if row.words]
        rules = [dict(row.rules or {}) for row in rows]
    except KeyLost:
        return Told("", max(moments, default=None), is_lost=True)
    if answered_at is not None and not exclusions.says_nothing(answer):
        moments.append(answered_at)
    last = max(moments, default=None)
    turned = [row.turned_at for row in rows if row.turned_at is not None and row.membership.role == role]
    return Told(
        "\n".join(parts), last, frozenset(key for one in rules for key in one.get("persons", ())),
        frozenset(code for one in rules for code in one.get("countries", ())),
        ", ".join(dict.fromkeys(filter(None, (one.get("names", "") for one in rules)))),
        waits=bool(parts) if last is None else not turned or max(turned) < last,
    )  # fmt: skip
