"""Who can be matched by now and could not when pairs were suggested: they wait for the next suggestion.

It follows from roles, training, places and pauses alone, which the board shows anyway: from nothing that somebody said
in confidence.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import MatchingRound
from .readiness import Pool


@dataclass(frozen=True)
class Newcomers:
    """`mentors`: who has a free place that was not there. `mentees`: who wait and did not."""

    mentors: frozenset[UUID] = frozenset()
    mentees: frozenset[UUID] = frozenset()

    def without(self, looked_at: Collection[UUID]) -> "Newcomers":
        return Newcomers(self.mentors.difference(looked_at), self.mentees.difference(looked_at))


def ready_in(pool: Pool) -> dict[str, Any]:
    """What a round keeps of who could be matched when pairs were suggested."""
    return {
        "mentors": {str(mentor.membership.pk): mentor.places for mentor in pool.ready_mentors},
        "mentees": [str(mentee.membership.pk) for mentee in pool.ready_mentees],
    }


def newcomers(matching_round: MatchingRound, pool: Pool) -> Newcomers:
    """Nobody for a round of which it was not kept who could be matched."""
    then = matching_round.ready
    if not then:
        return Newcomers()
    places, waited = then["mentors"], set(then["mentees"])
    mentors = (one for one in pool.ready_mentors if one.places > places.get(str(one.membership.pk), 0))
    mentees = (one for one in pool.ready_mentees if str(one.membership.pk) not in waited)
    return Newcomers(
        frozenset(one.membership.pk for one in mentors), frozenset(one.membership.pk for one in mentees)
    )  # fmt: skip


def in_words(found: Newcomers) -> str:
    """What the team is told of them; "" where there is nobody."""
    mentors, mentees = len(found.mentors), len(found.mentees)
    counted = [
        ngettext("%(n)s mentor", "%(n)s mentors", mentors) % {"n": mentors} if mentors else "",
        ngettext("%(n)s mentee", "%(n)s mentees", mentees) % {"n": mentees} if mentees else "",
    ]
    who = get_text_list(list(filter(None, counted)), _("and"))
    if not who:
        return ""
    said = _(
        "Since these pairs were suggested, more people can be matched: %(who)s. Suggest again to look at them too."
    )
    return said % {"who": who}
