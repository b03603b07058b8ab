"""Looking at a page as machines can: axe's rules in the light and in the dark, and whether it fits a small phone."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
FOUND = {200, 410}  # 410: where people could apply until the call closed
_AXE = Axe()
# Parts that stick out, the innermost ones, for the message of a failing test.
_STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > innerWidth + 1 || r.left < -1)
                 && !e.closest('.visually-hidden, .skip-link') })
  .filter((e, _, all) => !all.some(other => other !== e && e.contains(other)))
  .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page, *, wide: bool = False) -> list[str]:
    """Everything that is wrong with the page that is open, at 320 px in both colours and both directions of reading.

    With `wide` also at 1280 px.
    """
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = [*_broken_rules(page, "light"), *_sideways(page, "left to right")]
    page.emulate_media(color_scheme="dark")
    found += _broken_rules(page, "dark")
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += _sideways(page, "right to left")
    page.evaluate("document.documentElement.dir = 'ltr'")
    if wide:
        page.set_viewport_size(WIDE)
        found += [*_broken_rules(page, "wide"), *_sideways(page, "wide")]
    return [f"{urlsplit(page.url).path}: {fault}" for fault in found]


def _broken_rules(page: Page, how: str) -> list[str]:
    violations = _AXE.run(page).response["violations"]
    return [
        f"{how}: {violation['id']}: {node['target'][0]} {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in violations
        for node in violation["nodes"][:2]
    ]


def _sideways(page: Page, how: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{how}: {width} px too wide: {page.evaluate(_STICKS_OUT)}"] if width > 0 else []


def links(page: Page) -> list[str]:
    """The paths, with their questions, of our own pages that the open page leads to."""
    here = urlsplit(page.url)
    targets = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    ours = [urlsplit(target) for target in dict.fromkeys(targets)]
    return list(
        dict.fromkeys(f"{to.path}{'?' if to.query else ''}{to.query}" for to in ours if to.netloc == here.netloc)
    )


def shape(path: str) -> str:
    """An address without its ids and values: pages of the same shape come from the same view and template."""
    parts = urlsplit(path)
    return ID.sub("<id>", parts.path) + "".join(sorted(f"&{name}" for name, _value in parse_qsl(parts.query)))


def visits(page: Page, start: str, *, depth: int, of_each_shape: int) -> Iterator[str]:
    """Open every page that links lead to from `start` within `depth` steps, so many of each shape; yields the paths."""
    seen, shapes, ahead = {start}, Counter(), [start]
    for step in range(depth + 1):
        found = []
        for path in ahead:
            if shapes[shape(path)] >= of_each_shape:
                continue
            shapes[shape(path)] += 1
            answer = page.goto(path)
            assert answer.status in FOUND, f"{path} is linked to and answers {answer.status}"
            found += links(page) if step < depth else []
            yield path
        ahead = [path for path in dict.fromkeys(found) if path not in seen]
        seen.update(ahead)
