"""What every answer of ours says about itself."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render


class NoStore:
    """No browser or proxy keeps a page, unless its view says otherwise: on a shared computer the Back button shows
    nothing after signing out. An answer to a form neither, which holds what was typed: so Forward to one would fail,
    and typed.js puts the page itself in its place. Static files are answered before this and keep their long life."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class NotAllowed:
    """Who opens the address of a form that is only sent sees a page of ours, with a way on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
