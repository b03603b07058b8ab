"""What rooms above say of a pair on its page: each says it in its own `standing.py`."""

from collections.abc import Callable, Iterable
from datetime import datetime

from handslag.people.models import Account

from .models import Pair

Provider = Callable[[Account, Pair, datetime], Iterable[str]]
_providers: list[Provider] = []


def tells_of_pair(provider: Provider) -> Provider:
    """Register `provider(user, pair, at)`, which gives sentences for `user`, one of the team; at most one query. It
    asks for rights itself."""
    _providers.append(provider)
    return provider


def told_of(user: Account, pair: Pair, at: datetime) -> list[str]:
    """All that is said of `pair` to `user`, one of the team."""
    return [text for provider in _providers for text in provider(user, pair, at)]
