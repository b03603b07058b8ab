"""Answers and invitations that wait to be told by phone, because there was no e-mail address."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat, Replace

from handslag.outbox.models import Message
from handslag.outbox.queries import to_be_called

from .models import Selection


def is_untold(at: datetime) -> Exists:
    """To annotate applications with: whether somebody has to call the person about just this one.

    So it stays where an e-mail address is written down afterwards: what waited for a call is not sent any more.
    """
    letters = Message.objects.everywhere("joined to applications that were fetched with a scope")
    letters = letters.filter(programme=OuterRef("programme"), person=OuterRef("person"), kind=Message.Kind.SELECTION)
    answers = Selection.objects.everywhere("joined to applications that were fetched with a scope")
    answers = answers.filter(application=OuterRef(OuterRef("pk")))
    of_answers = answers.values(key=_key("selection", F("pk")))
    about_it = Q(key=_key("interview", OuterRef("pk"))) | Q(key__in=of_answers)
    return Exists(letters.filter(to_be_called(at)).annotate(key=_bare("once_key")).filter(about_it))


def _key(what: str, row: F) -> Concat:
    """The key of a letter about `row`, as `notices` makes them."""
    return Concat(Value(f"{what}:"), _bare(Cast(row, TextField())), output_field=TextField())


def _bare(text: str | Cast) -> Replace:
    """Without hyphens, as an id has them in PostgreSQL and not in SQLite."""
    return Replace(text, Value("-"), Value(""), output_field=TextField())
