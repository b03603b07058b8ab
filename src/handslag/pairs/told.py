"""What rooms above say of a pair on its page: each says it in its own `standing.py`."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from handslag.people.models import Account

from .models import Pair

Provider = Callable[[Account, Pair, datetime], Iterable[str]]
_providers: list[Provider] = []
Days = tuple[date, date]
PauseKeeper = Callable[[Pair, datetime], Iterable[Days]]
_pause_keepers: list[PauseKeeper] = []


def tells_of_pair(provider: Provider) -> Provider:
    """Register `provider(user, pair, at)`, which gives sentences for `user`, one of the team; at most one query. It
    asks for rights itself."""
    _providers.append(provider)
    return provider


def told_of(user: Account, pair: Pair, at: datetime) -> list[str]:
    """All that is said of `pair` to `user`, one of the team."""
    return [text for provider in _providers for text in provider(user, pair, at)]


def tells_of_pause(keeper: PauseKeeper) -> PauseKeeper:
    """Register `keeper(pair, at)`, which gives the first and the last day of the agreed pauses of `pair` that are not
    over, by day; one query. There is one."""
    _pause_keepers[:] = [keeper]
    return keeper


def pauses_of(pair: Pair, at: datetime) -> list[Days]:
    """The first and the last day of the agreed pauses of `pair` that last or are ahead."""
    return list(_pause_keepers[0](pair, at))
