"""Who can be matched now, and what the others lack. Nothing sealed is opened here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from handslag.programmes.models import Membership, Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.keys import KEYS
from handslag.questionnaires.models import Response
from handslag.training.queries import units_counted, units_required

from .models import Pair, Pause

# What somebody lacks, as codes; words are in `wording`.
UNITS, PLACE = "units", "place"
PAUSING = ("wants_nobody", "has_left")


@dataclass(frozen=True)
class Candidate:
    """Somebody who holds the role of mentor or mentee. `places`: free ones of a mentor. `units`: training done.
    `pauses`: wants nobody for now, and is in no new pair before somebody looks again, unless she or he agrees to come
    into a group; `has_left`: that is why."""

    membership: Membership
    lacks: tuple[str, ...] = ()
    places: int = 1
    units: int = 0
    running: int = 0
    pauses: bool = False
    has_left: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.lacks


class Able(NamedTuple):
    """Who can be matched by hand at least: ids of mentees, and ids of mentors with the places that each has today."""

    mentees: set[str]
    places: dict[str, int]


@dataclass(frozen=True)
class Pool:
    """The mentors of a programme, and its mentees who have no mentor, by name."""

    mentors: tuple[Candidate, ...]
    mentees: tuple[Candidate, ...]

    @property
    def ready_mentors(self) -> list[Candidate]:
        return [mentor for mentor in self.mentors if mentor.is_ready and not mentor.pauses]

    @property
    def ready_mentees(self) -> list[Candidate]:
        return [mentee for mentee in self.mentees if not mentee.pauses]

    @property
    def untrained_mentors(self) -> list[Candidate]:
        """Those who could be matched when they are trained."""
        return [one for one in self.mentors if UNITS in one.lacks and PLACE not in one.lacks and not one.pauses]

    @property
    def pausing_mentors(self) -> list[Candidate]:
        """Those who could be matched if they did not want nobody for now."""
        return [mentor for mentor in self.mentors if mentor.is_ready and mentor.pauses]

    @property
    def able(self) -> Able:
        """Mentors who lack only a place are among them."""
        return Able(
            {str(mentee.membership.pk) for mentee in self.mentees},
            {str(mentor.membership.pk): mentor.places for mentor in self.mentors if UNITS not in mentor.lacks},
        )

    def find(self, membership_id: UUID) -> Candidate | None:
        """The candidate of this membership; None for somebody who has left or is matched."""
        return next((c for c in (*self.mentors, *self.mentees) if c.membership.pk == membership_id), None)


def pool_of(programme: Programme, on: date, *, members: Collection[UUID] | None = None) -> Pool:
    """Who could be matched on the day `on`; with `members`, of these only. Two queries."""
    rows = _memberships(programme)
    if members is not None:
        rows = rows.filter(pk__in=members)
    done = units_counted(programme, on, members=members)
    mentors = tuple(_mentor(row, programme, done.get(row.pk, 0)) for row in rows if row.role == Role.MENTOR)
    mentees = tuple(
        Candidate(row, pauses=row.wants_nobody, has_left=row.has_left)
        for row in rows
        if row.role == Role.MENTEE and not row.has_mentor
    )
    return Pool(mentors, mentees)


def names_here(programme: Programme) -> dict[str, str]:
    """Id of the membership -> name, of all mentors, and of the mentees who have no mentor, at this moment."""
    found = _here(programme).values_list("pk", "person__given_name", "person__family_name")
    return {str(pk): " ".join(filter(None, names)) for pk, *names in found}


class Here(NamedTuple):
    """Somebody who could be matched, by name. `pauses`: wants nobody for now; `has_left`: that is why."""

    key: str
    name: str
    is_mentor: bool
    pauses: bool
    has_left: bool = False


def people_here(programme: Programme) -> list[Here]:
    """Who could be matched, by name, and which of them want nobody for now. One query."""
    rows = _here(programme).annotate(**_as_pausing(programme.organisation_id))
    rows = rows.order_by("person__given_name", "person__family_name", "pk")
    found = rows.values_list("pk", "role", *PAUSING, "person__given_name", "person__family_name")
    return [
        Here(str(pk), " ".join(filter(None, names)), role == Role.MENTOR, pauses, has_left)
        for pk, role, pauses, has_left, *names in found
    ]


def ids_here(programme: Programme) -> set[str]:
    """Ids of the memberships of those who could be matched."""
    return {str(pk) for pk in _here(programme).values_list("pk", flat=True)}


def pauses(organisation: UUID) -> QuerySet[Pause]:
    """The pauses that last."""
    return Pause.objects.of(organisation).filter(ended_at=None)


def ids_pausing(programme: Programme) -> set[str]:
    """Ids of the memberships for which nobody is looked for now."""
    rows = pauses(programme.organisation_id).filter(membership__programme=programme)
    return {str(pk) for pk in rows.values_list("membership_id", flat=True)}


def _as_pausing(organisation: UUID) -> dict[str, Exists]:
    """For memberships: whether each wants nobody for now, and whether because of having left."""
    lasting = pauses(organisation).filter(membership=OuterRef("pk"))
    return dict(zip(PAUSING, (Exists(lasting), Exists(lasting.filter(has_left=True))), strict=True))


def _here(programme: Programme) -> Any:
    running = Pair.objects.of(programme.organisation_id).filter(mentee=OuterRef("pk"), ended_on=None)
    rows = Membership.objects.of(programme.organisation_id).filter(programme=programme, ended_at=None)
    return rows.filter(~Exists(running), role__in=(Role.MENTOR, Role.MENTEE)).order_by()


def _memberships(programme: Programme) -> Any:
    """Mentors and mentees now, with the mentor's running pairs and offered places, and whether a mentee has one."""
    organisation = programme.organisation_id
    offers = Response.objects.of(organisation).filter(
        programme=programme, person=OuterRef("person"), questionnaire__key__in=KEYS[Role.MENTOR]
    )
    newest = offers.annotate(offered=KT("coded__places")).order_by("-answered_at").values("offered")[:1]
    pairs = Pair.objects.of(organisation).filter(mentee=OuterRef("pk"), ended_on=None)
    return (
        Membership.objects.of(organisation)
        .filter(programme=programme, role__in=(Role.MENTOR, Role.MENTEE), ended_at=None)
        .select_related("person")
        .annotate(
            running=Count("pairs_as_mentor", filter=Q(pairs_as_mentor__ended_on=None)),
            offered=Subquery(newest),
            has_mentor=Exists(pairs),
            **_as_pausing(organisation),
        )
        .order_by("person__given_name", "person__family_name", "pk")
    )


def _mentor(row: Any, programme: Programme, units: int) -> Candidate:
    places = max(0, int(row.offered or 1) - row.running)
    lacks = []
    if must_be_trained(programme) and units < units_required(programme):
        lacks.append(UNITS)
    if not places:
        lacks.append(PLACE)
    return Candidate(row, tuple(lacks), places, units, row.running, row.wants_nobody, row.has_left)


def must_be_trained(programme: Programme) -> bool:
    """AMIR: only trained mentors are matched. Other programmes may say otherwise."""
    return programme.rules.get("readiness", {}).get("mentor", "trained") == "trained"
