"""The registry of what a home shows beside the next steps: the next meeting, goals, pairs, figures.

Each room adds its own; the home only places them. A panel shows nothing that is sealed: a home is open on trams.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .next_steps import NextStep, steps_and_panels


@dataclass(frozen=True)
class Panel:
    """A part of a home: `template` with `context` as its `panel`. `order` below 0 stands above the next steps."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 10


@dataclass(frozen=True)
class OwnPage:
    """A page of one's own that nothing calls for just now; the home of a mentor or mentee lists them all at its end."""

    text: str
    url: str


OWN_PAGES = "ui/own_pages.html"
Provider = Callable[..., Iterable[Panel | OwnPage]]
_providers: list[Provider] = []


def provides_home_panels(provider: Provider) -> Provider:
    """Register `provider(user, programme, at)`, which yields the panels, or pages, of `user` in `programme`.

    It asks for rights itself and makes no query for a role that it does not serve. Panels that follow from counts
    alone come with the next steps: `next_steps.provides_from_counts`.
    """
    _providers.append(provider)
    return provider


def home_of(user, programme, at: datetime) -> tuple[list[NextStep], list[Panel], list[Panel]]:
    """The next steps, the panels above them and those below, each in order."""
    steps, counted = steps_and_panels(user, programme, at)
    found = [*counted, *(each for provider in _providers for each in provider(user, programme, at))]
    panels = [each for each in found if isinstance(each, Panel)]
    called_for = {step.url for step in steps}
    if pages := [each for each in found if isinstance(each, OwnPage) and each.url not in called_for]:
        panels.append(Panel(OWN_PAGES, {"pages": pages}, order=90))
    panels.sort(key=lambda panel: panel.order)
    return steps, [p for p in panels if p.order < 0], [p for p in panels if p.order >= 0]
