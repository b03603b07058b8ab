"""Walks the URL map."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name with namespace, the names of its parameters with their converters, and its view."""

    name: str
    route: str
    parameters: dict
    view: object

    @property
    def permission(self) -> str | None:
        return getattr(self.view, "permission", None)


def addresses() -> list[Address]:
    """Every address of the product."""
    return list(_walk(get_resolver(), "", "", {}))


def _walk(resolver: URLResolver, namespace: str, prefix: str, parameters: dict) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        found = parameters | entry.pattern.converters
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, route, found)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}", route, found, entry.callback)
