"""Handing mail to the server: one connection, one message at a time, and what its answer means."""

import logging
import smtplib
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMessage, get_connection

from .models import Message

logger = logging.getLogger(__name__)

Failure = Message.Failure
CLOSING = 421  # "service not available, closing the connection", whoever the reader is


class NotTaken(Exception):
    """The server did not take a mail. `failure` says why for good; empty: try again later.

    `broken`: the connection or the server itself is at fault, so the next mail would fare no better.
    """

    def __init__(self, failure: str = "", *, broken: bool = False):
        self.failure, self.broken = failure, broken
        super().__init__(failure or "later")


@dataclass
class Post:
    """A connection by Django's mail settings, opened at the first mail; close it when done."""

    connection: Any = field(default_factory=get_connection)

    def hand_over(self, mail: EmailMessage) -> None:
        """Return when the server has said that it has the mail; raise NotTaken otherwise."""
        try:
            self.connection.open()
        except OSError as error:  # smtplib's errors are among them: nobody there, wrong password, no certificate
            self.close()
            logger.error("The mail server does not answer: %s", type(error).__name__)
            raise NotTaken(broken=True) from None
        try:
            self.connection.send_messages([mail])
        except (OSError, ValueError) as error:  # a text of these errors may hold the address: it is not kept
            raise self._judge(error) from None

    def close(self) -> None:
        try:
            self.connection.close()
        except OSError:
            logger.info("The mail server hung up first.")

    def _judge(self, error: Exception) -> NotTaken:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return self._answer(min((code for code, _text in error.recipients.values()), default=0))
        if isinstance(error, smtplib.SMTPSenderRefused):  # our own address: the operator's to mend, no reader's fault
            logger.error("The mail server refuses the sender's address: %s", error.smtp_code)
            self.close()
            return NotTaken(broken=True)
        if isinstance(error, smtplib.SMTPDataError):
            return self._answer(error.smtp_code)
        if isinstance(error, (ValueError, smtplib.SMTPNotSupportedError)):  # not an address, or one in other letters
            return NotTaken(Failure.BAD_ADDRESS)
        self.close()
        logger.error("The mail server broke off: %s", type(error).__name__)
        return NotTaken(broken=True)

    def _answer(self, code: int) -> NotTaken:
        if code == CLOSING:
            self.close()
            return NotTaken(broken=True)
        return NotTaken(Failure.REFUSED if code >= 500 else "")
