"""Opens a CSV or XLSX file as tables of text. It knows how spreadsheets misbehave and nothing of applications."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.sheets.bounds import Bounds, Kept, TooLarge

from .sniffing import Unreadable, encoding_of, is_workbook, refuse_other_kinds, table_of
from .workbooks import sheets_of, too_large

__all__ = [
    "MOST_BYTES",
    "MOST_CELL",
    "MOST_ROWS",
    "Problem",
    "Table",
    "Unreadable",
    "content_of",
    "open_tables",
    "place_in_words",
    "problem_in_words",
]

MOST_ROWS = 10_000
MOST_BYTES = 20_000_000
MOST_CELL = 20_000
BOUNDS = Bounds(kept=80_000_000, texts=20_000_000, unpacked=120_000_000)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, row (0: the whole file or sheet) or column ("": the whole row).

    `column` is what the file calls it, `value` the text of the cell, `reason` says what is expected.
    """

    row: int
    column: str
    reason: str
    sheet: str = ""
    value: str = ""

    def __str__(self):
        return problem_in_words(self.sheet, str(self.row or ""), 1, self.column, self.reason)


def problem_in_words(sheet: str, rows: str, count: int, column: str, reason: str) -> str:
    """One line: where something is wrong, and what. `rows`: their numbers as “2–4, 7”, `count` rows in all."""
    where = place_in_words(sheet, rows, count, column)
    return f"{where}: {reason}" if where else reason


def place_in_words(sheet: str, rows: str, count: int = 1, column: str = "") -> str:
    """Where in a file: “sheet “mentors”, row 3”. What is empty is left out."""
    where = [
        _("sheet “%s”") % sheet if sheet else "",
        ngettext("row %(rows)s", "rows %(rows)s", count) % {"rows": rows} if rows else "",
        _("column “%s”") % column if column else "",
    ]
    return ", ".join(filter(None, where))


@dataclass(frozen=True)
class Table:
    """One sheet: its name ("" for CSV) and its lines that are not empty as (number on screen, cells).

    `merged`: areas such as B2:B4 that were merged into one cell. `hidden`: the spreadsheet does not show the sheet.
    """

    name: str
    lines: list[tuple[int, list[str]]]
    hidden: bool = False
    merged: list[str] = field(default_factory=list)

    def as_json(self) -> list:
        return [self.name, self.lines, self.hidden, self.merged]

    @classmethod
    def from_json(cls, kept: list) -> "Table":
        name, lines, hidden, merged = kept
        return cls(name, [(number, cells) for number, cells in lines], hidden, merged)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(_("The file is too large: %d megabytes at most.") % (MOST_BYTES // 1_000_000))
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(_("The file cannot be opened: %s") % (error.strerror or error)) from error


def open_tables(content: bytes) -> list[Table]:
    """The sheets of a file that hold more than one line. Raises Unreadable."""
    refuse_other_kinds(content)
    read = _tables_of_workbook if is_workbook(content) else _table_of_text
    try:
        tables = [table for table in read(content, _Rows()) if len(table.lines) > 1]
    except TooLarge as error:
        raise too_large(error) from error
    if not tables:
        raise Unreadable(_("The file holds no rows below the column names."))
    return tables


class _Rows:
    """The rows of all sheets that are kept."""

    def __init__(self) -> None:
        self._kept = Kept(BOUNDS)
        self._left = MOST_ROWS

    def of_sheet(self, lines: Iterable[tuple[int, Iterable[str]]]) -> list[tuple[int, list[str]]]:
        """Those that are not empty."""
        found: list[tuple[int, list[str]]] = []
        for number, line in lines:
            if cells := self._kept.row(number, map(_plain, line)):
                while not cells[-1]:
                    cells.pop()
                found.append((number, cells))
            if len(found) > self._left + 1:
                raise Unreadable(
                    _("The file has more than %s rows. Split it.") % number_format(MOST_ROWS, force_grouping=True)
                )
        self._left -= max(len(found) - 1, 0)
        return found


def _tables_of_workbook(content: bytes, rows: _Rows) -> Iterator[Table]:
    for sheet, lines in sheets_of(content, BOUNDS):
        yield Table(sheet.title, rows.of_sheet(lines), not sheet.is_shown, sheet.merged)


def _table_of_text(content: bytes, rows: _Rows) -> Iterator[Table]:
    yield Table("", rows.of_sheet(enumerate(table_of(content, encoding_of(content)), start=1)))


def _plain(cell: str) -> str:
    """The text of a cell; the ' before one that would else be a formula belongs to the spreadsheet."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
