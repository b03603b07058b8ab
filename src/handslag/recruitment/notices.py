"""What recruitment writes to applicants. Who gave no e-mail address is on the team's list of people to call."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.outbox.actions import queue, withdraw
from handslag.outbox.letters import Letter, has_address, written_for
from handslag.outbox.models import Message
from handslag.people.models import Person
from handslag.programmes.roles import Role

from .hints import call_days
from .models import Application, Selection


def application_received(application: Application, *, at: datetime) -> None:
    """The receipt for an application that somebody has sent; nothing where no e-mail address was given."""
    programme, person = application.programme, application.person
    if not person.email_index:
        return
    with written_for(person, programme, drafted=True):
        body = _("Thank you, %(name)s. We call you within %(days)s days. You do not need to do anything now.")
        said = {"name": person.given_name, "days": call_days(programme)}
        letter = Letter(
            person, Message.Kind.APPLICATION, _("We have your application"), body % said, at_any_hour=True,
            once_key=f"application:{application.pk}", drafted=True,
        )  # fmt: skip
    queue(programme=programme, letters=[letter], by=None, at=at)


def interview_letter(application: Application) -> Letter:
    """The invitation to an interview; `application` with programme, person and account. Queued once."""
    programme, person = application.programme, application.person
    with written_for(person, programme, drafted=True):
        body = _("Thank you, %(name)s. We want to meet you and talk. We call you to find a day and a place.")
        return Letter(
            person, Message.Kind.SELECTION, _("We want to meet you"), body % {"name": person.given_name},
            once_key=f"interview:{application.pk}", drafted=True,
        )  # fmt: skip


def invited(application: Application, *, by: Person | None, at: datetime) -> None:
    """Ask an applicant for an interview."""
    queue(programme=application.programme, letters=[interview_letter(application)], by=by, at=at)


def overtaken(application: Application, *, by: Person | None, at: datetime) -> None:
    """Take back what was written to an applicant and is true no longer, from the list of people to call as well."""
    decided = application.selections.exclude(confirmed_at=None).values_list("pk", flat=True)
    for about in (application.pk, *decided):
        withdraw(
            programme=application.programme, readers=[application.person], kind=Message.Kind.SELECTION, about=about,
            by=by, at=at,
        )  # fmt: skip


def selection_letter(application: Application, outcome: str, once_key: str = "") -> Letter:
    """The answer to an application: yes, the waiting list, or no. A no is about places, never about a person."""
    programme, person = application.programme, application.person
    with written_for(person, programme, drafted=True):
        title, body = answer_words(application, outcome)
        accepted = outcome == Selection.Outcome.ACCEPT
        return Letter(
            person, Message.Kind.SELECTION, title, body,
            url=reverse("desk:home") if accepted and person.account_id else "", once_key=once_key, drafted=True,
        )  # fmt: skip


def selection_decided(selection: Selection, *, by: Person | None, at: datetime) -> None:
    """Tell the applicant what was decided."""
    letter = selection_letter(selection.application, selection.outcome, f"selection:{selection.pk}")
    queue(programme=selection.application.programme, letters=[letter], by=by, at=at)


def answer_words(application: Application, outcome: str) -> tuple[str, str]:
    """Title and text of an answer, in the language of the page or letter."""
    person = application.person
    title, body = _answer(outcome, application.role, gets_mail=has_address(person))
    return title, body % {"name": person.given_name}


def _answer(outcome: str, role: str, *, gets_mail: bool) -> tuple[str, str]:
    """Title and text. Who gets no mail is called, and is not promised that we write."""
    if outcome == Selection.Outcome.WAIT and not gets_mail:
        return _("You are on the waiting list"), _(
            "Thank you, %(name)s. There are more people than places now. We keep your application. "
            "We call you when there is a place."
        )
    if outcome == Selection.Outcome.WAIT:
        return _("You are on the waiting list"), _(
            "Thank you, %(name)s. There are more people than places now. We keep your application. "
            "We write to you when there is a place."
        )
    if outcome == Selection.Outcome.DECLINE:
        return _("Thank you for your application"), _(
            "Thank you, %(name)s, for your time and your words. We cannot offer you a place this time. "
            "The programme has limits. It is not about you as a person. "
            "Call us if you want to know more. We can tell you about other help."
        )
    if role == Role.MENTOR and not gets_mail:
        return _("Welcome as a mentor"), _(
            "Welcome, %(name)s! You can become a mentor. The training comes next. "
            "We call you about the days and the place."
        )
    if role == Role.MENTOR:
        return _("Welcome as a mentor"), _(
            "Welcome, %(name)s! You can become a mentor. The training comes next. "
            "We write to you about the days and the place."
        )
    return _("Welcome to the programme"), _(
        "Welcome, %(name)s! You can take part. Now we look for a mentor who fits you. "
        "We call you when we have found someone."
    )
