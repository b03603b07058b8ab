"""Groups that the engine suggests, in words; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.matching.gathering import Gathered, Sizes, gather
from handslag.matching.people import Person
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from . import wording
from .criteria import criteria_of
from .grouping import Speaker
from .people import People, people_of
from .readiness import pool_of

SECONDS = 10.0  # somebody waits for the page


@dataclass(frozen=True)
class Suggested:
    """A group that could be, in words. `url`: the form to make it, filled in."""

    language: str
    theme: str
    mentors: list[Speaker]
    mentees: list[Speaker]
    reasons: list[str]
    times: list[str]
    url: str


@dataclass(frozen=True)
class Suggestions:
    """`left`: names of those who wait and are in none. `optimal`: no other groups place more or fit better."""

    groups: list[Suggested]
    left: list[str]
    optimal: bool


def suggestions(programme: Programme, sizes: Sizes, at: datetime) -> Suggestions:
    """The best groups among all who are free and ready now; nothing is kept."""
    on = day_of(programme, at)
    pool = pool_of(programme, on)
    people = people_of(programme, pool)
    found = gather(
        people.mentors.values(), people.mentees.values(), criteria_of(programme, on), sizes,
        forbidden=people.forbidden, seconds=SECONDS,
    )  # fmt: skip
    names = {str(c.membership.pk): str(c.membership.person) for c in (*pool.mentors, *pool.mentees)}
    pausing = {str(mentee.membership.pk) for mentee in pool.mentees if mentee.pauses}  # they wait for nobody
    return Suggestions(
        [_in_words(group, programme, names, people) for group in found.groups],
        [names[key] for key in found.left if key not in pausing], found.optimal,
    )  # fmt: skip


def _in_words(group: Gathered, programme: Programme, names: dict[str, str], people: People) -> Suggested:
    def speaker(key: str, side: Mapping[str, Person]) -> Speaker:
        return Speaker(names[key], wording.level(programme, side[key].languages.get(group.language)))

    language, theme = wording.languages([group.language]), wording.label(programme, "theme", group.theme)
    asked = {"language": group.language, "theme": group.theme, "mentors": group.mentors, "mentees": group.mentees}
    return Suggested(
        language, theme, [speaker(key, people.mentors) for key in group.mentors],
        [speaker(key, people.mentees) for key in group.mentees],
        [
            _("All speak %(languages)s.") % {"languages": language},
            _("All mentees need help with this, and a mentor knows it: %(theme)s.") % {"theme": theme},
        ],
        [wording.slot(code) for code in group.times],
        f"{reverse('pairs:new_group', args=[programme.pk])}?{urlencode(asked, doseq=True)}",
    )  # fmt: skip
