"""The indicators as plain data, for the command line and for scripts."""

from datetime import date
from typing import Any

from handslag.programmes.models import Programme

from .indicators import compute


def as_json(programme: Programme, on: date) -> list[dict[str, Any]]:
    """One dict per indicator: number (text), title, numerator, denominator, value and target (shares from 0 to 1;
    value None while nobody is due), amif (codes), due, not_due and note."""
    names = ("number", "title", "numerator", "denominator", "value", "target", "due", "not_due", "note")
    return [
        {name: getattr(figure, name) for name in names} | {"amif": list(figure.amif)}
        for figure in compute(programme, on)
    ]
