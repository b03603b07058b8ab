"""What an XLSX file unpacks to, looked at before anything of it is believed: a small file may hold gigabytes.

An XLSX file is a zip of XML parts. Sheets are read row by row, the list of shared texts as a whole; so what costs
memory is a long list, one long text, one long row, and what stands beside the rows. Everything is unpacked once here,
and nothing of it is kept.
"""

import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

_CHUNK = 1_000_000
_MOST_HELD = 5_000_000  # bytes of a sheet, of the row in hand and of what is no row: read, at most 300 MB
_ROW = "http://schemas.openxmlformats.org/spreadsheetml/2006/main row"
_END_OF_ROW = len("</row>")
_A_SHEET = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet",
}


class TooLarge(ValueError):
    """More than a sheet of people holds; the text says what there is too much of."""


@dataclass(frozen=True)
class _Bounds:
    size: int
    tags: int
    too_many: str


_SHEET = _Bounds(1_000_000_000, 20_000_000, "has too many cells")
_LIST = _Bounds(100_000_000, 3_000_000, "holds too many different texts")
_ALL_PARTS = 2_000_000_000


def refuse_bombs(path: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Raises TooLarge, or what `zipfile` and `zlib` raise where the file is damaged."""
    with zipfile.ZipFile(path) as archive:
        together = sum(part.file_size for part in archive.infolist())
        if together > _ALL_PARTS:
            raise TooLarge(f"unpacks to {together:,} bytes")
        not_sheets: set[str] = set()
        for part in sorted(archive.infolist(), key=lambda part: not _tells_of_parts(part.filename)):
            bounds = _SHEET if _may_be_a_sheet(part.filename, not_sheets) else _LIST
            if part.file_size > bounds.size:  # it is held to what it says: no more is ever unpacked
                raise TooLarge(f"unpacks to {part.file_size:,} bytes")
            tell(f"unpacking {path.name}")
            with archive.open(part) as xml:
                _check(xml, bounds)
            if _tells_of_parts(part.filename):
                not_sheets |= _used_otherwise(archive.read(part), part.filename)


def _tells_of_parts(name: str) -> bool:
    return name == "[Content_Types].xml" or name.endswith(".rels")


def _may_be_a_sheet(name: str, not_sheets: set[str]) -> bool:
    return "worksheets/" in name and not _tells_of_parts(name) and posixpath.normpath(name) not in not_sheets


def _used_otherwise(xml: bytes, name: str) -> set[str]:
    """The parts among sheets that are said to be something else: those are read as a whole."""
    found: set[str] = set()
    folder = posixpath.dirname(posixpath.dirname(name))

    def look(_: str, said: dict[str, str]) -> None:
        if (said.get("ContentType") or said.get("type") or said.get("Type")) not in _A_SHEET:
            part = said["PartName"][1:] if "PartName" in said else said.get("Target", "")  # as openpyxl finds it
            found.add(posixpath.normpath(posixpath.join("/", folder, part)).lstrip("/"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    parser.Parse(xml, True)
    return {part for part in found if "worksheets/" in part}


def _check(xml: IO[bytes], bounds: _Bounds) -> None:
    """Where tags begin, how many there are, and how much of a sheet is in memory at once while it is read."""
    rows, tags, size = _Rows(), 0, 0
    while chunk := xml.read(_CHUNK):
        try:
            rows.parser.Parse(chunk)
        except expat.ExpatError:
            return  # an image, or damaged: who reads it comes to this place and no further
        found = chunk.count(b"<")
        if not found and len(chunk) == _CHUNK:
            raise TooLarge("has a cell that is too long")
        tags += found
        if tags > bounds.tags:
            raise TooLarge(bounds.too_many)
        size += len(chunk)
        if bounds is _SHEET and size - rows.done > _MOST_HELD:
            raise TooLarge("has a row that is too long" if rows.open else "holds too much beside its rows")


class _Rows:
    """Follows the rows of a sheet, as its reader does: it lets go of a row where the row ends."""

    def __init__(self) -> None:
        self.done = self.open = self._began_at = 0  # done: bytes of whole rows; open: rows within one another
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, _: object) -> None:
        if name == _ROW:
            if not self.open:
                self._began_at = self.parser.CurrentByteIndex
            self.open += 1

    def _end(self, name: str) -> None:
        if name == _ROW:
            self.open -= 1
            if not self.open:
                self.done += self.parser.CurrentByteIndex - self._began_at + _END_OF_ROW

    def _refuse(self, *_: object) -> None:
        raise TooLarge("holds shorthands for text, as no spreadsheet program writes them")
