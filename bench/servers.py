"""Servers to measure, and the processor time that they and all below them have used (Linux: /proc)."""

import http.client
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One running server, asked over one connection that is kept."""

    process: subprocess.Popen
    port: int
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path: str, cookie: str) -> bytes:
        headers = {"Cookie": cookie, "Accept": "text/html", "Accept-Language": "en"}
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answers {response.status}: {body[:300]!r}")
        return body

    def cpu_ms(self) -> float:
        return tree_cpu_ms(self.process.pid)


def environment(folder: Path, url: str, settings: str = "handslag.config.settings") -> dict[str, str]:
    """The environment of a process that works on the database at `url`, with its files in `folder`."""
    return os.environ | {
        "HANDSLAG_MODE": "demo", "HANDSLAG_DATA": str(folder), "HANDSLAG_MAIL": f"file://{folder}/mail",
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip


@contextmanager
def server(env: dict[str, str]):
    """Serve with one process, as `handslag serve` does, until the block ends."""
    from handslag.config.commands.running import server_command

    port = _free_port()  # the server shares its port with any that was left over, so it must be a new one
    process = subprocess.Popen(server_command("127.0.0.1", port, 1), env=env)
    try:
        _wait(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(process: subprocess.Popen, port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server at port {port} did not start")


def tree_cpu_ms(pid: int) -> float:
    """User and system time in ms of a process and all below it."""
    total, todo = 0.0, [pid]
    while todo:
        current = todo.pop()
        fields = Path(f"/proc/{current}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) * 1000 / TICKS
        for task in Path(f"/proc/{current}/task").iterdir():
            todo += [int(child) for child in (task / "children").read_text().split()]
    return total
