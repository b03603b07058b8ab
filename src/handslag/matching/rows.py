"""A CSV or XLSX file as rows of text, whatever program wrote it. No meaning yet: see `sheets.py`."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

_DELIMITERS = (",", ";", "\t")


class UnreadableFile(ValueError):
    """A file that is missing, of another kind, or broken; the text says what to do."""


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """(row number as spreadsheets show it, cells) of every row that is not empty."""
    read = {".csv": _csv_rows, ".xlsx": _xlsx_rows}.get(path.suffix.casefold())
    if read is None:
        raise UnreadableFile(f"{path}: expected a file ending in .csv or .xlsx")
    try:
        return [(number, row) for number, row in enumerate(read(path), start=1) if any(row)]
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror or error})") from None


def _csv_rows(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: is not in UTF-8; save it as 'CSV UTF-8' or as .xlsx") from None
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise UnreadableFile(f"{path}: is not a proper CSV file ({error})") from None


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise UnreadableFile(f"{path}: is not a proper XLSX file") from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield _without_trailing_blanks([_as_text(value) for value in row])
    finally:
        book.close()


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
