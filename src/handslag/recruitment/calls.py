"""Calls as everybody may see them: a call is public from the day it opens; and how long applying takes."""

from datetime import date

from babel.units import format_unit
from django.db.models import QuerySet

from handslag.programmes.models import LONG
from handslag.programmes.roles import Role

from .models import Call

MINUTES = {Role.MENTEE: 5, Role.MENTOR: 15}  # a flyer and the first page promise the same


def open_calls(on: date) -> QuerySet[Call]:
    """The calls of all organisations that are open on a day, the newest last, with programme and places."""
    rows = Call.objects.everywhere("an open call is public").filter(opens_on__lte=on, closes_on__gte=on)
    rows = rows.select_related("programme__organisation").defer(*(f"programme__{name}" for name in LONG))
    return rows.prefetch_related("programme__places").order_by("opens_on")


def time_to_apply(role: str, language: str) -> str:
    """About how long an application takes, as `language` says it: "5 minutes"."""
    return format_unit(MINUTES[Role(role)], "duration-minute", locale=language.replace("-", "_"))
