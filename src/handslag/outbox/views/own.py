from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handslag.core.encryption import unseal
from handslag.core.languages import called, direction_of
from handslag.core.marks import signed_in
from handslag.programmes.access import grants

from ..actions import choose_channel, mark_all_read, mark_read
from ..forms import ChannelForm
from ..models import Message
from ..queries import channel_of, own_messages


@signed_in
@require_GET
def index(request):
    """One's own messages, the newest first, and how they should come."""
    return _page(request, ChannelForm(initial={"channel": channel_of(request.user)}))


def _page(request, form, status=200):
    page = Paginator(own_messages(request.user), 25).get_page(request.GET.get("page"))
    page.object_list = unseal(page.object_list)
    at = timezone.now()
    rows = _rows(page, at)
    context = {"page": page, "rows": rows, "unread": any(row["is_new"] for row in rows), "form": form}
    return render(request, "outbox/own.html", context, status=status)


def _rows(messages: Iterable[Message], at: datetime) -> list[dict]:
    """Each with the direction that its words are read in, and their language where it is not that of the page."""
    spoken = get_language()
    return [
        {
            "message": message,
            "is_new": message.is_new(at),
            "is_over": message.is_over(at),
            "direction": direction_of(message.language),
            "sent_in": "" if message.language == spoken else called(message.language),
        }
        for message in messages
    ]


def _own(request, message_id) -> Message:
    return get_object_or_404(own_messages(request.user), pk=message_id)


@signed_in
@require_POST
def reading(request, message_id):
    """Note that a message is read and go on to the page that it is about."""
    message = _own(request, message_id)
    mark_read(message=message, at=timezone.now())
    if message.url and url_has_allowed_host_and_scheme(message.url, allowed_hosts=None):
        return redirect(message.url)
    return redirect("outbox:own")


@signed_in
@require_POST
def reading_all(request):
    """Note that everything is read."""
    persons = {m.person.pk: m.person for m in grants(request.user).memberships}
    mark_all_read(persons=persons.values(), at=timezone.now())
    return redirect("outbox:own")


@signed_in
@require_POST
def channel(request):
    """Choose between e-mail and the app alone, in every organisation one belongs to."""
    form = ChannelForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    at = timezone.now()
    for person in {m.person.pk: m.person for m in grants(request.user).memberships}.values():
        choose_channel(person=person, channel=form.cleaned_data["channel"], by=person, at=at)
    notes.success(request, _("Your choice is saved."))
    return redirect("outbox:own")
