"""How far somebody has come in a role: rooms above say so in their own `standing.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handslag.people.models import Person

from .models import Membership, Programme


@dataclass(frozen=True)
class Standing:
    """One sentence for those who hold `permission`, and the page about it, if there is one."""

    text: str
    url: str
    link: str
    permission: str


Provider = Callable[[Programme, Person, str], Standing | None]
_providers: list[Provider] = []
OfMember = Callable[[Membership], Iterable[Standing]]
_of_members: list[OfMember] = []


def tells_standing(provider: Provider) -> Provider:
    """Register `provider(programme, person, role)`; at most one query."""
    _providers.append(provider)
    return provider


def standing_of(programme: Programme, person: Person, role: str) -> Standing | None:
    """The first that a room tells of this person in this role; None where nobody has begun anything."""
    return next((found for provider in _providers if (found := provider(programme, person, role))), None)


def tells_of_member(provider: OfMember) -> OfMember:
    """Register `provider(membership)`: what else the page of a person says of a role held; at most one query."""
    _of_members.append(provider)
    return provider


def told_of_member(membership: Membership) -> list[Standing]:
    """All that rooms tell of this role of somebody."""
    return [found for provider in _of_members for found in provider(membership)]
