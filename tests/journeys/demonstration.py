"""The real command `handslag demo` in a process of its own, as somebody starts it who has just installed Handslag."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

COMMAND = Path(sys.executable).with_name("handslag")
PATIENCE = 120  # seconds until it serves: it makes a programme with a hundred days of diaries first
# Nothing of the tests' own settings reaches the command.
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


@dataclass
class Demonstration:
    """A running `handslag demo`. `said`: the lines that it has printed so far."""

    data: Path
    port: int
    process: subprocess.Popen
    said: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, data: Path, **environment: str) -> "Demonstration":
        """Start it on the folder `data` and wait until it says that it is ready."""
        port = free_port()
        process = subprocess.Popen(
            [COMMAND, "demo", "--port", str(port), "--data", str(data)], text=True, cwd=data.parent,
            env={**ENVIRONMENT, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        demonstration = cls(data, port, process)
        threading.Thread(target=demonstration._listen, daemon=True).start()
        until = time.monotonic() + PATIENCE
        while demonstration.ready_line not in demonstration.said and process.poll() is None:
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        if demonstration.ready_line not in demonstration.said:
            demonstration.stop()
            raise AssertionError("\n".join(["It never got ready:", *demonstration.said]))
        return demonstration

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ready_line(self) -> str:
        return f"Handslag is ready at {self.address}"

    def stop(self) -> int:
        """Ask it to stop, as a service manager does; returns its exit code. One that does not stop is killed."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def listens(self) -> bool:
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0

    def json(self, *command: str):
        """What another command of `handslag` says about this demonstration's data."""
        environment = {**ENVIRONMENT, "HANDSLAG_MODE": "demo", "HANDSLAG_DATA": str(self.data)}
        run = subprocess.run(
            [COMMAND, *command, "--json"], env=environment, cwd=self.data.parent, capture_output=True, check=True
        )
        return json.loads(run.stdout)


class Visitor:
    """Somebody with a browser that has no scripts: keeps cookies, follows redirects, sends forms.

    `cookies`: those of the same browser at another address; cookies do not know of ports.
    """

    def __init__(self, address: str, cookies: CookieJar | None = None):
        self.address, self.cookies = address, CookieJar() if cookies is None else cookies
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._open(urllib.request.Request(self.address + path))

    def go_in_as(self, role: str) -> tuple[int, str]:
        """Press the button of a role on the demonstration's page; gives the page that one lands on."""
        return self.post("/demo/", role=role)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Open a page and send its form; gives the page that one lands on."""
        _, page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._open(urllib.request.Request(self.address + path, data=form))

    def _open(self, request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
