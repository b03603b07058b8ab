"""The questionnaires of a role as the columns of a sheet."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from handslag.programmes.roles import Role
from handslag.questionnaires.models import Questionnaire

from .cells import CellError, Choices, answer_of, code_of, listed, takes

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


class Form:
    """The questionnaires of one role; the one that somebody applies with is the first of `rows`."""

    def __init__(self, role: str, rows: list[Questionnaire], choices: Choices, on: date):
        self.role, self.rows, self.choices, self.on = Role(role), rows, choices, on
        self.host_language = rows[0].programme.organisation.host_language if rows else ""
        self.questions: dict[str, tuple[Questionnaire | None, dict]] = {n: (None, q) for n, q in BESIDES.items()}
        for row in reversed(rows):  # a name in both belongs to the questionnaire that one applies with
            asked = (question for screen in row.screens for question in screen.get("question", []))
            self.questions |= {question["name"]: (row, question) for question in asked if takes(question)}
        self.level = self.questions.pop("level_LANG", None)
        self.needed = [
            name
            for name, (row, question) in self.questions.items()
            if row in rows[:1] and question.get("required") and name not in NOT_NEEDED
        ]

    def knows(self, column: str) -> bool:
        asked = column in self.questions or ALSO.get(column) in self.questions
        return asked or column == "role" or column.startswith("level_")

    def answers(self, cells: dict[str, str], columns: list[str]) -> tuple[Answers, list[Wrong]]:
        """The answers of a row, and what is wrong with them. `columns`: those of the sheet, with empty cells too."""
        found: Answers = {None: {}, **{row.pk: {} for row in self.rows}}
        wrong: list[Wrong] = []
        for name, (row, question) in self.questions.items():
            column = name if cells.get(name) or not cells.get(ALSO.get(name, "")) else ALSO[name]
            try:
                if cells.get(column):
                    found[row.pk if row else None][name] = self._answer(row, question, cells[column])
                elif name in self.needed and {name, ALSO.get(name)} & set(columns):
                    wrong.append((column, _("This is missing.")))
            except CellError as error:
                wrong.append((column, str(error)))
        wrong += self._take_levels(cells, found)
        if any(given.get("consent") is False for given in found.values()):
            wrong.append(("consent", _("Without a yes the application may not be kept.")))
        return found, wrong

    def _answer(self, row: Questionnaire | None, question: dict, text: str):
        if question["name"] == "first_name":  # the partner of a pair sees it, so it holds no family name
            text = text.split()[0]
        if question["name"] == "languages":
            text = ";".join(part.partition(":")[0] for part in listed(text))
        return answer_of(question, text, self.choices.of(question, row), self.on)

    def _take_levels(self, cells: dict[str, str], found: Answers) -> Iterator[Wrong]:
        """Levels stand in columns `level_ar` or beside the language: `ar:native;sv:b1`."""
        row, asked = self.questions["languages"]
        languages, levels = self.choices.of(asked, row), self.choices.of({"list": "cefr"}, row)
        rated: dict[str, str] = {}
        for column, language, text in _levels(cells):
            try:
                code = code_of(language, languages)
                rated[code] = ""  # something was said, if only something wrong
                rated[code] = code_of(text, levels)
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
