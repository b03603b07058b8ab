"""Who is told that a gathering is moved or cancelled, and when; the words are those of the room that planned it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from handslag.outbox.actions import expire, queue
from handslag.outbox.letters import Letter, after_quiet_hours, written_for
from handslag.people.models import Person
from handslag.programmes.models import Programme


def needed_by(before: datetime, starts_at: datetime, at: datetime) -> datetime:
    """When those who come must know that a gathering is moved from `before` to `starts_at`, which lies ahead: by the
    earlier of the two. An old time that is past hurries nobody."""
    return min(before, starts_at) if before > at else starts_at


def tell_of_change(
    programme: Programme, readers: Iterable[Person], compose: Callable[[Person], Letter | None], *, page: str,
    needed_by: datetime, by: Person | None, at: datetime,
) -> int:  # fmt: skip
    """One letter for each of the `readers`, but not for who acts, nor where `compose` gives none; says how many are
    new. What was written about the gathering's `page` before is over; quiet hours do not keep back what would come
    after `needed_by`."""
    expire(programme=programme, urls=[page], at=at)
    hurries = after_quiet_hours(programme, at) >= needed_by
    letters = []
    for reader in {person.pk: person for person in readers}.values():
        if by is None or by.pk != reader.pk:
            with written_for(reader, programme):
                letter = compose(reader)
            if letter:
                letters.append(replace(letter, at_any_hour=hurries))
    return queue(programme=programme, letters=letters, by=by, at=at)
