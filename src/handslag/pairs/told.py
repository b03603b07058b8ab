"""What the room above that knows of pauses says of a pair on its page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from handslag.people.models import Account

from .models import Pair

Days = tuple[date, date]
PauseKeeper = Callable[[Pair, datetime], Iterable[Days]]
_pause_keepers: list[PauseKeeper] = []


@dataclass(frozen=True)
class AskedPause:
    """That one of the two asks for a pause and nobody has answered, in words, and the page that leads on."""

    text: str
    url: str
    link: str


RequestKeeper = Callable[[Account, Pair], AskedPause | None]
_request_keepers: list[RequestKeeper] = []


def tells_of_pause(keeper: PauseKeeper) -> PauseKeeper:
    """Register `keeper(pair, at)`, which gives the first and the last day of the agreed pauses of `pair` that are not
    over, by day; one query. There is one."""
    _pause_keepers[:] = [keeper]
    return keeper


def pauses_of(pair: Pair, at: datetime) -> list[Days]:
    """The first and the last day of the agreed pauses of `pair` that last or are ahead."""
    return list(_pause_keepers[0](pair, at))


def tells_of_request(keeper: RequestKeeper) -> RequestKeeper:
    """Register `keeper(user, pair)`, which gives what `user` may know of the pause that one of `pair` asks for; one
    query. There is one."""
    _request_keepers[:] = [keeper]
    return keeper


def asked_pause(user: Account, pair: Pair) -> AskedPause | None:
    """The pause that one of `pair` asks for, as far as `user` may know."""
    return _request_keepers[0](user, pair)
