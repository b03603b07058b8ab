"""Who is told that a gathering is moved or cancelled, and when; the words are those of the room that planned it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from handslag.outbox.actions import expire, queue
from handslag.outbox.letters import Letter, after_quiet_hours, written_for
from handslag.people.models import Person
from handslag.programmes.models import Programme


def tell_of_change(
    programme: Programme, readers: Iterable[Person], compose: Callable[[Person], Letter], *, page: str,
    needed_by: datetime, by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """One letter for each of the `readers`, but not for who acts. What was written about the gathering's `page` before
    is over; quiet hours do not keep back what would come after `needed_by`."""
    expire(programme=programme, urls=[page], at=at)
    hurries = after_quiet_hours(programme, at) >= needed_by
    letters = []
    for reader in {person.pk: person for person in readers}.values():
        if by is None or by.pk != reader.pk:
            with written_for(reader, programme):
                letters.append(replace(compose(reader), at_any_hour=hurries))
    queue(programme=programme, letters=letters, by=by, at=at)
