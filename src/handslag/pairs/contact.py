"""The phone numbers of the two of a pair, for the team that is told to call them."""

from handslag.core.encryption import opened, unseal
from handslag.people.models import Account, Person
from handslag.programmes.access import may

from .models import Pair

Phones = list[tuple[Person, str]]


def phones_of(user: Account, pair: Pair) -> Phones:
    """The mentee and the mentor, each with the number or ""; write `reads_of` into the journal before showing them.

    Nothing for those who may not see contact data, and nothing of a pair that has ended: nobody calls it any more.
    """
    if pair.ended_on is not None or not may(user, "contact.read", pair):
        return []
    return [(person, opened(person, "phone") or "") for person in unseal([pair.mentee.person, pair.mentor.person])]


def reads_of(phones: Phones) -> list[tuple[str, str, object]]:
    """What the journal says of these numbers: (what, subject type, subject id)."""
    return [("contact", "people.person", person.pk) for person, phone in phones if phone]
