"""How a view states who may ask for it. A test walks the URL map and fails on a view that states nothing."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required


def public(view):
    """Mark `view` as open to everybody, signed in or not."""
    view = login_not_required(view)
    view.permission = "public"
    return view


def drafted(view):
    """Mark `view`: every text on its pages, errors too, is there in the draft languages (docs/decisions/0010)."""
    view.drafted = True
    return view


def signed_in(view):
    """Mark `view` as open to every signed-in account; what it shows is limited by `visible_to` alone."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    inner.permission = "signed in"
    return inner
