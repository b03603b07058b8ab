"""Looking at a page as machines can: axe's rules, and whether it fits the screen, in every form that it is shown in."""

from itertools import product
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.urls import resolve
from playwright.sync_api import Page

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
FORMS = tuple(product((NARROW, WIDE), ("light", "dark")))
# Letters that are written from right to left in the place of ours, two for each vowel: words grow by a third, as
# they do in translation. Names (bdi), what people wrote (dir=auto) and what is marked with a language of its own stay.
_PSEUDO = """() => {
  const ours = 'abcdefghijklmnopqrstuvwxyzåäö', theirs = 'ابثجدهفغحطيكلمنسعصقرشتذضخزظوء';
  const turned = text => text.replace(/[a-zåäö]/gi, letter => {
    const found = theirs[ours.indexOf(letter.toLowerCase())];
    return 'aeiouyåäö'.includes(letter.toLowerCase()) ? found + found : found;
  });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts)
    if (!text.parentElement.closest('bdi, [dir=auto], code, body [lang], script, style, textarea'))
      text.data = turned(text.data);
  document.documentElement.lang = 'ar';
  document.documentElement.dir = 'rtl';
}"""
# Parts that stick out, the innermost ones, for the message of a failing test.
_STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > innerWidth + 1 || r.left < -1)
                 && !e.closest('.visually-hidden, .skip-link') })
  .filter((e, _, all) => !all.some(other => other !== e && e.contains(other)))
  .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
_COLOURS = ["color-contrast", "link-in-text-block"]  # all that can differ between the light and the dark page
# What is around each page of somebody: the same on all of them.
_FRAME = {"include": [["html"]], "exclude": [[".site-header"], [".side-nav"], [".site-footer"]]}


def faults(page: Page, *, wide: bool = False, pseudo: bool = False) -> list[str]:
    """Everything that is wrong with the page that is open, at 320 px in both colours.

    With `wide` also at 1280 px. With `pseudo` once more from right to left, which leaves the page changed.
    """
    sizes = [NARROW, WIDE] if wide else [NARROW]
    found = [fault for size in sizes for fault in _in_both_colours(page, size, _language(page))]
    page.set_viewport_size(NARROW)
    if not pseudo:
        return _told(page, found + _from_right_to_left(page))
    page.evaluate(_PSEUDO)
    return _told(page, [*found, *(fault for size in sizes for fault in _in_both_colours(page, size, "pseudo"))])


def forms(*, wide: bool = False, pseudo: bool = False) -> int:
    """In how many forms `faults` looks at a page: colours, widths and ways of reading."""
    return 2 * (1 + wide) * (1 + pseudo)


def faults_at_a_glance(page: Page, turn: int, *, frame: bool = True, rules: bool = True) -> list[str]:
    """What is wrong with the page that is open: whether it fits 320 px in both directions of reading, and axe's rules
    in one of FORMS, another one with each `turn`; these without the `frame` around it, or not at all."""
    size, colour = FORMS[turn % len(FORMS)]
    found = _sideways(page, f"{_language(page)} {NARROW['width']} px") + _from_right_to_left(page)
    if rules:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colour, reduced_motion="reduce")
        found += _broken_rules(page, f"{_language(page)} {size['width']} px {colour}", frame=frame)
        page.set_viewport_size(NARROW)
    return _told(page, found)


def _language(page: Page) -> str:
    """Of the page that is open; of the next one where that is just coming."""
    page.wait_for_load_state()
    return page.locator("html").get_attribute("lang") or ""


def _from_right_to_left(page: Page) -> list[str]:
    page.evaluate("document.documentElement.dir = 'rtl'")
    found = _sideways(page, "right to left")
    page.evaluate("document.documentElement.dir = 'ltr'")
    return found


def _told(page: Page, found: list[str]) -> list[str]:
    return [f"{urlsplit(page.url).path}: {fault}" for fault in found]


def _in_both_colours(page: Page, size: dict, language: str) -> list[str]:
    page.set_viewport_size(size)
    how = f"{language} {size['width']} px"
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = [*_broken_rules(page, f"{how} light"), *_sideways(page, how)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += _broken_rules(page, f"{how} dark", only=_COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def _broken_rules(page: Page, how: str, only: list[str] | None = None, *, frame: bool = True) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": only}} if only else {})
    violations = page.evaluate(
        "([what, options]) => axe.run(what ?? document, options).then(answer => answer.violations)",
        [None if frame else _FRAME, options],
    )
    return [
        f"{how}: {violation['id']}: {node['target'][0]} {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in violations
        for node in violation["nodes"][:2]
    ]


def _sideways(page: Page, how: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{how}: {width} px too wide: {page.evaluate(_STICKS_OUT)}"] if width > 0 else []


def speak(page: Page, language: str, address: str) -> None:
    """Ask for pages in this language from now on, as the cookie of somebody who has chosen it does."""
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])


def shape(path: str) -> str:
    """The view that answers and the names of what it is asked: pages of the same shape come from the same template."""
    parts = urlsplit(path)
    return "&".join([resolve(parts.path).view_name, *sorted(name for name, _value in parse_qsl(parts.query))])
