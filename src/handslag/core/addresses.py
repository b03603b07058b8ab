"""Addresses that a page needs by the dozen: finding one by its name costs more than showing a cell of a list."""

import inspect
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

_ANY = UUID(int=0)


@lru_cache(maxsize=2000)
def address(name: str, *args: object) -> str:
    """The same as `reverse`, remembered: an address does not change while the process runs."""
    return reverse(name, args=args)


def addresses(name: str, *args: object) -> Callable[[UUID], str]:
    """For the rows of a list: from the id of a row to its page. The id is the last argument of the address."""
    before, after = address(name, *args, _ANY).split(str(_ANY))
    return lambda pk: f"{before}{pk}{after}"


def page_to_return_to(request: HttpRequest) -> str:
    """The address that shows this page again. A form's own address may take only what the form sends: then it is the
    page on which the form stood, as far as the browser says so."""
    if answers_get(request.path):
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc == request.get_host() and answers_get(before.path):
        return before._replace(scheme="", netloc="").geturl()
    return "/"


def answers_get(path: str) -> bool:
    """Whether asking for the page at `path` can show something else than that this is not the way to ask."""
    try:
        view = resolve(path).func
    except Resolver404:
        return True  # in its own words: there is no such page
    return "GET" in _methods(view)


@lru_cache(maxsize=1000)
def _methods(view: Callable) -> tuple[str, ...]:
    """The methods that Django's `require_POST` and its like let through to `view`, else all of a page."""
    inner: Callable | None = view
    while inner is not None:
        if inspect.isfunction(inner) and "request_method_list" in inner.__code__.co_freevars:
            return tuple(inspect.getclosurevars(inner).nonlocals["request_method_list"])
        inner = getattr(inner, "__wrapped__", None)
    return ("GET", "POST")
