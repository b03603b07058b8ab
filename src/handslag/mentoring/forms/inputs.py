"""Inputs that the pages of a pair share."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def instant(day: date, clock: time) -> datetime:
    """The instant of a day and a time as read on a clock of the programme's place (the active time zone)."""
    return timezone.make_aware(datetime.combine(day, clock))


def offer(form: forms.Form, name: str, choices: list) -> None:
    """Set what can be chosen in the field `name`."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]
