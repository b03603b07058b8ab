"""What has to be ended before a role can end: rooms above say so in their own `leaving.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Membership


@dataclass(frozen=True)
class Tie:
    """One thing that keeps somebody in a role: a sentence that says what to do first, and where.

    `permission` opens the page at `url`: whoever does not hold it is not led there.
    """

    text: str
    url: str
    link: str
    permission: str


Provider = Callable[[Membership], Tie | None]
_providers: list[Provider] = []


def keeps_in_role(provider: Provider) -> Provider:
    """Register `provider(membership)`, which gives what keeps somebody in the role; at most one query."""
    _providers.append(provider)
    return provider


def ties_of(membership: Membership) -> list[Tie]:
    """All that has to be ended before this role."""
    return [tie for provider in _providers if (tie := provider(membership))]
