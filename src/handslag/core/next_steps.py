"""The registry of next steps: each room says what its users have to do; homes only collect and sort.

A step is derived from the state at the moment of asking and never stored, so it cannot go stale.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

OVERDUE, WHEN_THERE_IS_TIME = 1, 4


@dataclass(frozen=True)
class NextStep:
    """One thing to do next.

    `urgency` orders steps: 0 danger or a promise broken, 1 overdue, 2 due now, 3 soon, 4 when there is time.
    `text` says what to do, `why` says the reason, `url` is where it is done, `count` how many wait (0: not shown).
    `asks_for`: steps of several rooms with the same word ask for the same thing; only the most urgent of them is shown.
    `tells_of`: the pairs whose diaries or signals the words give away; the page that shows them writes that down first.
    """

    text: str
    url: str
    why: str = ""
    count: int = 0
    urgency: int = 2
    asks_for: str = ""
    tells_of: tuple[UUID, ...] = ()


Provider = Callable[..., Iterable[NextStep]]
Questions = Callable[..., Mapping[str, Any]]
_providers: list[Provider] = []
FromCounts = Callable[..., Iterable[Any]]
_counted: list[tuple[Questions, FromCounts]] = []


def provides_next_steps(provider: Provider) -> Provider:
    """Register `provider(user, programme, at)`, which yields the steps of `user` in `programme`.

    `programme` is a Programme; the provider asks for rights itself (`holds`, `visible_to`) and makes at most
    one query for a role that it serves and none for a role that it does not.
    """
    _providers.append(provider)
    return provider


def provides_from_counts(questions: Questions) -> Callable[[FromCounts], FromCounts]:
    """Register a provider whose steps, or panels of the home, follow from counts alone.

    `questions(user, programme, at)` names subqueries (see `core.counts`), or none for a role that gets nothing;
    those of all rooms are asked in one query together. `provider(found, programme, at)` gets the answers by name, and
    is called only where something was asked. What is returned asks for this room alone: `(user, programme, at)`.
    """

    def register(provider: FromCounts) -> FromCounts:
        _counted.append((questions, provider))
        return lambda user, programme, at: _from_counts([(questions, provider)], user, programme, at)

    return register


def next_steps(user, programme, at: datetime) -> list[NextStep]:
    """All steps of `user` in `programme` at the instant `at`, most urgent first."""
    return steps_and_panels(user, programme, at)[0]


def steps_and_panels(user, programme, at: datetime) -> tuple[list[NextStep], list[Any]]:
    """The steps, most urgent first; and what follows from counts but is no step: panels of the home."""
    found = [step for provider in _providers for step in provider(user, programme, at)]
    found += _from_counts(_counted, user, programme, at)
    steps = [each for each in found if isinstance(each, NextStep)]
    panels = [each for each in found if not isinstance(each, NextStep)]
    return list(_without_repeats(sorted(steps, key=lambda step: step.urgency))), panels


def _without_repeats(steps: Iterable[NextStep]) -> Iterator[NextStep]:
    seen: set[str] = set()
    for step in steps:
        if not step.asks_for or step.asks_for not in seen:
            yield step
        seen.add(step.asks_for)


def _from_counts(counted: list[tuple[Questions, FromCounts]], user, programme, at: datetime) -> Iterable[Any]:
    asked = [(f"of_{n}_", provider, questions(user, programme, at)) for n, (questions, provider) in enumerate(counted)]
    together = {prefix + name: subquery for prefix, _, each in asked for name, subquery in each.items()}
    if not together:
        return
    row = type(programme).objects.of(programme.organisation_id).filter(pk=programme.pk).values("pk")
    answers = row.annotate(**together).get()
    for prefix, provider, each in asked:
        if each:
            yield from provider({name: answers[prefix + name] for name in each}, programme, at)
