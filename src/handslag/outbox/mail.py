"""A message as mail: plain text and simple HTML, one recipient, a subject that says nothing to a bystander."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Message


def message_id(message: Message) -> str:
    """The same at every try, so that a mail program shows a message once even if it came twice."""
    return f"<{message.pk}@{settings.HANDSLAG_BASE_URL.partition('://')[2].partition(':')[0].partition('/')[0]}>"


def address_of(message: Message) -> str:
    """Where to send it now: the address kept with the person, else the one of the sign-in."""
    person = message.person
    return person.email or (person.account.email if person.account else "")


def mail_of(message: Message, to: str) -> EmailMultiAlternatives:
    """The mail for `message`, whose person, account and programme with its organisation are loaded."""
    programme = message.programme
    with translation.override(message.language):
        context = {
            "message": message,
            "paragraphs": [line for line in message.body.split("\n") if line.strip()],
            "organisation": programme.organisation.name,
            "ask": {
                "name": programme.contact_name, "phone": programme.contact_phone, "hours": programme.contact_hours,
            },
            "link": settings.HANDSLAG_BASE_URL + message.url if message.url else "",
            "language": message.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }  # fmt: skip
        subject = _("Message from %(organisation)s") % {"organisation": programme.organisation.name}
        mail = EmailMultiAlternatives(
            # Nothing about migration, a pair or a decision: it lights up on the screen of a locked phone.
            subject=" ".join(subject.split()),
            body=render_to_string("outbox/mail.txt", context),
            to=[to],
            headers={
                "Message-ID": message_id(message),
                "Auto-Submitted": "auto-generated",
                "Content-Language": message.language,
            },
        )
        mail.attach_alternative(render_to_string("outbox/mail.html", context), "text/html")
    return mail
