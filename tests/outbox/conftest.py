"""A real mail server, and letters to the cast."""

import pytest

from handslag.outbox.actions import queue
from handslag.outbox.letters import Letter
from handslag.outbox.models import Message
from tests.cast import NOW
from tests.outbox.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """A server on the loopback that the settings lead to."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    yield server
    server.stop()


@pytest.fixture
def letter(cast):
    """Queue a letter: `letter("mentee", title=...)` gives the message."""

    def write(role="mentee", at=NOW, **values) -> Message:
        values = {"kind": "meeting", "title": "A walk", "body": "We meet at the library.", "url": "/home/"} | values
        before = set(Message.objects.of(cast.organisation).values_list("pk", flat=True))
        queue(programme=cast.programme, letters=[Letter(person=cast.people[role].person, **values)], by=None, at=at)
        return Message.objects.of(cast.organisation).exclude(pk__in=before).first()

    return write
