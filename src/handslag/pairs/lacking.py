"""Before pairs are suggested: who lacks what, and where that is mended. Of what is sealed only that it waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.programmes.days import day_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role
from handslag.questionnaires.models import Response
from handslag.training.queries import units_required

from . import wording
from .leaving import call_first
from .readiness import PLACE, UNITS, Candidate, Pool, pool_of
from .turning import ROLE_OF, responses_of, said_in

Answers = dict[tuple[UUID, str], dict[str, Any]]  # of each (person, role)


@dataclass(frozen=True)
class Lack:
    """One thing that somebody lacks, in a sentence, and the page where it can be mended."""

    text: str
    url: str = ""
    link: str = ""
    holds_back: bool = True
    """Whether the person cannot be suggested without it; else it only makes the suggestion poorer."""
    posts: bool = False
    """Whether the link is an act: a button."""


@dataclass(frozen=True)
class Row:
    name: str
    is_mentor: bool
    lacks: list[Lack]

    @property
    def is_held_back(self) -> bool:
        return any(lack.holds_back for lack in self.lacks)


@dataclass(frozen=True)
class Readiness:
    """Those who lack something, the ones who are held back first; and how many there are in all. `waiting`: how many
    have said something in confidence that nobody has turned into rules."""

    rows: list[Row]
    mentors: int
    mentees: int
    waiting: int


def readiness(programme: Programme, at: datetime) -> Readiness:
    """Who lacks what. Four queries at any size."""
    pool = pool_of(programme, day_of(programme, at))
    responses = list(responses_of(programme))
    told, applications = told_in(responses), _applications(responses)
    members = [candidate.membership for candidate in (*pool.mentors, *pool.mentees)]
    waiting = sum(said.told.waits for said in said_in(programme, members, responses))
    rows = []
    for candidate, is_mentor in _everybody(pool):
        person = candidate.membership.person_id
        role = Role.MENTOR if is_mentor else Role.MENTEE
        page = applications.get((person, role))
        lacks = [*_places(candidate, programme), *_answers(told.get((person, role), {}), page)]
        if lacks:
            rows.append(Row(str(candidate.membership.person), is_mentor, lacks))
    rows.sort(key=lambda row: (not row.is_held_back, row.is_mentor, row.name.casefold()))
    return Readiness(rows, len(pool.ready_mentors), len(pool.ready_mentees), waiting)


def _everybody(pool: Pool) -> Iterator[tuple[Candidate, bool]]:
    """Mentors whose places are all taken are no matter here: they have what they came for."""
    yield from ((mentor, True) for mentor in pool.mentors if not (PLACE in mentor.lacks and mentor.running))
    yield from ((mentee, False) for mentee in pool.mentees)


def told_in(responses: Iterable[Response]) -> Answers:
    """The coded answers of each person in each role, the newest to each question."""
    found: Answers = {}
    for row in responses:
        found.setdefault((row.person_id, ROLE_OF[row.questionnaire.key]), {}).update(row.coded)
    return found


def _applications(responses: Iterable[Any]) -> dict[tuple[UUID, str], str]:
    rows = (row for row in responses if row.application_id)
    return {(row.person_id, ROLE_OF[row.questionnaire.key]): str(row.application_id) for row in rows}


def _places(candidate: Candidate, programme: Programme) -> Iterator[Lack]:
    if UNITS in candidate.lacks:
        text = wording.lacks(candidate.units, units_required(programme))
        yield Lack(text, reverse("training:units", args=[programme.pk]), _("See the training"))
    if candidate.pauses:
        member = candidate.membership
        text = call_first(member, has_left=candidate.has_left)
        yield Lack(text, reverse("pairs:looking", args=[member.pk]), _("Look again"), posts=True)
    if PLACE in candidate.lacks:
        yield Lack(_("Has no place for a mentee."))


def _answers(told: dict[str, Any], application: str | None) -> Iterator[Lack]:
    url = reverse("recruitment:application", args=[application]) if application else ""
    link = _("See the application")
    if not _some(told.get("languages")) and not _some(told.get("host_level")):
        yield Lack(_("Has named no language. Without one nobody can be suggested."), url, link)
    if not _some(told.get("slots")) and not _some(told.get("times")):
        yield Lack(_("Has named no times."), url, link, holds_back=False)
    if not _some(told.get("place")) and not told.get("near"):
        yield Lack(_("Has not said where to meet."), url, link, holds_back=False)


def _some(answer: Any) -> bool:
    values = answer if isinstance(answer, list) else [answer]
    return any(value not in (None, "", "not_said") for value in values)
