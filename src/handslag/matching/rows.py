"""A CSV or XLSX file as rows of text, whatever program wrote it. No meaning yet: see `sheets.py`."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from handslag.matching.separators import names_separator, separator_of
from handslag.matching.unpacking import TooLarge, refuse_bombs

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_000_000, 1_000, 100_000
_MOST_BYTES, _BYTES_OF_A_ROW = 200_000_000, 200  # kept in memory: what the rows of 200,000 people take
_TELL_EVERY = 10_000  # rows
Row = tuple[int, list[str]]
Tell = Callable[[str], None]


class UnreadableFile(ValueError):
    """A file that is missing, of another kind, or broken; the text says what to do."""


def rows_of(path: Path, tell: Tell = lambda _: None, note: Tell = lambda _: None) -> list[Row]:
    """(row number as spreadsheets show it, cells) of every row that is not empty.

    tell: called as it goes on. note: called with what is good to know about the file.
    """
    read = {".csv": _csv_rows, ".xlsx": _xlsx_rows}.get(path.suffix.casefold())
    if read is None:
        raise UnreadableFile(f"{path}: expected a file ending in .csv or .xlsx")
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{path}: is a folder or a pipe; expected a file")
    try:
        return _within_bounds(path, read(path, tell, note), tell)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror or error})") from None


def _within_bounds(path: Path, rows: Iterable[list[str]], tell: Tell) -> list[Row]:
    """The rows that are not empty, or UnreadableFile before there are more of them than the memory holds."""
    kept: list[Row] = []
    size = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise UnreadableFile(f"{path}: has more than {MOST_ROWS:,} rows")
        if len(row) > MOST_COLUMNS:
            raise UnreadableFile(f"{path}, row {number}: has more than {MOST_COLUMNS:,} columns")
        if any(row):
            if max(map(len, row)) > LONGEST_CELL:
                raise UnreadableFile(f"{path}, row {number}: has a cell of more than {LONGEST_CELL:,} characters")
            kept.append((number, row))
            size += _BYTES_OF_A_ROW + sum(sys.getsizeof(cell) for cell in row if cell)
            if size > _MOST_BYTES:
                raise UnreadableFile(f"{path}: is too large to be read ({number:,} rows so far); make parts of it")
        if number % _TELL_EVERY == 0:
            tell(f"reading {path.name}: {number:,} rows")
    return kept


def delimiter_of(path: Path) -> str:
    """What separates the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return separator_of(file.read(LONGEST_CELL))


def _csv_rows(path: Path, tell: Tell, note: Tell) -> Iterator[list[str]]:
    number = 0
    try:
        delimiter = delimiter_of(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=delimiter):
                yield [cell.strip() for cell in row] if number or not names_separator(row) else []
                number += 1
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: is not in UTF-8; save it as 'CSV UTF-8' or as .xlsx") from None
    except csv.Error as error:
        what = f"is not proper CSV ({error})"
        if "field limit" in str(error):
            what = "has a cell that is too long, or a quotation mark that is not closed"
        raise UnreadableFile(f"{path}, row {number + 1}: {what}") from None


def _xlsx_rows(path: Path, tell: Tell, note: Tell) -> Iterator[list[str]]:
    try:
        refuse_bombs(path, tell)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = _first_sheet(path, book.worksheets, note)
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                yield _without_trailing_blanks([_as_text(value) for value in row])
        finally:
            book.close()
    except TooLarge as error:
        raise UnreadableFile(f"{path}: {error}; save the sheet of people alone, as CSV") from None
    except (UnreadableFile, OSError):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken file
        raise UnreadableFile(f"{path}: is not a proper XLSX file; save it anew as XLSX or as CSV") from error


def _first_sheet(path: Path, sheets: Sequence[Any], note: Tell) -> Any:
    """The first that is not hidden."""
    if not sheets:
        raise UnreadableFile(f"{path}: holds no sheet with rows; save the sheet of people as XLSX or as CSV")
    chosen = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
    if others := ", ".join(repr(sheet.title) for sheet in sheets if sheet is not chosen):
        note(f"{path.name}: of its sheets {chosen.title!r} is read, and not {others}")
    return chosen


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()


def _without_trailing_blanks(cells: Sequence[str]) -> list[str]:
    used = max((number for number, cell in enumerate(cells, start=1) if cell), default=0)
    return list(cells[:used])
