"""What an XLSX file unpacks to, looked at before anything of it is believed: a small file may hold gigabytes.

An XLSX file is a zip of XML parts. Sheets are read row by row, the list of shared texts as a whole; so what costs
memory is a long list, one long text, and one long row. Everything is unpacked once here, and nothing of it is kept.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_CHUNK = 1_000_000
_CHUNKS_IN_A_ROW = 4


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
        for part in archive.infolist():
            bounds = _SHEET if "worksheets/" in part.filename else _LIST
            if part.file_size > bounds.size:  # it is held to what it says: no more is ever unpacked
                raise TooLarge(f"unpacks to {part.file_size:,} bytes")
            if part.filename.casefold().endswith((".xml", ".rels")):
                tell(f"unpacking {path.name}")
                with archive.open(part) as xml:
                    _check(xml, bounds)


def _check(xml: IO[bytes], bounds: _Bounds) -> None:
    """A look at the bytes alone: where tags begin, how many there are, and whether rows end."""
    tags = chunks_since_a_row = 0
    while chunk := xml.read(_CHUNK):
        found = chunk.count(b"<")
        if not found and len(chunk) == _CHUNK:
            raise TooLarge("has a cell that is too long")
        tags += found
        if tags > bounds.tags:
            raise TooLarge(bounds.too_many)
        chunks_since_a_row = 0 if b"row" in chunk else chunks_since_a_row + 1
        if bounds is _SHEET and chunks_since_a_row > _CHUNKS_IN_A_ROW:
            raise TooLarge("has a row that is too long")
