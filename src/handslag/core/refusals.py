"""Telling why something was refused, where a button has no form that could show it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages

from .errors import Refused


@contextmanager
def refusals_told(request) -> Iterator[None]:
    """Do what is inside; where an action refuses, its sentence stands on the next page and the rest is left out."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))
