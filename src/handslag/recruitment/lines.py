"""The lines of one sheet, turned into applicants or into problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from handslag.programmes.roles import Role

from .cells import CellError
from .columns import ALSO, Form
from .headings import TWICE, Column
from .rows import Layout, Row, person_of
from .sheets import MOST_CELL, MOST_ROWS, Problem, Table
from .workbooks import FAULT, FORMULA

if TYPE_CHECKING:  # the reader reads with these lines
    from .importing import Reader

MOST_OF_A_ROW = 12  # a row with more wrong than this is told no more: the whole row is something else
MOST_MERGED = 1_000


class Lines:
    """One sheet as the reader reads it."""

    def __init__(self, reader: Reader, table: Table, layout: Layout):
        self.reader, self.table, self.layout = reader, table, layout
        self.columns = [column for column in layout.columns if column.is_taken]
        self.lines = table.lines[layout.head + 1 :]
        self.headings: dict[str, str] = {}
        for column in self.columns:
            self.headings.setdefault(column.target, column.heading)
        # What a row can answer, empty cells too.
        self.named = [*dict.fromkeys([*self.headings, *layout.for_all])]
        self.merged = _merged_rows(table.merged)
        self.language = reader.headings.tongue(layout.columns)

    def read(self) -> tuple[list[Row], list[Problem]]:
        """The applicants and the problems of the sheet."""
        for form in self.reader.forms.values():
            form.take_orders({c.target: [_cell(cells, c.at) for _n, cells in self.lines] for c in self.columns
                              if self.reader.headings.kind_of(c.target) == "date"})  # fmt: skip
        rows: list[Row] = []
        problems: list[Problem] = []
        met: dict[str, Form] = {}
        for number, cells in self.lines:
            row, wrong = self._row(number, cells, met)
            rows += [row] if row else []
            problems += wrong[:MOST_OF_A_ROW]
        return rows, [*problems, *self._about_columns(list(met.values()))]

    def _row(self, number: int, line: list[str], met: dict[str, Form]) -> tuple[Row | None, list[Problem]]:
        wrong = list(self._misshapen(number, line))
        cells = self._cells(number, line, wrong)
        role = self.reader.role_of(cells.get("role", ""), self.table)
        if role is None:
            return None, [*wrong, self._no_role(number, cells)]
        met[role] = form = self.reader.forms[role]
        answers, refused = form.answers(cells, self.named)
        told = {problem.column for problem in wrong}
        for target, reason in [*refused, *self._of_others(cells, form)]:
            problem = self._problem(number, form, target, reason, line)
            wrong += [problem] if problem.column not in told else []
        beside = answers.pop(None)
        language = beside.get("language") or self.language or self.reader.programme.languages[0]
        person = person_of(cells, beside, answers)
        return Row(self.table.name, number, role, language, beside.get("channel") or "", person, answers), wrong

    # ---- cells

    def _cells(self, number: int, line: list[str], wrong: list[Problem]) -> dict[str, str]:
        """The texts of a row by question. Cells that are no text, and rows of grids, are judged on the way."""
        cells = dict(self.layout.for_all)
        for column in self.columns:
            text = _cell(line, column.at)
            if not text:
                continue
            if reason := _no_text(text):
                wrong.append(Problem(number, column.heading, reason, self.table.name))
            elif column.row and self.reader.headings.kind_of(column.target) == "select_multiple":
                self._tick(number, column, text, cells, wrong)
            else:
                cells[column.target] = text
        if last := cells.pop("last_name", ""):
            cells["full_name"] = f"{cells.get('full_name') or cells.get('first_name', '')} {last}".strip()
        return cells

    def _tick(self, number: int, column: Column, text: str, cells: dict[str, str], wrong: list[Problem]) -> None:
        form = next(form for form in self.reader.forms.values() if column.target in form.questions)
        try:
            codes = form.in_grid(column.target, column.row, text)
        except CellError as error:
            wrong.append(Problem(number, column.heading, str(error), self.table.name, text))
            return
        cells[column.target] = ";".join(filter(None, [cells.get(column.target, ""), *codes]))

    def _misshapen(self, number: int, line: list[str]) -> Iterator[Problem]:
        if area := self.merged.get(number):
            reason = _("The cells %s are merged. Split them, and write into each row what is meant for it.")
            yield Problem(number, "", reason % area, self.table.name)
        width = len(self.table.lines[self.layout.head][1])
        if any(line[width:]):
            reason = _(
                "This row has more cells than there are column names. Put texts that hold the separator in quotes."
            )
            yield Problem(number, "", reason, self.table.name)
        for column, text in zip(self.layout.columns[:width], line, strict=False):
            if text and not column.heading and not column.how:
                reason = _("There is a text in a column without a name: %s") % _shown(text)[:40]
                yield Problem(number, "", reason, self.table.name)
            elif len(text) > MOST_CELL:
                reason = _("The text is longer than %d characters.") % MOST_CELL
                yield Problem(number, column.heading, reason, self.table.name)

    def _of_others(self, cells: dict[str, str], form: Form) -> Iterator[tuple[str, str]]:
        """Cells that only the other role is asked for: kept out silently they would be lost."""
        if len(self.reader.forms) == 1:
            return
        for name, text in cells.items():
            others = (other.knows(name) for other in self.reader.forms.values())
            if text and name not in self.layout.for_all and not form.knows(name) and any(others):
                yield name, _("This is not asked of a %s. Leave it empty.") % form.role.label.lower()

    # ---- what is said

    def _problem(self, number: int, form: Form, target: str, reason: str, line: list[str]) -> Problem:
        heading = self._called(form, target)
        at = next((column.at for column in self.columns if column.heading == heading), None)
        value = _shown(_cell(line, at)) if at is not None else ""
        return Problem(number, heading, reason, self.table.name, value)

    def _called(self, form: Form, target: str) -> str:
        """What the file calls a question; where no column has it, its wording or its name."""
        heading = self.headings.get(target) or self.headings.get(ALSO.get(target, ""))
        return heading or form.called(target) or target

    def _no_role(self, number: int, cells: dict[str, str]) -> Problem:
        reason = _("Write mentor or mentee here, or call the sheet “mentors” or “mentees”.")
        if self.reader.role:
            reason = _("This row is not for a %s. Take it out, or upload it apart.")
            reason %= self.reader.forms[Role(self.reader.role)].role.label.lower()
        if "role" in self.headings:
            return Problem(number, self.headings["role"], reason, self.table.name, cells.get("role", ""))
        if not self.reader.role:
            reason = _(
                "Nothing in the file says who is a mentor and who is a mentee. "
                "Add a column “role”, or call the sheets “mentors” and “mentees”."
            )
        return Problem(0, "", reason, self.table.name)

    def _about_columns(self, met: list[Form]) -> Iterator[Problem]:
        """Columns that nobody knows, unless they are empty, that are there twice, or that a form needs."""
        head = self.table.lines[self.layout.head][0]
        for column in self.layout.columns:
            if column.how == TWICE:
                yield Problem(head, column.heading, _("This column is there twice."), self.table.name)
            elif column.heading and not column.target and any(_cell(cells, column.at) for _n, cells in self.lines):
                reason = _("No question has this name. Rename the column or remove it.")
                yield Problem(0, column.heading, reason, self.table.name)
        for form in met:
            for name in missing(form, self.named):
                yield Problem(0, self._called(form, name), _("This column is missing."), self.table.name)


def _merged_rows(areas: Iterable[str]) -> dict[int, str]:
    """Number of the row -> the merged area that covers it. Such cells hold a text for their first row alone."""
    found: dict[int, str] = {}
    for area in list(areas)[:MOST_MERGED]:
        first, _colon, last = area.partition(":")
        top, bottom = (int("".join(filter(str.isdigit, corner)) or 0) for corner in (first, last or first))
        found |= dict.fromkeys(range(top, min(bottom, top + MOST_ROWS) + 1), area)
    return found


def missing(form: Form, named: Iterable[str]) -> list[str]:
    """The questions that a form needs and no column answers."""
    there = set(named)
    return [name for name in form.needed if not {name, ALSO.get(name)} & there]


def _cell(line: list[str], at: int) -> str:
    return line[at] if at < len(line) else ""


def _no_text(text: str) -> str:
    """What is wrong with a cell that shows what it computes, or that it cannot."""
    if text == FORMULA:
        return _("This cell holds a formula. Paste what it shows as plain text or number.")
    return _("This cell shows an error. Write what is meant.") if text == FAULT else ""


def _shown(text: str) -> str:
    return "" if text in (FORMULA, FAULT) else text
