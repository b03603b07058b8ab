"""The parts of an XLSX file, unpacked piece by piece and counted while they are read: a small file may hold gigabytes.

An XLSX file is a zip of XML parts. Nothing of a part is kept here: whoever reads it is told of tags and texts as they
come.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self
from xml.parsers import expat

from handslag.matching.bounds import Bounds, TooLarge

_CHUNK = 100_000
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",  # of files saved as 'Strict Open XML'
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others are not unpacked piece by piece, and nobody writes them


class Reader(Protocol):
    """What wants to know what stands in a part. The names of a spreadsheet's tags come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, piece: str) -> None: ...

    def end(self, name: str) -> None: ...


class Archive:
    """Raises TooLarge, or what `zipfile`, `zlib` and `expat` raise where the file is damaged."""

    def __init__(self, path: Path, bounds: Bounds) -> None:
        self._bounds, self._unpacked = bounds, 0
        self._zip = zipfile.ZipFile(path)
        self._parts = {part.filename: part for part in self._zip.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str, reader: Reader) -> None:
        """A part that holds neither cells nor their texts."""
        for _ in self._pieces(name, reader, self._bounds.unpacked_beside, self._bounds.tags_beside):
            pass

    def pieces(self, name: str, reader: Reader) -> Iterator[None]:
        """A part of cells or of their texts; gives way each time when a piece of it was read."""
        return self._pieces(name, reader, self._bounds.unpacked, self._bounds.tags)

    def _pieces(self, name: str, reader: Reader, most: int, most_tags: int) -> Iterator[None]:
        part = self._parts[name]
        if part.compress_type not in _METHODS:
            raise TooLarge("is packed as no spreadsheet program does it")
        parser = _parser(reader, most_tags)
        size = 0
        with self._zip.open(part) as xml:
            while piece := xml.read(_CHUNK):
                size += len(piece)
                self._unpacked += len(piece)
                if size > most or self._unpacked > self._bounds.unpacked:
                    raise TooLarge(f"unpacks to more than {min(most, self._bounds.unpacked):,} bytes")
                parser.Parse(piece)
                if size - parser.CurrentByteIndex > self._bounds.row:  # the parser keeps a tag until it is whole
                    raise TooLarge(f"has a tag of more than {self._bounds.row:,} bytes")
                yield
        parser.Parse(b"", True)
        yield


def _parser(reader: Reader, most_tags: int) -> expat.XMLParserType:
    tags = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal tags
        tags += 1
        if tags > most_tags:
            raise TooLarge(f"has a part of more than {most_tags:,} tags")
        reader.start(_plain(name), attributes)

    def refuse(*_: object) -> None:
        raise TooLarge("holds shorthands for text, as no spreadsheet program writes them")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.CharacterDataHandler = reader.text
    parser.EndElementHandler = lambda name: reader.end(_plain(name))
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _plain(name: str) -> str:
    for space in _MAIN:
        if name.startswith(space):
            return name[len(space) :]
    return name
