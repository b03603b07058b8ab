"""A mail server on this machine that can misbehave: it speaks SMTP over a real socket and keeps what it took."""

import socketserver
import threading
import time
from collections import Counter
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default

ANSWERS = {"no such reader": "550 5.1.1 unknown", "busy": "451 4.7.1 later", "closing": "421 closing"}


class MailServer:
    """Takes mail while `running`. `mood`: "well", or the fault that it shows to every mail."""

    def __init__(self):
        self.mood, self.port = "well", 0
        self.taken: list[tuple[list[str], Mail]] = []
        self.connections = 0
        self._server = None

    def start(self) -> "MailServer":
        owner = self

        class Handler(_Conversation):
            server_of_mail = owner

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads = True, True

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Nobody answers any more: connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def received(self) -> Counter:
        """How often each message came, by its Message-ID."""
        return Counter(mail["Message-ID"] for _to, mail in self.taken)


class _Conversation(socketserver.StreamRequestHandler):
    server_of_mail: MailServer

    def handle(self):
        mood, to = self.server_of_mail, []
        self.server_of_mail.connections += 1
        self._say("220 mail.example")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper().strip()
            if verb in (b"EHLO", b"HELO", b"RSET"):
                self._say("250 fine")
            elif verb == b"MAIL":
                to = []
                self._say("550 5.7.1 not from you" if mood.mood == "sender refused" else "250 fine")
            elif verb == b"RCPT":
                if mood.mood == "hangs":
                    time.sleep(3)
                    return
                to.append(line.decode().partition(":")[2].strip().strip("<>"))
                self._say(ANSWERS.get(mood.mood, "250 fine"))
            elif verb == b"DATA":
                if mood.mood == "dies before the mail" or not self._take(to):
                    return
            elif verb == b"QUIT":
                self._say("221 bye")
                return

    def _take(self, to) -> bool:
        mood = self.server_of_mail
        self._say("354 go on")
        lines = []
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        if mood.mood == "content refused":
            self._say("554 5.7.1 looks bad")
            return True
        mood.taken.append((to, message_from_bytes(b"".join(lines), policy=default)))
        if mood.mood == "dies after the mail":
            return False
        self._say("250 taken")
        return True

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
