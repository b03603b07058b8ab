"""Calls as everybody may see them: a call is public from the day it opens."""

from datetime import date

from django.db.models import QuerySet

from handslag.programmes.models import LONG

from .models import Call


def open_calls(on: date) -> QuerySet[Call]:
    """The calls of all organisations that are open on a day, the newest last, with programme and places."""
    rows = Call.objects.everywhere("an open call is public").filter(opens_on__lte=on, closes_on__gte=on)
    rows = rows.select_related("programme__organisation").defer(*(f"programme__{name}" for name in LONG))
    return rows.prefetch_related("programme__places").order_by("opens_on")
