"""Who is there to make a group of, and who is in one.

Nothing here says why two people may not meet: it may be something that one of them has said in confidence.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from handslag.programmes.days import day_of
from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.training.queries import units_required

from . import wording
from .lacking import Answers, told_in
from .leaving import call_first
from .models import Pair
from .readiness import PLACE, UNITS, Candidate, Pool, pool_of
from .turning import responses_of


@dataclass(frozen=True)
class Choosable:
    """Somebody who can be in a new group, with what is told about her or him; or `why_not`.

    `pauses`: wants nobody for now. No group is suggested with such a one, but the team may choose one who has said yes;
    not one who `has_left`, before somebody looks again.
    """

    membership: Membership
    speaks: Mapping[str, str]
    """Language -> the code of the level; "" where that is not said."""
    about: str
    why_not: str = ""
    pauses: bool = False
    has_left: bool = False

    @property
    def name(self) -> str:
        return str(self.membership.person)


@dataclass(frozen=True)
class Speaker:
    """Somebody in a group, by name. `level`: in words, how well she or he speaks its language; "" where that is not
    said."""

    name: str
    level: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Choosables:
    mentors: list[Choosable]
    mentees: list[Choosable]

    @property
    def free_mentors(self) -> list[Choosable]:
        return _pausing_last(one for one in self.mentors if not one.why_not)

    @property
    def free_mentees(self) -> list[Choosable]:
        return _pausing_last(one for one in self.mentees if not one.why_not)

    @property
    def others(self) -> list[Choosable]:
        """Who cannot be chosen, but for those who have left."""
        return [one for one in (*self.mentees, *self.mentors) if one.why_not and not one.has_left]


def left_in(people: Iterable[Choosable]) -> list[tuple[Membership, str]]:
    """Who has left, each with what comes before she or he can be chosen."""
    return [(one.membership, one.why_not) for one in people if one.has_left]


def _pausing_last(people: Iterable[Choosable]) -> list[Choosable]:
    return sorted(people, key=lambda one: one.pauses)


def choosables(programme: Programme, at: datetime) -> Choosables:
    """All mentors and mentees of the programme, by name. Four queries; nothing sealed is opened."""
    pool = pool_of(programme, day_of(programme, at))
    told = told_in(responses_of(programme))
    required = units_required(programme)
    mentors = [_choosable(c, programme, told, _mentor_lacks(c, required)) for c in pool.mentors]
    mentees = [_choosable(c, programme, told) for c in pool.mentees]
    for membership in _matched(programme, {c.membership.pk for c in pool.mentees}):
        mentees.append(_choosable(Candidate(membership), programme, told, _("Has a mentor.")))
    return Choosables(mentors, mentees)


def _matched(programme: Programme, free: Collection[UUID]) -> Iterable[Membership]:
    rows = Membership.objects.of(programme.organisation_id).filter(programme=programme, role=Role.MENTEE, ended_at=None)
    rows = rows.select_related("person").order_by("person__given_name", "person__family_name", "pk")
    return [row for row in rows if row.pk not in free]


def _mentor_lacks(candidate: Candidate, required: int) -> str:
    if UNITS in candidate.lacks:
        return wording.lacks(candidate.units, required) + "."
    return _("Has no place for a mentee.") if PLACE in candidate.lacks else ""


def _choosable(
    candidate: Candidate, programme: Programme, told: Answers, why_not: str = ""
) -> Choosable:  # fmt: skip
    member = candidate.membership
    coded = told.get((member.person_id, member.role), {})
    speaks = levels_in(coded, programme)
    about = [_("Speaks %(languages)s.") % {"languages": wording.spoken(programme, speaks)}] if speaks else []
    themes = [wording.label(programme, "theme", code) for code in _themes(coded, member.role)]
    if themes:
        said = _("Knows: %(themes)s.") if member.role == Role.MENTOR else _("Needs: %(themes)s.")
        about.append(said % {"themes": ", ".join(themes)})
    if candidate.has_left:
        why_not = call_first(member, has_left=True)
    return Choosable(member, speaks, " ".join(about), why_not, candidate.pauses, candidate.has_left)


def levels_in(coded: dict[str, Any], programme: Programme) -> dict[str, str]:
    """Language -> the code of the level, in coded answers; "" where that is not said. Mentees are asked for the level
    of the host language alone."""
    levels = {code: str(coded.get(f"level_{code}") or "") for code in _listed(coded.get("languages"))}
    host, host_level = programme.organisation.host_language, coded.get("host_level") or "none"
    if host_level != "none" and not levels.get(host):
        levels[host] = host_level
    levels.pop("not_said", None)
    return levels


def _themes(coded: dict[str, Any], role: str) -> list[str]:
    """What a mentee needs, or what a mentor knows well enough to help."""
    stem, least = ("know_", 2) if role == Role.MENTOR else ("need_", 1)
    levels = {name.removeprefix(stem): str(value) for name, value in coded.items() if name.startswith(stem)}
    rated = [theme for theme, level in levels.items() if level.isdigit() and int(level) >= least]
    asked = _listed(coded.get("help_wanted")) if role == Role.MENTEE else []
    wanted = [theme for theme in asked if theme not in levels]
    return [theme for theme in dict.fromkeys([*wanted, *rated]) if theme != "not_said"]


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def group_pool(mentors: Sequence[Membership], mentees: Sequence[Membership]) -> Pool:
    """These people as the engine's readers want them, whether or not they are in pairs already."""
    return Pool(tuple(Candidate(m) for m in mentors), tuple(Candidate(m) for m in mentees))


def with_room(people: Any, mentees: int) -> Any:
    """The same people, with mentors who have a place for each mentee of the group."""
    return replace(people, mentors={key: replace(m, places=mentees) for key, m in people.mentors.items()})


def running_in(group) -> list[Pair]:
    """The pairs of a group that have not ended, by the mentee's name, with both people and their accounts."""
    rows = Pair.objects.of(group.organisation_id).filter(group=group, ended_on=None)
    rows = rows.select_related("mentor__person__account", "mentee__person__account")
    return list(rows.order_by("mentee__person__given_name", "mentee__person__family_name", "mentor__joined_at", "pk"))


def sides_of(pairs: Iterable[Pair]) -> tuple[list[Membership], list[Membership]]:
    """Mentors and mentees of these pairs, each once."""
    mentors = {pair.mentor_id: pair.mentor for pair in pairs}
    mentees = {pair.mentee_id: pair.mentee for pair in pairs}
    return list(mentors.values()), list(mentees.values())
