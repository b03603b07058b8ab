"""Which places of a programme people have chosen. A room above knows and says so here, as with `closed`."""

from collections.abc import Callable

from .models import Programme

Provider = Callable[[Programme], set[str]]
_providers: list[Provider] = []


def knows_chosen_places(provider: Provider) -> Provider:
    """Register `provider(programme)`, which gives the codes of places that somebody has chosen; one query at most."""
    _providers.append(provider)
    return provider


def chosen_places(programme: Programme) -> set[str]:
    """The codes of the places that somebody has chosen."""
    return set().union(*(provider(programme) for provider in _providers))
