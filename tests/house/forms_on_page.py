"""Reads the forms of a page and fills them in as a person would who takes the first choice everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

from django.utils import timezone


@dataclass
class Field:
    """One field by its name: what kind it is, and what it lets one choose."""

    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled_in(self) -> dict[str, str | list[str]]:
        """What is sent, with the first tick of each list."""
        return {name: "" if "link" in name else _answer(entry) for name, entry in self.fields.items()}

    def ticked(self) -> Iterator[dict[str, str | list[str]]]:
        """The same with all ticks of one list, for each list."""
        for name, entry in self.fields.items():
            if entry.kind == "checkbox" and len(entry.choices) > 1:
                yield self.filled_in() | {name: entry.choices}


def _answer(entry: Field) -> str | list[str]:
    today = timezone.localdate()
    made_up = {
        "date": str(today),
        "datetime-local": f"{today + timedelta(days=40)}T17:00",
        "time": "17:00",
        "number": "30",
        "email": "new@one.example",
        "tel": "0701740999",
    }
    if entry.kind == "hidden" and len(entry.choices) > 1:
        return entry.choices
    if entry.choices:
        return next((choice for choice in entry.choices if choice), "")
    return entry.value or made_up.get(entry.kind, "Some words")


class _Reader(HTMLParser):
    def __init__(self, path: str):
        super().__init__()
        self.path, self.forms, self.form, self.selected = path, [], None, None

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.form = Form(found.get("action") or self.path) if found.get("method", "").lower() == "post" else None
            if self.form:
                self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "option" and self.selected:
            self.selected.choices.append(found.get("value", ""))
        elif name := found.get("name"):
            self._field(tag, name, found)

    def _field(self, tag: str, name: str, found: dict) -> None:
        kind = found.get("type", "text") if tag == "input" else tag
        entry = self.form.fields.setdefault(name, Field(kind, found.get("value", "")))
        if kind in {"radio", "checkbox", "button", "submit", "hidden"}:
            entry.choices.append(found.get("value", "on"))
        self.selected = entry if tag == "select" else self.selected

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.selected = None


def forms_in(body: str, path: str) -> list[Form]:
    """The forms of a page that are sent by POST, the one for signing out and those of the frame left out."""
    reader = _Reader(path)
    reader.feed(body)
    frame = {"/sign-out/", "/language/", "/display/"}
    for form in reader.forms:
        form.fields.pop("csrfmiddlewaretoken", None)
    return [form for form in reader.forms if form.action not in frame]
