"""A link in an old letter that leads to a pair, or a group, which its reader does not see any more."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handslag.people.models import Account

from .access import was_in_group, was_mentor

View = Callable[..., HttpResponse]


def _led_home(name: str, was_part: Callable[[Account, UUID], bool], sentence: Promise) -> Callable[[View], View]:
    """Lead who `was_part` of the row whose id the address has as `name` home, where the next step stands, and say
    `sentence`. Nothing of the row is shown, and for everybody else what is not seen does not exist."""

    def marked(view: View) -> View:
        @wraps(view)
        def led(request, **ids):
            try:
                return view(request, **ids)
            except Http404:
                if request.method != "GET" or not was_part(request.user, ids[name]):
                    raise
            messages.info(request, sentence)
            return redirect("desk:home")

        return led

    return marked


# For the mentor of a pair.
home_when_over = _led_home("pair_id", was_mentor, _("This pair has ended. Here you see what comes next."))
# For all who were in a group.
home_when_out = _led_home(
    "mentoring_group_id", was_in_group, _("Your time in this group has ended. Here you see what comes next.")
)
