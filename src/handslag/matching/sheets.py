"""Sheets of mentors and mentees become people. Every problem is collected, with its row and column."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from handslag.matching.cells import NotUnderstood, is_empty
from handslag.matching.codes import as_code
from handslag.matching.columns import MENTEE_COLUMNS, MENTOR_COLUMNS, REQUIRED, Column
from handslag.matching.exclusions import excluded, words_of_names
from handslag.matching.headings import Mapped, Source, joined, meant, sources, twice
from handslag.matching.people import Mentee, Mentor
from handslag.matching.rows import Row, Tell, UnreadableFile, delimiter_of, rows_of

_LINES = 24  # of problems that are told of one sheet, so that there is room for the other's
_MANY = 4  # the files are thought to be swapped with more mistakes than this, one for so many people at least
_NAMED = 10  # people
_LOOK_FOR_HEAD = 10  # rows; above the headings there may be a title


class SheetProblems(ValueError):
    """What is wrong with the sheets, a line each in `problems`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class People:
    """Both sheets. `unused` tells for each file which headings were passed over, `notes` what else is good to know,
    `separator` what stands between the cells of the mentors' sheet where it is CSV. `themselves`: ids (mentee, mentor)
    of those who stand in both sheets, who are never paired."""

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    unused: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    separator: str = ","
    themselves: tuple[tuple[str, str], ...] = ()


def read_people(
    mentors: Path,
    mentees: Path,
    mapped: Mapped | None = None,
    tell: Tell = lambda _: None,
    *,
    on: date | None = None,
) -> People:
    """Both sheets, or SheetProblems with what is wrong.

    mapped: what the headings and words of a form mean. tell: called with a few words as a long sheet is read.
    on: today; nobody is born or began to wait after it.
    """
    mapped = mapped or Mapped()
    readings = _readings(mentors, mentees, mapped, tell, on)
    swapped = _look_swapped(readings, lambda: _readings(mentees, mentors, mapped, tell, on))
    question = f"are the two files swapped? {mentors.name} is read for mentors and {mentees.name} for mentees"
    asked = [question] if swapped else []
    rows = [row for reading in readings for row in reading.rows]
    everybody = all(reading.has_everybody for reading in readings)
    ids, names = {row.id.casefold() for row in rows}, words_of_names(row.values.get("name", "") for row in rows)
    for reading in readings:
        reading.check_ids()
        if everybody:
            reading.check_exclusions(ids, names)
    problems = [line for reading in readings for line in reading.problems.told(reading.path)]
    if all(reading.is_read for reading in readings):
        problems += _nowhere(mapped, {source.column for reading in readings for source in reading.sources})
    if problems:
        raise SheetProblems([*asked, *problems])
    themselves = _in_both(readings[0].rows, readings[1].rows)
    return People(
        mentors=tuple(Mentor(**row.values) for row in readings[0].rows),
        mentees=tuple(Mentee(**row.values) for row in readings[1].rows),
        unused={reading.path.name: reading.unused for reading in readings},
        notes=(*asked, *(note for reading in readings for note in reading.notes), *_note_of(themselves)),
        separator=readings[0].separator,
        themselves=themselves,
    )


def _in_both(mentors: Iterable["_Row"], mentees: Iterable["_Row"]) -> tuple[tuple[str, str], ...]:
    """Ids (mentee, mentor) where id and name are the same: somebody may be both in one programme. An id alone may be
    the number of a row, which says nothing."""
    mentor_of = {row.who: row.id for row in mentors if row.values.get("name")}
    return tuple((row.id, mentor_of[row.who]) for row in mentees if row.who in mentor_of)


def _note_of(themselves: Sequence[tuple[str, str]]) -> list[str]:
    named = ", ".join([*(mentee for mentee, _ in themselves[:_NAMED]), *["..."][: len(themselves) > _NAMED]])
    return [f"in both sheets with the same id and name, and not paired with themselves: {named}"] if themselves else []


def _readings(mentors: Path, mentees: Path, mapped: Mapped, tell: Tell, on: date | None) -> list["_Reading"]:
    return [
        _Reading(mentors, MENTOR_COLUMNS, mapped, tell, on),
        _Reading(mentees, MENTEE_COLUMNS, mapped, tell, on),
    ]


def _look_swapped(readings: Sequence["_Reading"], other_way: Callable[[], Sequence["_Reading"]]) -> bool:
    """Whether a column that only mentees fill is filled for mentors alone, or the reverse; or many cells are wrong,
    and few if the files are read the other way round."""
    for one, other in (readings, readings[::-1]):
        if (one.filled - one.columns) - other.filled:
            return True
    wrong = _wrong(readings)
    if wrong <= _MANY or wrong * _MANY < sum(len(reading.rows) for reading in readings):
        return False
    others = other_way()
    # a column that would then not be read at all has no mistakes, which says nothing
    return wrong > _wrong(others) * _MANY and all(reading.filled <= reading.columns for reading in others)


def _wrong(readings: Iterable["_Reading"]) -> int:
    return sum(len(reading.problems) for reading in readings)


class _Problems:
    """Of many only the first are kept: a long sheet may be wrong everywhere."""

    def __init__(self) -> None:
        self._first, self._count = list[str](), 0

    def __len__(self) -> int:
        return self._count

    def append(self, line: str) -> None:
        self._count += 1
        if self._count <= _LINES:
            self._first.append(line)

    def told(self, path: Path) -> list[str]:
        more = self._count - _LINES
        return [*self._first, *([f"... and {more} more in {path.name}"] if more > 0 else [])]


def _nowhere(mapped: Mapped, filled: Collection[str]) -> list[str]:
    """Columns that the file of columns tells of and no sheet has: a slip, by which an exclusion could get lost."""
    missing = {column: heading for heading, (column, _) in mapped.headings.items() if column not in filled}
    return [
        f"the file of columns: neither sheet has {mapped.written.get(heading, heading)!r} for {column}"
        for column, heading in missing.items()
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    id: str
    values: dict[str, Any]

    @property
    def who(self) -> tuple[str, str]:
        """Id and name as they are compared."""
        return self.id.casefold(), " ".join(str(self.values.get("name", "")).casefold().split())


class _Reading:
    """One sheet being read: the rows that are understood, and what is wrong with the others. `has_everybody`: no row
    was left out, so that an id that is not in `rows` is of nobody. `filled`: columns in which something stands, also
    those that are only of the other sheet."""

    def __init__(self, path: Path, columns: Mapping[str, Column], mapped: Mapped, tell: Tell, on: date | None) -> None:
        self.path, self._columns, self._mapped, self._on = path, columns, mapped, on
        self.rows: list[_Row] = []
        self.sources: list[Source] = []
        self.columns, self.filled = frozenset(columns), frozenset[str]()
        self.unused: tuple[str, ...] = ()
        self.notes: list[str] = []
        self.is_read = self.has_everybody = False
        self.problems = _Problems()
        try:
            lines = rows_of(path, tell, self.notes.append)
        except UnreadableFile as error:
            self.problems.append(str(error))
            return
        if not lines:
            self.problems.append(f"{path.name}: is empty; expected headings in the first row")
            return
        self._read(lines)

    @cached_property
    def separator(self) -> str:
        return delimiter_of(self.path) if self.path.suffix.casefold() == ".csv" else ","

    def _read(self, lines: Sequence[Row]) -> None:
        head = max(range(len(lines[:_LOOK_FOR_HEAD])), key=lambda at: (self._has_required(lines[at][1]), -at))
        self._read_headings(*lines[head])
        self.is_read = not self.problems
        if self.is_read and len(lines) == head + 1:
            self.problems.append(f"{self.path.name}: has headings but no people; expected one person a row")
        if self.is_read:
            self.has_everybody = len(lines) > head + 1
            self.filled = frozenset(
                source.column
                for source in sources(lines[head][1], self._mapped)
                if any(source.at < len(cells) and cells[source.at] for _, cells in lines[head + 1 :])
            )
            for number, cells in lines[head + 1 :]:
                self._read_row(number, cells)

    def _has_required(self, headings: Sequence[str]) -> bool:
        return {*REQUIRED} <= {source.column for source in sources(headings, self._mapped)}

    def check_ids(self) -> None:
        seen = dict[str, int]()
        for row in self.rows:
            if row.id in seen:
                self.problems.append(self._at(row.number, "id", f"{row.id!r} stands in row {seen[row.id]} too"))
            seen.setdefault(row.id, row.number)

    def check_exclusions(self, ids: Collection[str], names: Collection[str]) -> None:
        """What can only be told where everybody of both sheets is known: exclusions of nobody."""
        for row in self.rows:
            try:
                row.values["exclude"] = tuple(excluded(value, ids, names) for value in row.values["exclude"])
            except NotUnderstood as error:
                question = self._question("exclude", [""] * self._width)
                self.problems.append(self._at(row.number, "exclude", str(error), question))

    def _read_headings(self, number: int, headings: list[str]) -> None:
        found = sources(headings, self._mapped)
        self.sources = [source for source in found if source.column in self._columns]
        used = {source.at for source in self.sources}
        self.unused = tuple(heading for at, heading in enumerate(headings) if heading and at not in used)
        self._width, self._headings = len(headings), headings
        filled = {source.column for source in self.sources}
        self._by_column = {name: [s for s in self.sources if s.column == name] for name in sorted(filled)}
        for column in twice(self.sources):
            self.problems.append(self._at(number, column, "the column stands twice"))
        for heading in self.unused:
            if (column := meant(heading)) in self._columns and column not in filled:
                self.problems.append(self._at(number, column, f"{heading!r} is not known; did you mean {column}?"))
        for column in REQUIRED:
            if column not in filled:
                there = ", ".join(heading for heading in headings if heading)
                what = "; ".join(["the column is missing", *self.notes, f"the headings are: {there}"])
                self.problems.append(self._at(number, column, what))

    def _read_row(self, number: int, cells: list[str]) -> None:
        if any(cells[self._width :]):
            expected = "expected a heading above each"
            if self.path.suffix.casefold() == ".csv":
                expected = f"put quotation marks around a cell with {self.separator!r} in it, or use another separator"
            self.problems.append(f"{self.path.name}, row {number}: has more cells than there are headings; {expected}")
            self.has_everybody = False
            return
        cells = cells + [""] * (self._width - len(cells))
        values: dict[str, Any] = {"exclude": ()}
        for column, found in self._by_column.items():
            cell = joined(found, cells, self._mapped.values.get(column, {}))
            if is_empty(cell) and column == "languages":
                what = "is empty; every person needs languages"
                self.problems.append(self._at(number, column, what, self._question(column, cells)))
            try:
                values[self._columns[column].field] = self._columns[column].read(cell)
            except NotUnderstood as error:
                self.problems.append(self._at(number, column, str(error), self._question(column, cells)))
        self._check_together(number, values)
        if values["id"]:
            self.rows.append(_Row(number, values["id"], values))
        else:
            self.problems.append(self._at(number, "id", "is empty; every person needs an id"))

    def _check_together(self, number: int, values: Mapping[str, Any]) -> None:
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            self.problems.append(self._at(number, "lat, lon", "one is empty; expected both or neither"))
        if self._on is None:
            return
        if (values.get("birth_year") or 0) > self._on.year:
            self.problems.append(self._at(number, "birth_year", f"{values['birth_year']} lies after {self._on}"))
        if (values.get("waiting_since") or self._on) > self._on:
            self.problems.append(self._at(number, "waiting_since", f"{values['waiting_since']} lies after {self._on}"))

    def _question(self, column: str, cells: list[str]) -> str:
        """The heading of the sheet over what is not understood, where it is not ours: of several the one that is wrong
        by itself."""
        found = self._by_column[column]
        wrong = next((source for source in found if not self._is_understood(source, cells)), found[0])
        heading = self._headings[wrong.at]
        return "" if as_code(heading) == column else heading

    def _is_understood(self, source: Source, cells: list[str]) -> bool:
        try:
            self._columns[source.column].read(joined([source], cells, self._mapped.values.get(source.column, {})))
        except NotUnderstood:
            return False
        return True

    def _at(self, number: int, column: str, what: str, question: str = "") -> str:
        return f"{self.path.name}, row {number}, column {column}{f' ({question})' if question else ''}: {what}"
