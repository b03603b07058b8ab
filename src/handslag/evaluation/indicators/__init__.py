"""The ten indicators: one small function each, from plain facts to n of N.

Definitions: annex "Ten indicators, exactly". Nothing here asks the database; `compute` loads the facts once.
"""

from collections.abc import Callable
from datetime import date

from handslag.mentoring.choices import worded
from handslag.programmes.models import Programme

from ..facts import Facts
from ..queries import load
from . import (
    authorities,
    community,
    completion,
    engagement,
    guidance,
    monthly,
    orientation,
    progress,
    rhythm,
    satisfaction,
    skills,
)
from .figure import Count, Figure

COUNTS: dict[str, Callable[[Facts], Count]] = {
    "1a": completion.count,
    "1b": skills.count,
    "2": rhythm.count,
    "3": progress.count,
    "4": satisfaction.count,
    "5": engagement.count,
    "6": orientation.count,
    "7": guidance.count,
    "8": community.count,
    "9": authorities.count,
    "10": monthly.count,
}


def compute(programme: Programme, on: date) -> list[Figure]:
    """The programme's indicators as of the end of the day `on`, in the order of its own list."""
    return figures(programme, load(programme, on))


def figures(programme: Programme, facts: Facts) -> list[Figure]:
    """The programme's indicators from facts that are loaded already."""
    return [figure_of(row, COUNTS[row["number"]](facts)) for row in programme.indicators if row["number"] in COUNTS]


def figure_of(row: dict, count: Count) -> Figure:
    """The figure of an indicator. `row`: its definition in the programme: number, target, amif, texts by language."""
    return Figure(
        number=row["number"],
        title=worded(row.get("title", ""), row["number"]),
        numerator=count.numerator,
        denominator=count.denominator,
        value=count.value,
        target=float(row["target"]),
        amif=tuple(row.get("amif", ())),
        due=count.value is not None,
        note=" ".join(count.notes),
        not_due=count.not_due,
        silent=count.silent,
        population=worded(row.get("population", "")),
        rule=worded(row.get("numerator", "")),
        edges=worded(row.get("edges", "")),
    )


__all__ = ["COUNTS", "Count", "Figure", "compute", "figure_of", "figures"]
