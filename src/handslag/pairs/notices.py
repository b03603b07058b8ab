"""What is written to the two of a pair. Of each other they learn the first name, and only when it is published."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.models import Programme

from .models import Pair


def matched(programme: Programme, pairs: Iterable[Pair], *, by: Person | None, at: datetime) -> None:
    """Tell both of each new pair who the other is. `pairs` bring mentor and mentee with person and account."""
    queue(programme=programme, letters=match_letters(programme, pairs), by=by, at=at)


def match_letters(programme: Programme, pairs: Iterable[Pair]) -> list[Letter]:
    """What both of each pair will read, for `matched` and for the page before it; pairs may be unsaved."""
    return [letter for pair in pairs for letter in _match(pair, programme)]


def _match(pair: Pair, programme: Programme) -> Iterator[Letter]:
    mentor, mentee = pair.mentor.person, pair.mentee.person
    with written_for(mentor, programme):
        body = _(
            "Your mentee is %(name)s. We call you to find a day for the first meeting. We are there too. "
            "Does something feel wrong? Then call us. You do not need to say why."
        )
        yield _letter(pair, mentor, Message.Kind.MATCH, _("You have a mentee"), body % {"name": mentee.given_name})
    with written_for(mentee, programme):
        body = _(
            "Your mentor is %(name)s. We call you to find a day for the first meeting. We are there too. "
            "Does something feel wrong? Then call us. You do not need to say why."
        )
        yield _letter(pair, mentee, Message.Kind.MATCH, _("You have a mentor"), body % {"name": mentor.given_name})


def _letter(pair: Pair, person: Person, kind: Message.Kind, title: str, body: str) -> Letter:
    url = reverse("pairs:pair", args=[pair.pk])
    return Letter(person, kind, title, body, url=url, once_key=f"{kind}:{pair.pk}:{person.pk}")


def ended(pair: Pair, *, by: Person | None, at: datetime) -> None:
    """Tell both that their pair has ended, with thanks and without the reason."""
    if pair.end_reason == Pair.EndReason.ERROR:  # there was no pair: nothing has ended
        return
    programme, letters = pair.programme, []
    mentor, mentee = pair.mentor.person, pair.mentee.person
    with written_for(mentor, programme):
        body = _(
            "Your time with %(name)s has ended. Thank you for what you gave. "
            "Do you want to talk about it? Call us. We are glad to hear from you."
        )
        letters.append(
            Letter(
                mentor, Message.Kind.PAIR_END, _("Thank you for your time as a mentor"),
                body % {"name": mentee.given_name}, url=reverse("desk:home"),
                once_key=f"pair_end:{pair.pk}:{mentor.pk}",
            )
        )  # fmt: skip
    with written_for(mentee, programme):
        body = _(
            "Your time with %(name)s has ended. You did well, and it is nobody's fault when something ends. "
            "Do you need help or want to talk? Call us."
        )
        letters.append(_letter(pair, mentee, Message.Kind.PAIR_END, _("Your time with your mentor has ended"),
                               body % {"name": mentor.given_name}))  # fmt: skip
    queue(programme=programme, letters=letters, by=by, at=at)
