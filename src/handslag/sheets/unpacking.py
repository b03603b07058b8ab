"""The parts of an XLSX file, unpacked piece by piece and counted while they are read: a small file may hold gigabytes.

An XLSX file is a zip of XML parts. Nothing of a part is kept here: whoever reads it is told of tags and texts as they
come.
"""

import zipfile
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, Self
from xml.parsers import expat

from handslag.sheets.bounds import BOUNDS, Bounds, TooLarge

_CHUNK = 100_000
_BYTES_OF_A_NAME = 200  # beside its letters
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others are not unpacked piece by piece, and nobody writes them


class Reader(Protocol):
    """What wants to know what stands in a part. Names of tags come without their prefix, if that is the one of the
    whole part; other tags are of what programs add for themselves."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, piece: str) -> None: ...

    def end(self, name: str) -> None: ...


class Archive:
    """Raises TooLarge, or what `zipfile`, `zlib` and `expat` raise where the file is damaged."""

    def __init__(self, source: Path | BinaryIO, bounds: Bounds = BOUNDS) -> None:
        self._bounds, self._unpacked = bounds, 0
        self._own = source.open("rb") if isinstance(source, Path) else None
        try:
            self._zip = zipfile.ZipFile(_Listed(self._own or source, bounds.parts))  # type: ignore[arg-type]
        except BaseException:
            self.close()
            raise
        self._parts = {part.filename: part for part in self._zip.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._own:
            self._own.close()

    @property
    def names(self) -> Collection[str]:
        return self._parts.keys()

    def start_of(self, name: str, size: int) -> bytes:
        """The first bytes of a part."""
        with self._opened(name) as part:
            return part.read(size)

    def read(self, name: str, reader: Reader) -> None:
        """A part that holds neither cells nor their texts."""
        for _ in self._pieces(name, reader, self._bounds.unpacked_beside, self._bounds.tags_beside):
            pass

    def pieces(self, name: str, reader: Reader) -> Iterator[None]:
        """A part of cells or of their texts; gives way each time when a piece of it was read."""
        return self._pieces(name, reader, self._bounds.unpacked, self._bounds.tags)

    def _opened(self, name: str) -> zipfile.ZipExtFile:
        part = self._parts[name]
        if part.compress_type not in _METHODS:
            raise TooLarge("packing")
        return self._zip.open(part)  # type: ignore[return-value]

    def _pieces(self, name: str, reader: Reader, most: int, most_tags: int) -> Iterator[None]:
        parsing = _Parsing(reader, self._bounds, most_tags)
        size = 0
        with self._opened(name) as xml:
            while piece := xml.read(_CHUNK):
                size += len(piece)
                self._unpacked += len(piece)
                if size > most or self._unpacked > self._bounds.unpacked:
                    raise TooLarge("unpacked", min(most, self._bounds.unpacked))
                parsing.go_on(piece, size)
                yield
        parsing.finish()
        yield


class _Listed:
    """A file whose list of parts is read only if it is short: `zipfile` asks for all of it at once."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise TooLarge("parts", self._most)
        return self._file.read(size)


class _Parsing:
    """One part on its way through expat, which by itself keeps every name, every open tag and a tag until it is whole.

    Prefixes are not looked up: that writes the address of each in front of each name, which may be gigabytes.
    """

    def __init__(self, reader: Reader, bounds: Bounds, most_tags: int) -> None:
        self._reader, self._bounds, self._most_tags = reader, bounds, most_tags
        self._tags = self._depth = self._counted = self._size_of_names = 0
        self._prefix: str | None = None
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(intern=self._names)
        self._parser.StartElementHandler = self._start
        self._parser.CharacterDataHandler = reader.text
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_shorthands

    def go_on(self, piece: bytes, size: int) -> None:
        """`size`: of all pieces so far."""
        self._parser.Parse(piece)
        if size - self._parser.CurrentByteIndex > self._bounds.tag:
            raise TooLarge("tag", self._bounds.tag)
        self._size_of_names += sum(_BYTES_OF_A_NAME + len(name) for name in islice(self._names, self._counted, None))
        self._counted = len(self._names)
        if self._size_of_names > self._bounds.names:
            raise TooLarge("names", self._bounds.names)

    def finish(self) -> None:
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tags += 1
        self._depth += 1
        if self._tags > self._most_tags:
            raise TooLarge("tags", self._most_tags)
        if self._depth > self._bounds.depth:
            raise TooLarge("depth", self._bounds.depth)
        if self._prefix is None:
            self._prefix = "".join(name.rpartition(":")[:2])
        self._reader.start(name.removeprefix(self._prefix), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._reader.end(name.removeprefix(self._prefix or ""))


def _refuse_shorthands(*_: object) -> None:
    raise TooLarge("shorthands")
