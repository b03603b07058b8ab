"""What counts in a programme's matching: in words, and what other weights would change."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from handslag.core.errors import Refused
from handslag.matching.assign import ImpossiblePin
from handslag.matching.criteria import Criteria, Weights
from handslag.people.models import Account
from handslag.programmes.days import day_of
from handslag.programmes.models import Programme

from .board import decisions_of, names_in
from .criteria import criteria_of
from .decided import State, state_of
from .models import MatchingRound
from .people import People, people_of
from .readiness import pool_of
from .score_table import Chosen, scored

# Criterion -> its name, and what it looks at.
WORDS = {
    "needs": (_("Needs and wishes"), _("What the mentee needs help with, and what the mentor knows and offers.")),
    "background": (_("Similar background"), _("The same or a similar country or culture, where both want that.")),
    "availability": (_("Times"), _("Times of the week when both can meet.")),
    "skills": (_("Work and interests"), _("The same field of work, and what both like to do.")),
    "closeness": (_("Near each other"), _("How far apart they live, or that they meet in the same place.")),
    "gender_age": (_("Wishes about gender and age"), _("Wishes that may give way. A must always holds.")),
    "temperament": (_("Temperament"), _("How alike they are in their ways.")),
    "waiting": (_("Waiting time"), _("Who has waited long comes first.")),
    "self_assessment": (_("Own assessment"), _("How well the mentor says to know what the mentee needs most.")),
}


class PairsDoNotFit(Refused):
    """The pairs that were made by hand cannot all be any more: a mentor has fewer places, say."""


@dataclass(frozen=True)
class Result:
    """How a whole set of pairs comes out: how many, and the weakest and the average pair, of a hundred."""

    matched: int
    weakest: int
    average: int


@dataclass(frozen=True)
class Change:
    """A mentee who would have another mentor; "" where there is none."""

    mentee: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What other weights would change, if pairs were suggested now, with all that was decided by hand."""

    before: Result
    after: Result
    changes: list[Change]


def weights_of(programme: Programme) -> dict[str, int]:
    """The weights that the programme has now; the engine's own where it says nothing."""
    return dict.fromkeys(WORDS, 0) | programme.weights if programme.weights else asdict(Weights())


def template_weights(programme: Programme) -> dict[str, int]:
    """The weights of the template that the programme was made from; the engine's own where it has none."""
    file = files("handslag.blueprints") / programme.template_key / "programme.toml"
    written = tomllib.loads(file.read_text(encoding="utf-8")).get("weights", {}) if file.is_file() else {}
    return dict.fromkeys(WORDS, 0) | written if written else asdict(Weights())


def preview(user: Account, programme: Programme, weights: Mapping[str, int], at: datetime) -> Preview:
    """What `weights` would change. Opens the answers of everybody who waits, for the engine alone.

    Raises PairsDoNotFit.
    """
    on = day_of(programme, at)
    pool = pool_of(programme, on)
    people, criteria = people_of(programme, pool), criteria_of(programme, on)
    matching_round = MatchingRound.objects.visible_to(user).filter(programme=programme, published_at=None).first()
    state = state_of(decisions_of(user, matching_round)) if matching_round else State()
    people = people.with_ready(key for pair in state.pins for key in pair)
    before, of_before = _solved(people, criteria, state)
    after, of_after = _solved(people, replace(criteria, weights=Weights(**weights)), state)
    names = names_in(pool)
    changes = [
        Change(names[mentee], names.get(before.get(mentee, ""), ""), names.get(after.get(mentee, ""), ""))
        for mentee in people.mentees
        if before.get(mentee) != after.get(mentee)
    ]
    return Preview(of_before, of_after, changes)


def _solved(people: People, criteria: Criteria, state: State) -> tuple[Chosen, Result]:
    scores = scored(people, criteria)
    rows, columns = scores.row_of, scores.column_of
    pins = [
        (mentee, mentor) for mentee, mentor in state.pins
        if mentee in rows and mentor in columns and scores.score[rows[mentee], columns[mentor]] >= 0
    ]  # fmt: skip
    # Under other weights a pair by hand has another score than when it was locked.
    try:
        chosen = scores.under(State(refused=state.refused, open=state.open)).best(pins)
    except ImpossiblePin as error:
        raise PairsDoNotFit(
            _("The pairs that are locked do not fit together any more. Look at them on the page of matching first.")
        ) from error
    points = list(scores.of(chosen).values())
    most = criteria.weights.highest_score
    return chosen, Result(
        len(points), round(100 * min(points, default=0) / most), round(100 * sum(points) / most / max(len(points), 1))
    )
