"""A link in an old letter that leads to a pair which its mentor does not see any more."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .access import was_mentor


def home_when_over(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead the mentor of a pair that has ended home, where the next step stands, and say that it has ended. Nothing of
    the pair is shown, and for everybody else what is not seen does not exist."""

    @wraps(view)
    def led(request, pair_id, *args, **kwargs):
        try:
            return view(request, pair_id, *args, **kwargs)
        except Http404:
            if request.method != "GET" or not was_mentor(request.user, pair_id):
                raise
        messages.info(request, _("This pair has ended. Here you see what comes next."))
        return redirect("desk:home")

    return led
