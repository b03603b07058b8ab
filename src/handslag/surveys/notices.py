"""What is written to those who are asked: the survey's name, its last day, and a personal link without sign-in."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.core.dates import short_day
from handslag.outbox.actions import expire, queue
from handslag.outbox.letters import Letter, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.questionnaires.reading import in_language

from .links import path_for
from .models import Invitation, Wave
from .queries import day_after


def invited(wave: Wave, invitations: QuerySet[Invitation], *, by: Person | None, at: datetime) -> None:
    """Tell those who are asked now."""
    _write(wave, invitations, _first, "invited", by, at)


def nudged(wave: Wave, invitations: QuerySet[Invitation], *, by: Person | None, at: datetime) -> None:
    """Remind those who have not answered; once a day at most."""
    _write(wave, invitations, _again, f"nudged:{at.date()}", by, at)


def closed(wave: Wave, *, at: datetime) -> None:
    """Closed before its last day: what was written about it is over, too."""
    asked_no_more(wave, wave.invitations.all(), at=at)


def asked_no_more(wave: Wave, invitations: Iterable[Invitation], *, at: datetime) -> None:
    """What was written to those of `invitations` is over: nobody is called about it."""
    expire(programme=wave.programme, urls=map(path_for, invitations), at=at)


def _first() -> str:
    return _("We want to know how it is for you. It takes a few minutes. You can answer until %(day)s.")


def _again() -> str:
    return _("We miss your answer. It takes a few minutes. You can answer until %(day)s.")


def _write(wave: Wave, invitations: QuerySet[Invitation], words, key: str, by: Person | None, at: datetime) -> None:
    rows: Iterable[Invitation] = invitations.select_related("membership__person__account", "about__person")
    letters = []
    for row in rows:
        person = row.membership.person
        with written_for(person, wave.programme):
            title = in_language(wave.questionnaire.title, get_language() or "en")
            body = words() % {"day": short_day(row.closes_on)}
            if row.about is not None:
                body = _("This is about you and %(name)s.") % {"name": row.about.person.given_name} + " " + body
            letters.append(
                Letter(
                    person, Message.Kind.SURVEY, title, body, url=path_for(row), once_key=f"survey:{row.pk}:{key}",
                    expires_at=day_after(wave.programme, row.closes_on),
                )
            )  # fmt: skip
    if letters:
        queue(programme=wave.programme, letters=letters, by=by, at=at)
