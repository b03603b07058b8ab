"""What a browser fetches and when it shows something: requests, kB and largest paint of a first and a second visit.

    .venv/bin/python bench/first_load.py [--rounds 3] [--full-speed]

Serves the demonstration and opens a few pages in Chromium over a slow 4G line (562 ms added to each request,
1,474 kbit/s down) with a processor four times slower. kB are those of the wire, compressed as served.
"""

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.pages import database, make_worlds  # noqa: E402
from bench.servers import environment, server  # noqa: E402

SLOW_4G = {
    "offline": False, "latency": 562.5, "downloadThroughput": 1474.56 * 1024 / 8, "uploadThroughput": 675 * 1024 / 8,
}  # fmt: skip
PAGES = ["landing", "apply: languages", "coordinator's home", "applications", "mentor's home", "new diary entry"]
WATCH = """
window.seen = {lcp: 0, cls: 0, tbt: 0};
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) seen.tbt += Math.max(0, e.duration - 50); })
  .observe({type: 'longtask', buffered: true});
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full-speed", action="store_true", help="neither a slow line nor a slow processor")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handslag-bench-")))
        url = database("few", folder)
        pages = make_worlds(folder, {"few": url}, {"few": 0})["few"]
        running = stack.enter_context(server(environment(folder, url)))
        for page in PAGES:
            running.get(pages[page]["path"], pages[page]["cookie"])
        found = _visits(f"http://127.0.0.1:{running.port}", pages, arguments)
    print("| page | requests | kB | fonts kB | script kB | LCP ms | CLS | TBT ms | second: requests | kB | LCP ms |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for page, (cold, warm) in found.items():
        row = [cold["requests"], cold["kB"], cold["font"], cold["script"], cold["lcp"], cold["cls"], cold["tbt"],
               warm["requests"], warm["kB"], warm["lcp"]]  # fmt: skip
        print(f"| {page} | {' | '.join(map(str, row))} |")
    return 0


def _visits(address: str, pages: dict, arguments) -> dict:
    from playwright.sync_api import sync_playwright
    from tests.conftest import QUIET, system_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=["--no-sandbox", *QUIET])
        found = {}
        for page in PAGES:
            rounds = [_visit(browser, address, pages[page], arguments.full_speed) for _ in range(arguments.rounds)]
            found[page] = [_median([visit[time] for visit in rounds]) for time in (0, 1)]
        browser.close()
    return found


def _visit(browser, address: str, seen: dict, full_speed: bool) -> list[dict]:
    """A first and a second visit of one page in a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    pairs = [part.split("=", 1) for part in seen["cookie"].split("; ") if part]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if not full_speed:
        line.send("Network.emulateNetworkConditions", SLOW_4G)
        line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    visits = []
    for _ in range(2):
        wire = _Wire(line)
        page.goto(address + seen["path"], wait_until="load")
        page.wait_for_timeout(1500)
        visits.append(page.evaluate("seen") | wire.read())
        page.goto("about:blank")
    context.close()
    return visits


class _Wire:
    """Counts what really went over the line, not what the browser had kept."""

    def __init__(self, line):
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        self.kept: set[str] = set()
        line.on("Network.responseReceived", self._received)
        line.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        line.on("Network.loadingFinished", self._finished)

    def _received(self, event) -> None:
        if event["response"].get("fromDiskCache") or not event["response"]["url"].startswith("http"):
            self.kept.add(event["requestId"])
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def read(self) -> dict:
        fetched = [request for request in self.kinds if request not in self.kept]

        def kilobytes(kind: str = "") -> float:
            return sum(self.bytes.get(request, 0) for request in fetched if kind in ("", self.kinds[request])) / 1000

        return {
            "requests": len(fetched), "kB": kilobytes(), "font": kilobytes("Font"), "script": kilobytes("Script"),
        }  # fmt: skip


def _median(visits: list[dict]) -> dict:
    found = {name: statistics.median(visit[name] for visit in visits) for name in visits[0]}
    return {name: round(value, 3 if name == "cls" else 1 if name in ("kB", "font", "script") else None)
            for name, value in found.items()}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
