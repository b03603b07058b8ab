"""Reads a programme template: a folder of TOML and Markdown under `blueprints/`."""

import tomllib
from calendar import monthrange
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from .drafts import Drafts

FOLDER = Path(__file__).resolve().parent.parent / "blueprints"


class NoSuchTemplate(LookupError):
    """There is no template with this key."""


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def day_at(offset: str, start: date) -> date:
    """The day that `start+2m` or `start+10d` means for a programme that begins on `start`."""
    count, unit = int(offset.removeprefix("start+")[:-1]), offset[-1]
    return add_months(start, count) if unit == "m" else start + timedelta(days=count)


@cache
def _parsed(path: Path) -> dict:
    """A file of a template; it stays the same while the process runs."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _alphabet(entry: tuple[str, str]) -> str:
    """Å, ä and ö come last, in this order, as in Swedish; other letters as they are."""
    return entry[0].casefold().translate(str.maketrans("åäö", "{|}"))


@dataclass(frozen=True)
class Blueprint:
    """One template. Every attribute is what its file says, as plain dicts and lists."""

    key: str

    @classmethod
    def named(cls, key: str) -> "Blueprint":
        """The template `key`; raises NoSuchTemplate."""
        if not key.isidentifier() or not (FOLDER / key / "programme.toml").is_file():
            raise NoSuchTemplate(key)
        return cls(key)

    def _read(self, name: str) -> dict:
        return deepcopy(_parsed(FOLDER / self.key / name))

    @cached_property
    def programme(self) -> dict:
        return self._read("programme.toml")

    @cached_property
    def lists(self) -> dict[str, list[dict]]:
        return self._drafts.add_to_lists(self._read("lists.toml")["list"])

    @cached_property
    def _drafts(self) -> Drafts:
        return Drafts(FOLDER / self.key)

    @cached_property
    def units(self) -> list[dict]:
        return self._read("units.toml")["unit"]

    @cached_property
    def indicators(self) -> list[dict]:
        return self._read("indicators.toml")["indicator"]

    @cached_property
    def diary(self) -> dict:
        return self._read("diary.toml")

    @cached_property
    def questionnaires(self) -> list[dict]:
        names = sorted(path.name for path in (FOLDER / self.key / "questionnaires").glob("*.toml"))
        return [self._drafts.add_to_form(self._read(f"questionnaires/{name}")) for name in names]

    @cached_property
    def guides(self) -> list[dict]:
        """The interview guides, one for each role; none where the template has none."""
        has_some = (FOLDER / self.key / "interviews.toml").is_file()
        return self._read("interviews.toml")["guide"] if has_some else []

    def flyers(self) -> list[tuple[str, str, str, dict]]:
        """(key of the document, language, headline, blocks) of each flyer; none where the template has none."""
        if not (FOLDER / self.key / "flyers.toml").is_file():
            return []
        found = []
        for role, flyer in self._read("flyers.toml").items():
            drawn = {key: value for key, value in flyer.items() if key != "text"}
            for language, text in flyer["text"].items():
                found.append((f"flyer_{role}", language, text["headline"], drawn | text))
        return found

    def phase_title(self, key: str, said: str, language: str) -> str:
        """The title of a phase in `language`, where a programme calls it `said` as the template does somewhere."""
        titles = {phase["key"]: phase["title"] for phase in self.programme["phase"]}.get(key, {})
        return titles.get(language, said) if said in titles.values() else said

    def phases(self, start: date, language: str) -> list[tuple[str, str, date, date]]:
        """(key, title, first day, last day) of each phase of a programme that begins on `start`."""
        return [
            (
                phase["key"],
                phase["title"].get(language, phase["title"]["en"]),
                day_at(phase["starts"], start),
                day_at(phase["ends"], start) - timedelta(days=1),
            )
            for phase in self.programme["phase"]
        ]

    def documents(self) -> list[tuple[str, str, str, str]]:
        """(key, language, title, Markdown) of every text of the template."""
        folder = FOLDER / self.key / "documents"
        complete = [
            (
                document["key"],
                language,
                title,
                self._glossary(title, language)
                if document.get("file") == "glossary.toml"
                else (folder / f"{document['key']}.{language}.md").read_text("utf-8"),
            )
            for document in self._read("documents/documents.toml")["document"]
            for language, title in document["title"].items()
        ]
        return [*complete, *self._drafts.documents()]

    def _glossary(self, title: str, language: str) -> str:
        """The words of the programme (annex 5) as Markdown, by alphabet."""
        terms = [
            (term["term"][language], term["meaning"][language])
            for term in self._read("documents/glossary.toml")["term"]
        ]
        return "\n".join(
            [f"# {title}", "", *(f"- **{term}**: {meaning}" for term, meaning in sorted(terms, key=_alphabet))]
        )


def all_blueprints() -> list[Blueprint]:
    """The templates that are shipped, by title."""
    keys = sorted(path.parent.name for path in FOLDER.glob("*/programme.toml"))
    return [Blueprint(key) for key in keys]
