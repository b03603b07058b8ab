"""Following every link as each role does, without a browser: which pages one gets to, and by which link."""

import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .demonstration import Visitor
from .looking import shape


@dataclass(frozen=True)
class Reached:
    """One answer: the path that was asked for, the page whose link led there, the status and the kind of content."""

    path: str
    led_by: str
    status: int
    kind: str

    @property
    def is_page(self) -> bool:
        return self.kind == "text/html" and self.status == 200


class _Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attributes):
        target = dict(attributes).get("href")
        if tag == "a" and target:
            self.found.append(target)


def crawl(visitor: Visitor, start: str = "/home/", *, of_each_shape: int = 1) -> list[Reached]:
    """Everything that links lead to from `start`, however far away; so many addresses of each shape."""
    shapes, ahead, reached = Counter(), {start: ""}, []
    seen = {start}
    while ahead:
        path, led_by = next(iter(ahead.items()))
        del ahead[path]
        shapes[shape(path)] += 1
        if shapes[shape(path)] > of_each_shape:
            continue
        status, kind, text = _open(visitor, path)
        reached.append(Reached(path, led_by, status, kind))
        for link in _ours(visitor.address, path, text):
            if link not in seen:
                seen.add(link)
                ahead[link] = path
    return reached


def _open(visitor: Visitor, path: str) -> tuple[int, str, str]:
    """Status, kind and, of a page, the text."""
    try:
        answer = visitor.opener.open(urllib.request.Request(visitor.address + path), timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        kind, content = answer.headers.get_content_type(), answer.read()
    return answer.status, kind, content.decode() if kind == "text/html" else ""


def _ours(address: str, path: str, text: str) -> list[str]:
    """The addresses, with their questions, of our own that a page leads to."""
    links = _Links()
    links.feed(text)
    targets = [urlsplit(urljoin(address + path, link)) for link in links.found]
    ours = [to for to in targets if f"{to.scheme}://{to.netloc}" == address]
    return list(dict.fromkeys(f"{to.path}{'?' if to.query else ''}{to.query}" for to in ours))
