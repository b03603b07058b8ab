"""A CSV or XLSX file as rows of text, whatever program wrote it. No meaning yet: see `sheets.py`."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from handslag.sheets.bounds import BOUNDS, Bounds, Kept, TooLarge
from handslag.sheets.lines import Lines
from handslag.sheets.separators import names_separator, separator_of
from handslag.sheets.workbook import NoSheet, Sheet, Workbook, as_text

_TELL_EVERY = 10_000  # rows
_TOO_MUCH = {
    "cell": "has a cell of more than {most:,} characters",
    "columns": "has more than {most:,} columns",
    "depth": "has tags within one another, more than {most:,}",
    "kept": "is too large to be read ({number:,} rows so far); make parts of it",
    "line": "has more than {most:,} characters, or a quotation mark that is not closed",
    "names": "has too many different tags",
    "packing": "is packed as no spreadsheet program does it",
    "parts": "has too many parts",
    "row": "has more than {most:,} characters",
    "rows": "has more than {most:,} rows",
    "sheets": "has more than {most:,} sheets",
    "shorthands": "holds shorthands for text, as no spreadsheet program writes them",
    "tag": "has a tag of more than {most:,} bytes",
    "tags": "has a part of more than {most:,} tags",
    "text": "has a text of more than {most:,} characters (shared text {number:,})",
    "texts": "holds too many different texts ({number:,} so far)",
    "unpacked": "unpacks to more than {most:,} bytes",
}
_OF_A_ROW = ("cell", "columns", "line", "row")
_OF_ALL_ROWS = ("kept", "rows", *_OF_A_ROW)
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
        return _kept(path, read(path, bounds, tell, note), bounds, tell)
    except TooLarge as error:
        raise UnreadableFile(_in_words(path, error)) from None
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror or error})") from None


def _in_words(path: Path, error: TooLarge) -> str:
    words = _TOO_MUCH[error.what].format(most=error.most, number=error.number)
    if error.what in _OF_A_ROW:
        return f"{path}, row {error.number}: {words}"
    return (
        f"{path}: {words}" if error.what in _OF_ALL_ROWS else f"{path}: {words}; save the sheet of people alone, as CSV"
    )


def _kept(path: Path, rows: Iterable[tuple[int, Iterable[str]]], bounds: Bounds, tell: Tell) -> list[Row]:
    """The rows that are not empty."""
    lines: list[Row] = []
    kept = Kept(bounds)
    for number, cells in rows:
        if number > bounds.rows:
            raise TooLarge("rows", bounds.rows)
        if row := kept.row(number, cells):
            lines.append((number, row))
        if number % _TELL_EVERY == 0:
            tell(f"reading {path.name}: {number:,} rows")
    return lines


def delimiter_of(path: Path) -> str:
    """What separates the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return separator_of(file.read(BOUNDS.cell))


def _csv_rows(path: Path, bounds: Bounds, tell: Tell, note: Tell) -> Iterator[Row]:
    number = 0
    try:
        delimiter = delimiter_of(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = Lines(file, bounds.row)
            for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
                yield number, [cell.strip() for cell in row] if number > 1 or not names_separator(row) else []
                lines.next_row()
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: is not in UTF-8; save it as 'CSV UTF-8' or as .xlsx") from None
    except csv.Error as error:
        what = f"is not proper CSV ({error})"
        if "field limit" in str(error):
            what = "has a cell that is too long, or a quotation mark that is not closed"
        raise UnreadableFile(f"{path}, row {number + 1}: {what}") from None


def _xlsx_rows(path: Path, bounds: Bounds, tell: Tell, note: Tell) -> Iterator[tuple[int, Iterable[str]]]:
    try:
        with Workbook(path, bounds, lambda: tell(f"unpacking {path.name}")) as book:
            for number, values in book.rows(_first(path, book.sheets, note)):
                yield number, map(as_text, values)
    except NoSheet:
        raise UnreadableFile(f"{path}: holds no sheet with rows; save the sheet of people as XLSX or as CSV") from None
    except (TooLarge, OSError):
        raise
    except Exception as error:  # a broken file may lack any of the things that are looked for
        raise UnreadableFile(f"{path}: is not a proper XLSX file; save it anew as XLSX or as CSV") from error


def _first(path: Path, sheets: list[Sheet], note: Tell) -> Sheet:
    """The first sheet that is not hidden; `note` is told of the others."""
    chosen = next((sheet for sheet in sheets if sheet.is_shown), sheets[0])
    if others := ", ".join(repr(sheet.title) for sheet in sheets if sheet is not chosen):
        note(f"{path.name}: of its sheets {chosen.title!r} is read, and not {others}")
    return chosen
