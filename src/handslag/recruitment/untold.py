"""Answers and invitations that wait to be told by phone, because there is no e-mail address."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from handslag.outbox.models import Message
from handslag.outbox.queries import to_be_called


def is_untold(at: datetime) -> Exists:
    """To annotate applications with: whether somebody has to call the person about an application to the programme."""
    rows = Message.objects.everywhere("joined to applications that were fetched with a scope")
    about_it = rows.filter(programme=OuterRef("programme"), person=OuterRef("person"), kind=Message.Kind.SELECTION)
    return Exists(about_it.filter(to_be_called(at)))
