"""Opens an XLSX file as tables of text. Nothing in it is computed, followed or believed."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .sniffing import Unreadable

MOST_UNPACKED = 120_000_000
MOST_PARTS = 2_000
MOST_COLUMNS = 500
MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z0-9:]{1,30})\"")

# What stands in the place of a text where a cell has none of its own.
FORMULA, FAULT = "\0formula", "\0fault"


def sheets_of(content: bytes) -> Iterator[tuple[str, bool, Iterator[list[str]], list[str]]]:
    """(name, hidden or not, lines, merged areas) of each sheet. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _refuse_bombs(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken file
        raise Unreadable(_("The workbook cannot be opened. Save it anew as XLSX or as CSV.")) from error
    with archive:
        for sheet in book.worksheets:
            merged = _merged(archive, getattr(sheet, "_worksheet_path", ""))
            yield sheet.title, sheet.sheet_state != "visible", _lines(sheet), merged
    book.close()


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """A small file may unpack to more than there is memory: what it says of its parts is also all that is read."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("The workbook is too large when it is unpacked. Save the sheet with the rows as CSV."))


def _merged(archive: zipfile.ZipFile, path: str) -> list[str]:
    """The areas of a sheet that are merged into one cell, in the letters and numbers of the spreadsheet."""
    if path not in archive.namelist():
        return []
    found, tail = [], b""
    with archive.open(path) as part:
        while piece := part.read(1 << 20):
            text = tail + piece
            found += [match[1].decode() for match in MERGED.finditer(text)]
            tail = text[text.rfind(b"<") :][-200:] if b"<" in text[-200:] else b""
    return list(dict.fromkeys(found))


def _lines(sheet) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    at = 0
    try:
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            at += 1
            yield [_text(cell) for cell in row]
    except Exception as error:
        raise Unreadable(_("The workbook is damaged after row %d. Save it anew as XLSX or as CSV.") % at) from error


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return FORMULA if cell.data_type == "f" else FAULT if cell.data_type == "e" else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    return FORMULA if cell.data_type == "f" else str(value)
