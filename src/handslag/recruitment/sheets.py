"""Opens a CSV or XLSX file as tables of text. It knows how spreadsheets misbehave and nothing of applications."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .sniffing import Unreadable, is_workbook, refuse_other_kinds, table_of, text_of
from .workbooks import sheets_of

__all__ = ["MOST_BYTES", "MOST_CELL", "MOST_ROWS", "Problem", "Table", "Unreadable", "content_of", "open_tables"]

MOST_ROWS = 10_000
MOST_BYTES = 20_000_000
MOST_CELL = 20_000


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
        where = [
            _("sheet “%s”") % self.sheet if self.sheet else "",
            _("row %d") % self.row if self.row else "",
            _("column “%s”") % self.column if self.column else "",
        ]
        return ": ".join(filter(None, [", ".join(filter(None, where)), self.reason]))


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
    packed = is_workbook(content)
    sheets = sheets_of(content) if packed else [("", False, table_of(text_of(content)), [])]
    tables: list[Table] = []
    left = MOST_ROWS
    for name, hidden, lines, merged in sheets:
        kept = []
        for number, line in enumerate(lines, start=1):
            cells = [_plain(cell) for cell in line]
            if not any(cells):
                continue
            while cells and not cells[-1]:
                cells.pop()
            kept.append((number, cells))
            if len(kept) > left + 1:
                raise Unreadable(
                    _("The file has more than %s rows. Split it.") % number_format(MOST_ROWS, force_grouping=True)
                )
        if len(kept) > 1:
            left -= len(kept) - 1
            tables.append(Table(name, kept, hidden, merged))
    if not tables:
        raise Unreadable(_("The file holds no rows below the column names."))
    return tables


def _plain(cell: str) -> str:
    """The text of a cell; the ' before one that would else be a formula belongs to the spreadsheet."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
