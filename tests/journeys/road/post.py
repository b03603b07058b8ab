"""The post: a real mail server that keeps what it took, and who got what of it."""

import re
from dataclasses import dataclass

from handslag.outbox.actions import send_due
from tests.outbox.mail_server import MailServer
from tests.people.signing_in import code_in


@dataclass
class Post:
    """`opened`: how many mails lie behind; only newer ones are looked at."""

    server: MailServer
    opened: int = 0

    def wait(self) -> None:
        """Put away what has come so far."""
        self.opened = len(self.server.taken)

    def who_got(self, title: str) -> set[str]:
        """The addresses that got a mail with this title since the last time of putting away."""
        return {address for address, text in self._come() if text.startswith(f"{title}\n")}

    def letter(self, address: str, title: str) -> str:
        """The text of the newest mail with this title to `address`."""
        return [text for to, text in self._come() if to == address and text.startswith(f"{title}\n")][-1]

    def code_for(self, address: str) -> str:
        """The code for signing in that was sent to `address` last."""
        return code_in([text for to, text in self._come() if to == address][-1])

    def link_for(self, address: str, title: str) -> str:
        """Where the button of a mail leads."""
        return re.findall(r"https?://\S+", self.letter(address, title))[0]

    def _come(self) -> list[tuple[str, str]]:
        """Send what is due; then (address, text) of each mail. Every mail has one reader."""
        send_due()
        new = self.server.taken[self.opened :]
        assert {len(readers) for readers, _mail in new} <= {1}
        return [(readers[0], mail.get_body(("plain",)).get_content().replace("\r\n", "\n")) for readers, mail in new]
