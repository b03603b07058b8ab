"""How far somebody has come in a role: rooms above say so in their own `standing.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from handslag.people.models import Person

from .models import Programme


@dataclass(frozen=True)
class Standing:
    """One sentence, and the page about it for those who hold `permission`."""

    text: str
    url: str
    link: str
    permission: str


Provider = Callable[[Programme, Person, str], Standing | None]
_providers: list[Provider] = []


def tells_standing(provider: Provider) -> Provider:
    """Register `provider(programme, person, role)`; at most one query."""
    _providers.append(provider)
    return provider


def standing_of(programme: Programme, person: Person, role: str) -> Standing | None:
    """The first that a room tells of this person in this role; None where nobody has begun anything."""
    return next((found for provider in _providers if (found := provider(programme, person, role))), None)
