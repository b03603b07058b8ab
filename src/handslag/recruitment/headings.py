"""Recognises which question each column of a sheet answers, by what stands above it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from .cells import CellError, Choices, code_of
from .columns import ALSO, BESIDES, Form
from .sheets import Table
from .words import LEAVE_OUT, LEVEL, WORDS

NAME, WORDING, GUESS, REMEMBERED, BY_HAND, TWICE = "name", "wording", "guess", "remembered", "by hand", "twice"
FAMILY = 3  # so many questions with one beginning are the rows of a grid
CLOSE = 0.86
LOOK_FOR_HEAD = 15
LONGEST = 300
BESIDE_LABEL = r"\((required|optional|obligatorisk\w*|frivillig\w*|if you like|om du vill)\)"


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `target`: the question's name, LEAVE_OUT, or "" where it was not recognised. `row`: the row of a grid that the
    heading names in square brackets. `how`: what it was recognised by.
    """

    at: int
    heading: str
    target: str = ""
    row: str = ""
    how: str = ""

    @property
    def is_taken(self) -> bool:
        return self.target not in ("", LEAVE_OUT)


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, without what surrounds the words."""
    text = re.sub(BESIDE_LABEL, "", heading.casefold())
    text = re.sub(r"[’‘`]", "'", text)
    return " ".join(text.split()).strip(" *?.!:…-")[:LONGEST]


def as_name(heading: str) -> str:
    """`Full name` and `full_name` are one."""
    return re.sub(r"[\s\-]+", "_", heading.strip().casefold())


class Headings:
    """What the questions of one or both roles may be called. `remembered`: plain heading -> target, from before."""

    def __init__(self, forms: Sequence[Form], choices: Choices, remembered: Mapping[str, str] | None = None):
        self.forms, self.choices, self.remembered = forms, choices, remembered or {}
        self.questions = {name: asked for form in reversed(forms) for name, asked in form.questions.items()}
        self.names = {*self.questions, *BESIDES, "role", "last_name", *(ALSO[n] for n in ALSO if n in self.questions)}
        self.wordings: dict[str, str] = {}
        self.tongues: dict[str, str] = {}  # wording -> its language
        self.families: dict[str, str] = {}  # beginning of a wording -> beginning of the names
        self.languages = choices.of({"list": "@language"}, None)
        for form in forms:
            self._take(form)

    def _take(self, form: Form) -> None:
        for name, (_row, question) in form.questions.items():
            for tongue, label in _texts(question.get("label")):
                self.wordings.setdefault(plain(label), name)
                self.tongues.setdefault(plain(label), tongue)
        for row in form.rows:
            for screen in row.screens:
                self._take_title(screen)
        for name, words in WORDS.items():
            for word in words if name == LEAVE_OUT or name in self.names else ():
                self.wordings.setdefault(plain(word), name)
        self._take_families(form)

    def _take_title(self, screen: Mapping) -> None:
        """A page that asks one thing, or asks in its title what its first choice answers, is called by the title."""
        asked = [question for question in screen.get("question", []) if question["type"] != "note"]
        for tongue, title in _texts(screen.get("title")) if asked else ():
            label = dict(_texts(asked[0].get("label"))).get(tongue, "")
            said_above = asked[0]["type"].startswith("select") and title.endswith("?") and not label.endswith("?")
            if len(asked) == 1 or said_above:
                self.wordings.setdefault(plain(title), asked[0]["name"])
                self.tongues.setdefault(plain(title), tongue)

    def _take_families(self, form: Form) -> None:
        """Questions such as know_health, whose wordings begin alike: the rows of one grid."""
        stems: dict[str, list[dict]] = {}
        for name, (_row, question) in form.questions.items():
            stems.setdefault(name.rpartition("_")[0], []).append(question)
        for stem, questions in stems.items():
            if not stem or len(questions) < FAMILY:
                continue
            for tongue in {tongue for question in questions for tongue, _label in _texts(question.get("label"))}:
                labels = [plain(dict(_texts(question["label"])).get(tongue, "")) for question in questions]
                if len(begins := _beginning(labels)) > 8:
                    self.families.setdefault(begins, stem)

    # ---- one heading

    def column(self, at: int, heading: str, *, guess: bool = True) -> Column:
        """The column with this heading, recognised as well as it goes; `guess`: also by a wording that is close."""
        base, row = _split(heading)
        column = Column(at, heading, row=row)
        if (target := self.remembered.get(plain(heading))) is not None:
            return replace(column, target=target, how=REMEMBERED)
        name = as_name(heading)
        if name in self.names or self._is_level(name):
            return replace(column, target=name, how=NAME)
        target = self._in_grid(base, row) if row else self.wordings.get(plain(heading), "")
        if target := target or self._level(heading):
            return replace(column, target=target, how=WORDING)
        close = [] if row or not guess else get_close_matches(plain(heading), self.wordings, 1, CLOSE)
        return replace(column, target=self.wordings[close[0]], how=GUESS) if close else column

    def knows(self, target: str) -> bool:
        """Whether a column can be this."""
        return target == LEAVE_OUT or target in self.names or self._is_level(target)

    def _is_level(self, name: str) -> bool:
        return name.startswith("level_") and name.removeprefix("level_") in self.languages

    def _level(self, heading: str) -> str:
        """`How well do you speak Arabic?` is the column level_ar."""
        said = plain(heading)
        for begins in (*LEVEL, *self._own_levels()):
            if said.startswith(begins + " "):
                return self._level_of(said.removeprefix(begins))
        return ""

    def _own_levels(self) -> Iterable[str]:
        for form in self.forms:
            for _tongue, label in _texts(form.level[1].get("label")) if form.level else ():
                yield plain(label.partition("{")[0])

    def _level_of(self, language: str) -> str:
        try:
            return f"level_{code_of(language, self.languages)}"
        except CellError:
            return ""

    def _in_grid(self, base: str, row: str) -> str:
        said, within = plain(base), plain(row)
        target = self.wordings.get(said) or (as_name(base) if as_name(base) in self.names else "")
        if target and self.kind_of(target) == "select_multiple":
            return target
        if any(said.startswith(begins) for begins in (*LEVEL, *self._own_levels())):
            return self._level_of(within)
        for begins, stem in self.families.items():
            if said.startswith(begins) and (found := self._member(stem, f"{begins} {within}", within)):
                return found
        return self.wordings.get(within, "") or self._member(as_name(base), within, within)

    def _member(self, stem: str, wording: str, row: str) -> str:
        """The question of a family that the row of a grid means, by its whole wording or by the word for the area."""
        if self.wordings.get(wording, "").startswith(f"{stem}_"):
            return self.wordings[wording]
        for entry in self.choices.programme.lists.get("area", []):
            if row in {plain(label) for label in entry["label"].values()} | {entry["code"]}:
                return f"{stem}_{entry['code']}" if f"{stem}_{entry['code']}" in self.questions else ""
        return ""

    def kind_of(self, target: str) -> str:
        """The type of the question behind a column, "" where there is none."""
        asked = self.questions.get(target)
        return asked[1]["type"] if asked else ""

    # ---- a whole sheet

    def columns(self, headings: Sequence[str]) -> list[Column]:
        """The columns of a sheet. Of two that are recognised as one question the second is marked."""
        found: list[Column] = []
        taken: set[tuple[str, str]] = set()
        for at, heading in enumerate(headings):
            column = self.column(at, heading) if heading else Column(at, "")
            place = (column.target, column.row)
            if column.is_taken and place in taken:
                column = replace(column, target="", how=TWICE)
            taken.add(place)
            found.append(column)
        return found

    def head(self, table: Table) -> int:
        """Which line of the sheet holds the headings: the one near the top with the most that are recognised."""
        known = [
            sum(column.is_taken for column in self._quick(cells)) for _number, cells in table.lines[:LOOK_FOR_HEAD]
        ]
        return known.index(max(known)) if max(known) > 1 else 0

    def _quick(self, cells: Sequence[str]) -> Iterable[Column]:
        return (self.column(at, cell, guess=False) for at, cell in enumerate(cells) if cell and len(cell) <= LONGEST)

    def tongue(self, columns: Iterable[Column]) -> str:
        """The language in which most headings are worded, "" where they are names."""
        worded = [plain(column.heading) for column in columns if column.how == WORDING]
        spoken = [self.tongues[wording] for wording in worded if wording in self.tongues]
        return max(set(spoken), key=spoken.count) if spoken else ""


def _split(heading: str) -> tuple[str, str]:
    """`Which areas? [Health]` -> its question and the row of the grid."""
    match = re.fullmatch(r"(.*?)\s*\[([^\[\]]+)\]\s*", heading, re.DOTALL)
    return (match[1], match[2].strip()) if match else (heading, "")


def _texts(texts: dict | str | None) -> list[tuple[str, str]]:
    return list(texts.items()) if isinstance(texts, dict) else [("en", texts)] if texts else []


def _beginning(labels: Sequence[str]) -> str:
    """The words with which all labels begin."""
    words = list(zip(*(label.split(" ") for label in labels), strict=False))
    same = next((n for n, each in enumerate(words) if len(set(each)) > 1), len(words))
    return " ".join(labels[0].split(" ")[:same])
