"""Sealed texts in templates: `{{ interview|text_of:"notes" }}` says "(erased)" where the key is gone."""

from typing import Any

from django import template

from handslag.core import encryption

register = template.Library()


@register.filter
def text_of(row: Any, field: str) -> str:
    return encryption.text_of(row, field)
