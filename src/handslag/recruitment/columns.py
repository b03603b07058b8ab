"""The questionnaires of a role as the columns of a sheet."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.programmes.roles import Role
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.reading import in_language
from handslag.questionnaires.schema import QUESTION_MARKS

from .cells import CellError, Choices, answer_of, code_of, known_code, listed, says_yes, takes
from .days import order_of
from .plausible import implausible

Answers = dict[UUID | None, dict]  # per questionnaire; None: what stands beside the questions
Wrong = tuple[str, str]  # column, reason

# Columns beside the questions. An e-mail address is asked of mentors only, but whoever has one may be written to.
BESIDES: dict[str, dict] = {
    "language": {"name": "language", "type": "select_one", "list": "@language"},
    "channel": {"name": "channel", "type": "select_one", "list": "@channel"},
    "email": {"name": "email", "type": "text", "look": "email"},
}
# Two columns for one thing, so that mentors and mentees fit in one sheet.
ALSO = {"full_name": "first_name", "first_name": "full_name", "heard_from": "channel", "channel": "heard_from"}

WEAK = ("none", "a1", "a2")
# The level may stand beside the language; which lessons suit is asked when they are planned.
NOT_NEEDED = ("host_level", "training_dates")


MEMORY = 400  # texts up to this length are read once and remembered: most answers come again and again


class Form:
    """The questionnaires of one role; the one that somebody applies with is the first of `rows`."""

    def __init__(self, role: str, rows: list[Questionnaire], choices: Choices, on: date):
        self.role, self.rows, self.choices, self.on = Role(role), rows, choices, on
        self.host_language = rows[0].programme.organisation.host_language if rows else ""
        self.questions: dict[str, tuple[Questionnaire | None, dict]] = {n: (None, q) for n, q in BESIDES.items()}
        self.titles: dict[str, Any] = {}  # by name: the title of the page that begins with this choice
        for row in reversed(rows):  # a name in both belongs to the questionnaire that one applies with
            asked = (question for screen in row.screens for question in screen.get("question", []))
            self.questions |= {question["name"]: (row, question) for question in asked if takes(question)}
            self.titles |= _titles_of_choices(row)
        self.level = self.questions.pop("level_LANG", None)
        self.orders: dict[str, str] = {}
        self._read: dict[tuple[str, ...], Any] = {}
        self._asked: tuple[tuple[str, ...], list] = ((), [])
        self.needed = [
            name
            for name, (row, question) in self.questions.items()
            if row in rows[:1] and question.get("required") and name not in NOT_NEEDED
        ]

    def take_orders(self, texts: dict[str, list[str]]) -> None:
        """Learn from all cells of each column (by name) whether days begin with the day or the month."""
        dates = (name for name, (_row, question) in self.questions.items() if question["type"] == "date")
        self.orders = {name: order_of(texts[name]) for name in dates if name in texts}
        self._read.clear()

    def forget(self) -> None:
        """Read every text anew: the words in which reasons speak have changed."""
        self._read.clear()

    def knows(self, column: str) -> bool:
        asked = column in self.questions or ALSO.get(column) in self.questions
        return asked or column in ("role", "last_name") or column.startswith("level_")

    def called(self, name: str) -> str:
        """The wording of a question, with its name where the sheet holds names; "" where there is none."""
        row, question = self.questions.get(name) or self.questions.get(ALSO.get(name, ""), (None, {}))
        if not row:
            return ""
        wording = self.worded(question["name"], self.choices.in_words or get_language() or "en")
        return wording if self.choices.in_words else f"{wording} ({name})"

    def worded(self, name: str, language: str) -> str:
        """A question as it reads away from its page: with the title, where that is what the choice answers."""
        _row, question = self.questions[name]
        label, title = (in_language(texts, language) for texts in (question.get("label"), self.titles.get(name)))
        is_asked_above = title.endswith(QUESTION_MARKS) and not label.endswith(QUESTION_MARKS)
        return in_language(question.get("short"), language) or (f"{title} {label}" if is_asked_above else label)

    def in_grid(self, name: str, row: str, text: str) -> list[str]:
        """The codes that one cell of a grid of tick boxes adds to the question `name`. Raises CellError.

        Either the row of the grid is the choice and the cell a tick, or both together are (Monday, evening).
        """
        return list(self._once(("grid", name, row, text), lambda: self._read_grid(name, row, text)))

    def _read_grid(self, name: str, row: str, text: str) -> list[str]:
        questionnaire, question = self.questions[name]
        choices = self.choices.of(question, questionnaire)
        shown = self.choices.shown(question, questionnaire)
        parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
        found = [known_code(f"{row} {part}", choices) or known_code(f"{part} {row}", choices) for part in parts]
        if any(found):
            return [code or code_of(part, choices, shown) for code, part in zip(found, parts, strict=True)]
        code = code_of(row, choices, shown)
        try:
            return [code] if says_yes({}, text) else []
        except CellError:  # any other mark in the row of a grid is a tick
            return [code]

    def answers(self, cells: dict[str, str], columns: list[str]) -> tuple[Answers, list[Wrong]]:
        """The answers of a row, and what is wrong with them. `columns`: those of the sheet, with empty cells too."""
        found: Answers = {None: {}, **{row.pk: {} for row in self.rows}}
        wrong: list[Wrong] = []
        for name, row, question, needed in self._in_sheet(tuple(columns)):
            column = name if cells.get(name) or not cells.get(ALSO.get(name, "")) else ALSO[name]
            try:
                if cells.get(column):
                    found[row.pk if row else None][name] = self._answer(row, question, cells[column])
                elif needed:
                    wrong.append((column, _("This is missing.")))
            except CellError as error:
                wrong.append((column, str(error)))
        wrong += self._take_levels(cells, found)
        given = {name: answer for answers in found.values() for name, answer in answers.items()}
        wrong += implausible(self.role, given, self.on).items()
        if any(given.get("consent") is False for given in found.values()):
            wrong.append(("consent", _("Without a yes the application may not be kept.")))
        return found, wrong

    def _in_sheet(self, columns: tuple[str, ...]) -> list[tuple[str, Questionnaire | None, dict, bool]]:
        """The questions that a sheet with these columns can answer, and whether it has to."""
        if self._asked[0] != columns:
            there = set(columns)
            here = [
                (name, row, question, name in self.needed)
                for name, (row, question) in self.questions.items()
                if {name, ALSO.get(name)} & there
            ]
            self._asked = (columns, here)
        return self._asked[1]

    def _answer(self, row: Questionnaire | None, question: dict, text: str):
        """The answer, or CellError; short texts that came before are not read again."""
        if len(text) > MEMORY or question["type"] == "text":
            return self._read_anew(row, question, text)
        return self._once((question["name"], text), lambda: self._read_anew(row, question, text))

    def _once(self, key: tuple[str, ...], read: Callable[[], Any]) -> Any:
        """What `read` gives or the CellError that it raises, remembered."""
        if key not in self._read:
            try:
                self._read[key] = read()
            except CellError as error:
                self._read[key] = error
        found = self._read[key]
        if isinstance(found, CellError):
            raise CellError(*found.args)  # anew: one that is raised again and again drags every place along
        return found

    def _read_anew(self, row: Questionnaire | None, question: dict, text: str):
        if question["name"] == "first_name":  # the partner of a pair sees it, so it holds no family name
            text = text.split()[0]
        if question["name"] == "languages":
            text = ";".join(part.partition(":")[0] for part in listed(text))
        try:
            return answer_of(
                question, text, self.choices.of(question, row), self.on, order=self.orders.get(question["name"], ""),
                shown=self.choices.shown(question, row),
            )  # fmt: skip
        except CellError as error:
            if question.get("list") != "@place":
                raise
            raise CellError(_("%s Or add the place in the settings of the programme.") % error) from None

    def _take_levels(self, cells: dict[str, str], found: Answers) -> Iterator[Wrong]:
        """Levels stand in columns `level_ar` or beside the language: `ar:native;sv:b1`."""
        row, asked = self.questions["languages"]
        languages, levels = self.choices.of(asked, row), self.choices.of({"list": "cefr"}, row)
        rated: dict[str, str] = {}
        for column, language, text in _levels(cells):
            try:
                code = self._once(("language", language), partial(code_of, language, languages))
                rated[code] = ""  # something was said, if only something wrong
                rated[code] = self._once(("level", text), partial(code_of, text, levels))
            except CellError as error:
                yield column, str(error)
        answers = found[row.pk if row else None]
        if self.level:
            answers |= {f"level_{code}": level for code, level in rated.items()}
            yield from _unrated(answers.get("languages", []), rated)
        else:
            yield from self._keep_host_level(cells, answers, rated)

    def _keep_host_level(self, cells: dict[str, str], answers: dict, rated: dict[str, str]) -> Iterator[Wrong]:
        """Mentees are asked for the level of the host language only; every other language counts as spoken well."""
        if not cells.get("host_level"):
            if self.host_language in rated:
                answers["host_level"] = rated[self.host_language]
            else:
                yield "host_level", _("This is missing.")
        for code, level in rated.items():
            if code != self.host_language and level in WEAK:
                reason = _("A mentee's level of “%s” is not kept. Leave the language out if it is too weak to meet in.")
                yield "languages", reason % code


def _titles_of_choices(row: Questionnaire) -> dict[str, Any]:
    """Name of a choice -> the title of the page whose first question it is."""
    pages = ((screen, [q for q in screen.get("question", []) if q["type"] != "note"]) for screen in row.screens)
    return {
        asked[0]["name"]: screen.get("title")
        for screen, asked in pages
        if asked and asked[0]["type"].startswith("select")
    }


def _unrated(languages: list[str], rated: dict[str, str]) -> Iterator[Wrong]:
    for code in languages:
        if code not in rated:
            reason = _("The level is missing. Write %(code)s:b1 here, or make a column level_%(code)s.")
            yield "languages", reason % {"code": code}


def _levels(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(column, language, level) of everything that a row says about levels."""
    for part in listed(cells.get("languages", "")):
        language, colon, level = part.partition(":")
        if colon:
            yield "languages", language, level
    for column, text in cells.items():
        if column.startswith("level_") and text:
            yield column, column.removeprefix("level_"), text
