"""Counts what a person does in the browser, from the browser's own events: taps, keys, typed fields, pages.

Numbers of taps are measured with this and never written into a test by hand.
"""

from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

# A tap on a label makes a second click on its field, and Enter makes a click on the button: only a click that
# follows a pointer counts as a tap. Listening in the capture phase, so that no page can hide an event.
_LISTEN = """
(() => {
  let pointer = false;
  const name = (element) => element && (element.name || element.id || element.tagName) || '';
  const tell = (kind, event) => window.__recorded({kind, name: name(event.target), page: location.pathname});
  addEventListener('pointerup', () => { pointer = true; }, true);
  addEventListener('click', (event) => {
    if (!event.isTrusted || !pointer) return;
    pointer = false;
    tell('tap', event);
  }, true);
  addEventListener('change', (event) => { if (event.isTrusted) tell('change', event); }, true);
  addEventListener('keydown', (event) => {
    if (!event.isTrusted) return;
    pointer = false;
    tell(event.key.length === 1 ? 'letter' : 'key', event);
  }, true);
})()
"""


@dataclass
class Recorder:
    """What happened so far. `events`: (kind, name of the field or element, path of the page), in order."""

    events: list[tuple[str, str, str]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, page: Page) -> "Recorder":
        """Begin to record everything in `page`; call it before the first page is opened."""
        recorder = cls()
        context.expose_binding("__recorded", recorder._take)
        context.add_init_script(_LISTEN)
        page.on("framenavigated", recorder._visit)
        return recorder

    def _take(self, _source, event: dict) -> None:
        self.events.append((event["kind"], event["name"], event["page"]))

    def _visit(self, frame) -> None:
        if frame.parent_frame is None and frame.url.startswith("http"):
            self.pages.append(frame.url)

    def forget(self) -> None:
        """Begin to count anew."""
        self.events.clear()
        self.pages.clear()

    def count(self, kind: str) -> int:
        return sum(found == kind for found, _name, _page in self.events)

    @property
    def taps(self) -> int:
        """Presses of a finger or the mouse."""
        return self.count("tap")

    @property
    def taps_by_page(self) -> Counter:
        """Taps for each page, by the last part of its address."""
        return Counter(page.rstrip("/").rpartition("/")[2] for kind, _name, page in self.events if kind == "tap")

    @property
    def typed_fields(self) -> set[str]:
        """Names of the fields in which letters were typed."""
        return {name for kind, name, _page in self.events if kind == "letter"}

    @property
    def screens(self) -> int:
        """Different pages that were shown."""
        return len({url.partition("?")[0] for url in self.pages})
