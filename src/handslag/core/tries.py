"""How often one address may ask for something that could be guessed."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try of `what` by the address that asks; whether it is more than `most` within `seconds`.

    The time runs from the first try: `cache.incr` would begin it anew with each one, and ask the database more often.
    """
    key = f"{what}:{get_adapter().get_client_ip(request)}"
    now = timezone.now().timestamp()
    tries, until = cache.get(key) or (0, now + seconds)
    cache.set(key, (tries + 1, until), timeout=max(1, until - now))
    return tries + 1 > most
