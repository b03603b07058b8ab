"""The registry of next steps: each room says what its users have to do; homes only collect and sort.

A step is derived from the state at the moment of asking and never stored, so it can not go stale.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NextStep:
    """One thing to do next.

    `urgency` orders steps: 0 danger or a promise broken, 1 overdue, 2 due now, 3 soon, 4 when there is time.
    `text` says what to do, `why` says the reason, `url` is where it is done, `count` how many wait (0: not shown).
    """

    text: str
    url: str
    why: str = ""
    count: int = 0
    urgency: int = 2


Provider = Callable[..., Iterable[NextStep]]
_providers: list[Provider] = []


def provides_next_steps(provider: Provider) -> Provider:
    """Register `provider(user, programme, at)`, which yields the steps of `user` in `programme`.

    `programme` is a Programme; the provider asks for rights itself (`holds`, `visible_to`) and makes at most
    one query for a role that it serves and none for a role that it does not.
    """
    _providers.append(provider)
    return provider


def next_steps(user, programme, at: datetime) -> list[NextStep]:
    """All steps of `user` in `programme` at the instant `at`, most urgent first."""
    steps = [step for provider in _providers for step in provider(user, programme, at)]
    return sorted(steps, key=lambda step: step.urgency)
