"""Sheets of mentors and mentees become people. Every problem is collected, with its row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handslag.matching.cells import (
    HEADINGS,
    MENTEE_COLUMNS,
    MENTOR_COLUMNS,
    REQUIRED,
    Column,
    NotUnderstood,
)
from handslag.matching.codes import as_code
from handslag.matching.people import Mentee, Mentor
from handslag.matching.rows import UnreadableFile, rows_of

ALL_COLUMNS = {*MENTOR_COLUMNS, *MENTEE_COLUMNS}
_HEADING_TO_COLUMN = {heading: column for words in HEADINGS.values() for heading, column in words.items()}


class SheetProblems(ValueError):
    """Everything that is wrong with the sheets, a line each in `problems`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class People:
    """Both sheets. `unused` tells for each file which headings were passed over."""

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    unused: Mapping[str, tuple[str, ...]]


def read_people(mentors: Path, mentees: Path, headings: Mapping[str, str] | None = None) -> People:
    """Both sheets, or SheetProblems with all that is wrong. `headings`: own heading to our column."""
    readings = [
        _Reading(mentors, MENTOR_COLUMNS, headings or {}),
        _Reading(mentees, MENTEE_COLUMNS, headings or {}),
    ]
    everybody = {row.id.casefold() for reading in readings for row in reading.rows}
    problems = [problem for reading in readings for problem in reading.all_problems(everybody)]
    if problems:
        raise SheetProblems(problems)
    return People(
        mentors=tuple(Mentor(**row.values) for row in readings[0].rows),
        mentees=tuple(Mentee(**row.values) for row in readings[1].rows),
        unused={reading.path.name: reading.unused for reading in readings},
    )


@dataclass(frozen=True)
class _Row:
    number: int
    id: str
    excluded: tuple[str, ...]
    values: dict[str, Any]


class _Reading:
    """One sheet being read: the rows that are understood, and what is wrong with the others."""

    def __init__(self, path: Path, columns: Mapping[str, Column], headings: Mapping[str, str]) -> None:
        self.path = path
        self.rows: list[_Row] = []
        self.unused: tuple[str, ...] = ()
        self._columns = columns
        self._own_headings = {_plain(heading): column for heading, column in headings.items()}
        self._problems: list[str] = []
        try:
            lines = rows_of(path)
        except UnreadableFile as error:
            self._problems.append(str(error))
            return
        if not lines:
            self._problems.append(f"{path.name}: is empty; expected headings in the first row")
            return
        self._read_headings(*lines[0])
        if not self._problems:
            for number, cells in lines[1:]:
                self._read_row(number, cells)

    def all_problems(self, everybody: set[str]) -> list[str]:
        """Also what can only be told once both sheets are read: ids twice, exclusions of nobody."""
        problems, seen = list(self._problems), dict[str, int]()
        for row in self.rows:
            if row.id in seen:
                problems.append(self._at(row.number, "id", f"{row.id!r} stands in row {seen[row.id]} too"))
            seen.setdefault(row.id, row.number)
            if not all(_is_person_or_country(value, everybody) for value in row.excluded):
                expected = "not known; expected an id from these sheets or a two-letter country code"
                problems.append(self._at(row.number, "exclude", expected))
        return problems

    def _read_headings(self, number: int, headings: list[str]) -> None:
        self._headings = [self._column(heading) for heading in headings]
        self.unused = tuple(h for h, column in zip(headings, self._headings, strict=True) if h and not column)
        for column in sorted({column for column in self._headings if column}):
            if self._headings.count(column) > 1:
                self._problems.append(self._at(number, column, "the column stands twice"))
        for column in REQUIRED:
            if column not in self._headings:
                self._problems.append(self._at(number, column, "the column is missing"))

    def _column(self, heading: str) -> str:
        name = self._own_headings.get(_plain(heading)) or as_code(heading)
        name = _HEADING_TO_COLUMN.get(name, name)
        return name if name in self._columns else ""

    def _read_row(self, number: int, cells: list[str]) -> None:
        if any(cells[len(self._headings) :]):
            self._problems.append(f"{self.path.name}, row {number}: has more cells than there are headings")
            return
        cells = cells + [""] * (len(self._headings) - len(cells))
        values: dict[str, Any] = {"exclude": ()}
        for column, cell in zip(self._headings, cells, strict=True):
            if column:
                try:
                    values[self._columns[column].field] = self._columns[column].read(cell)
                except NotUnderstood as error:
                    self._problems.append(self._at(number, column, str(error)))
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            self._problems.append(self._at(number, "lat, lon", "one is empty; expected both or neither"))
        if not values["id"]:
            self._problems.append(self._at(number, "id", "is empty; every person needs an id"))
            return
        self.rows.append(_Row(number, values["id"], values["exclude"], values))

    def _at(self, number: int, column: str, what: str) -> str:
        return f"{self.path.name}, row {number}, column {column}: {what}"


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _is_person_or_country(value: str, everybody: set[str]) -> bool:
    return value.casefold() in everybody or (len(value) == 2 and value.isalpha() and value.isascii())
