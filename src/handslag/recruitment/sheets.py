"""Opens a CSV or XLSX file as rows of text. It knows how spreadsheets misbehave and nothing of applications."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_ROWS = 5_000
MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_CELL = 20_000
MOST_COLUMNS = 500


class Unreadable(Exception):
    """The file as a whole can not be read; the text says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, row (0: the whole file or sheet) or column ("": the whole row)."""

    row: int
    column: str
    reason: str
    sheet: str = ""

    def __str__(self):
        where = [
            _("sheet “%s”") % self.sheet if self.sheet else "",
            _("row %d") % self.row if self.row else "",
            _("column “%s”") % self.column if self.column else "",
        ]
        return ": ".join(filter(None, [", ".join(filter(None, where)), self.reason]))


@dataclass(frozen=True)
class Sheet:
    """One table: its name ("" for CSV), its columns in order and its rows as (number on screen, column -> text)."""

    name: str
    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]


def open_sheets(path: Path) -> tuple[list[Sheet], list[Problem]]:
    """The tables of a file, and what is wrong with their shape. Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(_("The file is too large: %d megabytes at most.") % (MOST_BYTES // 1_000_000))
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(_("The file cannot be opened: %s") % (error.strerror or error)) from error
    tables = _workbook(content) if content.startswith(b"PK") else [("", _csv(content))]
    sheets, problems, left = [], [], MOST_ROWS
    for name, lines in tables:
        sheet, wrong = _table(name, lines, left)
        left -= len(sheet.rows)
        problems += wrong
        if sheet.rows:
            sheets.append(sheet)
    if not sheets and not problems:
        problems.append(Problem(0, "", _("The file holds no rows below the column names.")))
    return sheets, problems


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _text(content)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(_("The file is not a table of comma-separated values: %s") % error) from error


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise Unreadable(_("The file is not in UTF-8. Save it as “CSV UTF-8” or as XLSX."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The letters of the file cannot be read. Save it as “CSV UTF-8” or as XLSX."))


def _workbook(content: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The sheets of a workbook. Formulas come as the text that was typed; nothing is computed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The workbook is too large when it is unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken file
        raise Unreadable(_("The workbook cannot be opened. Save it anew as XLSX or as CSV.")) from error
    for sheet in book.worksheets:
        yield sheet.title, _cells(sheet)
    book.close()


def _cells(sheet) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    try:
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield [_as_text(value) for value in row]
    except Exception as error:
        raise Unreadable(_("The workbook is damaged. Save it anew as XLSX or as CSV.")) from error


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(name: str, lines: Iterable[list[str]], left: int) -> tuple[Sheet, list[Problem]]:
    columns: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if not columns:
            columns = [_column(cell) for cell in cells]
            problems += [Problem(number, c, _("This column is there twice."), name) for c in _twice(columns)]
            continue
        if len(rows) == left:
            raise Unreadable(_("The file has more than %d rows. Split it.") % MOST_ROWS)
        problems += _misshapen(columns, cells, number, name)
        rows.append((number, dict(zip(columns, cells, strict=False))))
    return Sheet(name, columns, rows), problems


def _column(cell: str) -> str:
    """A column's name as it is compared: `Full name` and `full_name` are one."""
    return re.sub(r"[\s\-]+", "_", cell.strip().casefold())


def _twice(columns: list[str]) -> list[str]:
    return sorted({column for column in columns if column and columns.count(column) > 1})


def _misshapen(columns: list[str], cells: list[str], number: int, sheet: str) -> Iterator[Problem]:
    if any(cells[len(columns) :]):
        reason = _("This row has more cells than there are column names. Put texts that hold the separator in quotes.")
        yield Problem(number, "", reason, sheet)
    for column, cell in zip(columns, cells, strict=False):
        if cell and not column:
            yield Problem(number, "", _("There is a text in a column without a name: %s") % cell[:40], sheet)
        if len(cell) > MOST_CELL:
            yield Problem(number, column, _("The text is longer than %d characters.") % MOST_CELL, sheet)
