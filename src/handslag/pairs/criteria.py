"""The programme's weights and rules as the engine's criteria."""

from dataclasses import fields
from datetime import date

from handslag.matching.criteria import Criteria, Rules, criteria_from
from handslag.programmes.models import Programme


def criteria_of(programme: Programme, on: date) -> Criteria:
    """What this programme looks at when it matches; the engine's defaults where it says nothing. `on`: today."""
    known = {rule.name for rule in fields(Rules)}
    settings: dict[str, object] = {"rules": {name: value for name, value in programme.rules.items() if name in known}}
    if programme.weights:
        settings["weights"] = programme.weights
    if "fairness" in programme.rules:
        settings["fairness"] = programme.rules["fairness"]
    return criteria_from(settings, on=on)
