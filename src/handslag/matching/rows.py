"""A CSV or XLSX file as rows of text, whatever program wrote it. No meaning yet: see `sheets.py`."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from handslag.matching.bounds import BOUNDS, Bounds, TooLarge
from handslag.matching.separators import names_separator, separator_of
from handslag.matching.workbook import NoSheet, rows_of_first_sheet

_BYTES_OF_A_ROW, _BYTES_OF_A_CELL = 800, 8  # beside its texts; measured, with the person that becomes of a row
_TELL_EVERY = 10_000  # rows
Row = tuple[int, list[str]]
Tell = Callable[[str], None]


class UnreadableFile(ValueError):
    """A file that is missing, of another kind, or broken; the text says what to do."""


def rows_of(
    path: Path, tell: Tell = lambda _: None, note: Tell = lambda _: None, *, bounds: Bounds = BOUNDS
) -> list[Row]:
    """(row number as spreadsheets show it, cells) of every row that is not empty.

    tell: called as it goes on. note: called with what is good to know about the file. Raises UnreadableFile, also
    before there is more than the memory holds.
    """
    read = {".csv": _csv_rows, ".xlsx": _xlsx_rows}.get(path.suffix.casefold())
    if read is None:
        raise UnreadableFile(f"{path}: expected a file ending in .csv or .xlsx")
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{path}: is a folder or a pipe; expected a file")
    try:
        return _within_bounds(path, read(path, bounds, tell, note), bounds, tell)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror or error})") from None


def _within_bounds(path: Path, rows: Iterable[Row], bounds: Bounds, tell: Tell) -> list[Row]:
    """The rows that are not empty."""
    kept: list[Row] = []
    size = 0
    for number, row in rows:
        if number > bounds.rows:
            raise UnreadableFile(f"{path}: has more than {bounds.rows:,} rows")
        if len(row) > bounds.columns:
            raise UnreadableFile(f"{path}, row {number}: has more than {bounds.columns:,} columns")
        if any(row):
            if max(map(len, row)) > bounds.cell:
                raise UnreadableFile(f"{path}, row {number}: has a cell of more than {bounds.cell:,} characters")
            kept.append((number, row))
            size += _BYTES_OF_A_ROW + sum(
                _BYTES_OF_A_CELL + sys.getsizeof(cell) if cell else _BYTES_OF_A_CELL for cell in row
            )
            if size > bounds.kept:
                raise UnreadableFile(f"{path}: is too large to be read ({number:,} rows so far); make parts of it")
        if number % _TELL_EVERY == 0:
            tell(f"reading {path.name}: {number:,} rows")
    return kept


def delimiter_of(path: Path) -> str:
    """What separates the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return separator_of(file.read(BOUNDS.cell))


def _csv_rows(path: Path, bounds: Bounds, tell: Tell, note: Tell) -> Iterator[Row]:
    number = 0
    try:
        delimiter = delimiter_of(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _Lines(file, bounds.row)
            for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
                yield number, [cell.strip() for cell in row] if number > 1 or not names_separator(row) else []
                lines.of_row = 0
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: is not in UTF-8; save it as 'CSV UTF-8' or as .xlsx") from None
    except TooLarge as error:
        raise UnreadableFile(f"{path}, row {number + 1}: {error}") from None
    except csv.Error as error:
        what = f"is not proper CSV ({error})"
        if "field limit" in str(error):
            what = "has a cell that is too long, or a quotation mark that is not closed"
        raise UnreadableFile(f"{path}, row {number + 1}: {what}") from None


class _Lines:
    """The lines of a file; a row may have several. `of_row`: characters of the row so far."""

    def __init__(self, file: TextIO, most: int) -> None:
        self._file, self._most = file, most
        self.of_row = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(self._most + 1):
            self.of_row += len(line)
            if self.of_row > self._most:
                raise TooLarge(f"has more than {self._most:,} characters, or a quotation mark that is not closed")
            yield line


def _xlsx_rows(path: Path, bounds: Bounds, tell: Tell, note: Tell) -> Iterator[Row]:
    try:
        for number, values in rows_of_first_sheet(path, bounds, tell, note):
            yield number, _without_trailing_blanks([_as_text(value) for value in values])
    except TooLarge as error:
        raise UnreadableFile(f"{path}: {error}; save the sheet of people alone, as CSV") from None
    except NoSheet:
        raise UnreadableFile(f"{path}: holds no sheet with rows; save the sheet of people as XLSX or as CSV") from None
    except OSError:
        raise
    except Exception as error:  # a broken file may lack any of the things that are looked for
        raise UnreadableFile(f"{path}: is not a proper XLSX file; save it anew as XLSX or as CSV") from error


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
