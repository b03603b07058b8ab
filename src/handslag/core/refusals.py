"""Telling why an action refused: at the form, or on the next page where a button has no form that could show it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms
from django.contrib import messages

from .errors import Refused


@contextmanager
def refusals_told(request) -> Iterator[None]:
    """Do what is inside; where an action refuses, its sentence stands on the next page and the rest is left out."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))


@contextmanager
def refusals_in(
    form: forms.Form, field: str | None = None, *, about: Mapping[type[Refused], str] | None = None
) -> Iterator[None]:
    """Do what is inside; where an action refuses, its sentence stands at `field` of the form, or above it, and the rest
    is left out: the page is shown again with what was typed. `about`: the fields that certain refusals are about."""
    try:
        yield
    except Refused as refusal:
        told_at = (name for kind, name in (about or {}).items() if isinstance(refusal, kind))
        form.add_error(next(told_at, field), str(refusal))
