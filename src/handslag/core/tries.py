"""How often somebody may ask for something that could be guessed, or have letters written."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

DAY = 24 * 3600


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try of `what` by the network address that asks; whether it is more than `most` within `seconds`."""
    return too_many_by(get_adapter().get_client_ip(request), what, most=most, seconds=seconds)


def too_many_by(whose: object, what: str, *, most: int, seconds: int) -> bool:
    """The same by whoever is named, which is kept as a keyed fingerprint. Tries beyond `most` are not counted.

    Each try takes a place of its own: of requests that come at once no two can take the same one, while a number
    that is read, raised and written would be raised once.
    """
    mark = salted_hmac("handslag.core.tries", str(whose).strip().lower(), algorithm="sha256").hexdigest()
    places = [f"{what}:{mark}:{number}" for number in range(most)]
    taken = cache.get_many(places)
    return not any(cache.add(place, True, seconds) for place in places if place not in taken)


def too_many_letters(what: str, *, by: object, to: str, most: int) -> bool:
    """Count one letter that `by` has us write to the address `to`; whether it is more than `most` in a day, by the one
    or to the other: nobody else's mailbox is filled from here."""
    return any(too_many_by(whose, what, most=most, seconds=DAY) for whose in (by, to))
