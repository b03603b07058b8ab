"""The programme's weights and rules as the engine's criteria."""

from dataclasses import fields, replace
from datetime import date

from handslag.matching.criteria import Criteria, Rules, Weights, criteria_from
from handslag.programmes.models import Programme

from .models import MatchingRound


def criteria_of(programme: Programme, on: date) -> Criteria:
    """What this programme looks at when it matches; the engine's defaults where it says nothing. `on`: today."""
    known = {rule.name for rule in fields(Rules)}
    settings: dict[str, object] = {"rules": {name: value for name, value in programme.rules.items() if name in known}}
    if programme.weights:
        settings["weights"] = programme.weights
    if "fairness" in programme.rules:
        settings["fairness"] = programme.rules["fairness"]
    return criteria_from(settings, on=on)


def criteria_in(matching_round: MatchingRound, on: date) -> Criteria:
    """What the round was suggested with: other weights wait until somebody asks for a new suggestion."""
    criteria = criteria_of(matching_round.programme, on)
    return replace(criteria, weights=Weights(**matching_round.weights)) if matching_round.weights else criteria
