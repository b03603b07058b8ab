"""An XLSX file as rows of values, read in one pass. Formulas are not computed: what the program kept of them is read.

Of a workbook only five kinds of parts are looked at: who belongs to whom, the names of its sheets, the texts that
cells share, which numbers are dates, and the cells of one sheet. Charts, pictures and comments are never unpacked.
"""

import posixpath
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Self

from handslag.sheets import dates
from handslag.sheets.bounds import BOUNDS, Bounds, TooLarge
from handslag.sheets.unpacking import Archive

_BYTES_OF_A_PLACE = 8  # in a list
_MOST_MERGED = 1_000
_AREA = re.compile(r"[A-Z0-9:]{1,30}")
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]+")
Row = tuple[int, list[object]]


class NoSheet(ValueError):
    """A workbook in which no sheet has rows."""


class Fault(str):
    """What a cell shows that cannot compute, such as `#N/A`."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook names it. `merged`: areas such as B2:B4 that are one cell;
    known when its rows are read."""

    title: str
    is_shown: bool
    place: str
    merged: list[str]


class Workbook:
    """Its sheets, in their order. `unpacking`: called before what takes long.

    Raises TooLarge, NoSheet, or what the libraries raise where the file is damaged.
    """

    def __init__(
        self, source: Path | BinaryIO, bounds: Bounds = BOUNDS, unpacking: Callable[[], None] = lambda: None
    ) -> None:
        self._bounds, self._unpacking = bounds, unpacking
        self._texts: list[str] | None = None
        self._archive = Archive(source, bounds)
        try:
            self._read_book()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def _read_book(self) -> None:
        (book_at,) = _related(self._archive, "").of_kind("officeDocument")
        book, self._related = _Book(self._bounds), _related(self._archive, book_at)
        self._archive.read(book_at, book)
        places = ((self._related.place_of(related, "worksheet"), title, shown) for title, shown, related in book.sheets)
        self.sheets = [Sheet(title, shown, place, []) for place, title, shown in places if place in self._archive.names]
        if not self.sheets:
            raise NoSheet
        self._styles = _Styles(book.epoch)
        for place in self._related.of_kind("styles"):
            self._archive.read(place, self._styles)

    def rows(self, sheet: Sheet, formula: object = None) -> Iterator[Row]:
        """(row number, values) of a sheet. `formula`: stands for the value of a cell that computes it; where it is
        None, what the program kept of it does."""
        if self._texts is None:
            self._texts = self._shared_texts()
        cells = _Cells(self._bounds, self._texts, self._styles, formula)
        try:
            for _ in self._archive.pieces(sheet.place, cells):
                yield from cells.whole
                cells.whole.clear()
        except Exception:
            yield from cells.whole  # so that it can be told how far it went
            raise
        sheet.merged.extend(cells.merged)

    def _shared_texts(self) -> list[str]:
        texts = _Texts(self._bounds)
        for place in self._related.of_kind("sharedStrings"):
            self._unpacking()
            for _ in self._archive.pieces(place, texts):
                pass
        return texts.listed


def as_text(value: object) -> str:
    """A value as somebody would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()


class _Reader:
    """Listens to nothing; see `unpacking.Reader`."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, piece: str) -> None: ...

    def end(self, name: str) -> None: ...


# ---- what a workbook consists of ----


class _Related(_Reader):
    """Which parts belong to a part, by their kind."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            place = posixpath.normpath(posixpath.join("/", self._folder, attributes["Target"])).lstrip("/")
            self._found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], place

    def of_kind(self, kind: str) -> list[str]:
        return [place for its_kind, place in self._found.values() if its_kind == kind]

    def place_of(self, related: str, kind: str) -> str:
        its_kind, place = self._found.get(related, ("", ""))
        return place if its_kind == kind else ""


def _related(archive: Archive, name: str) -> _Related:
    folder, part = posixpath.split(name)
    related = _Related(folder)
    archive.read(posixpath.join(folder, "_rels", f"{part}.rels"), related)
    return related


class _Book(_Reader):
    """The sheets in their order, and the day from which days are counted."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.sheets: list[tuple[str, bool, str]] = []
        """Title, whether it is shown, and the id of its part."""
        self.epoch = dates.EPOCH

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            if len(self.sheets) == self._bounds.sheets:
                raise TooLarge("sheets", self._bounds.sheets)
            related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes["name"], attributes.get("state", "visible") == "visible", related))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = dates.EPOCH_OF_1904


class _Texts(_Reader):
    """The texts that cells share. What tells how a word is said (`rPh`) is no part of them."""

    def __init__(self, bounds: Bounds) -> None:
        self.listed: list[str] = []
        self._bounds, self._size = bounds, 0
        self._pieces, self._length = list[str](), 0
        self._in_text = self._in_sound = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._in_text = self._in_text or name == "t"
        self._in_sound = self._in_sound or name == "rPh"

    def text(self, piece: str) -> None:
        if self._in_text and not self._in_sound:
            self._pieces.append(piece)
            self._length += len(piece)
            if self._length > self._bounds.cell:
                raise TooLarge("text", self._bounds.cell, len(self.listed) + 1)

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_sound = False
        elif name == "si":
            text = "".join(self._pieces)
            self._pieces, self._length = [], 0
            self.listed.append(text)
            self._size += _BYTES_OF_A_PLACE + (sys.getsizeof(text) if text else 0)
            if self._size > self._bounds.texts:
                raise TooLarge("texts", self._bounds.texts, len(self.listed))


class _Styles(_Reader):
    """Which styles of cells show a number as a date or a time."""

    def __init__(self, epoch: datetime) -> None:
        self._epoch = epoch
        self._shown_as: dict[int, dates.Kind | None] = {}
        self._of_style: list[int] = []
        self._in_list = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._shown_as[int(attributes["numFmtId"])] = dates.kind_of(attributes["formatCode"])
        elif name == "cellXfs":
            self._in_list = True
        elif name == "xf" and self._in_list:
            self._of_style.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        self._in_list = self._in_list and name != "cellXfs"

    def value(self, number: float, style: int) -> object:
        """The number, or the date that it stands for."""
        shown_as = self._of_style[style] if style < len(self._of_style) else 0
        kind = self._shown_as.get(shown_as, dates.BUILT_IN.get(shown_as))
        if kind is None:
            return number
        try:
            return dates.from_number(number, kind, self._epoch)
        except (OverflowError, ValueError):  # no day there is, such as a telephone number
            return number


# ---- its cells ----


class _Cells(_Reader):
    """`whole`: rows that are read to their end."""

    def __init__(self, bounds: Bounds, texts: list[str], styles: _Styles, formula: object) -> None:
        self.whole: list[Row] = []
        self.merged: list[str] = []
        self._formula, self._is_computed = formula, False
        self._bounds, self._texts, self._styles = bounds, texts, styles
        self._number = self._column = self._length = 0
        self._cells: list[object] | None = None
        self._cell: dict[str, str] | None = None
        self._pieces = list[str]()
        self._in_value = self._in_sound = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._begin_row(int(attributes.get("r", self._number + 1)))
        elif name == "c" and self._cells is not None:
            self._begin_cell(attributes)
        elif name in ("v", "t") and self._cell is not None:
            self._in_value = True
        elif name == "f" and self._cell is not None:
            self._is_computed = True
        elif name == "rPh":
            self._in_sound = True
        elif name == "mergeCell" and len(self.merged) < _MOST_MERGED and _AREA.fullmatch(attributes["ref"]):
            self.merged.append(attributes["ref"])

    def text(self, piece: str) -> None:
        if self._in_value and not self._in_sound:
            self._pieces.append(piece)
            self._length += len(piece)
            if self._length > self._bounds.row:
                raise TooLarge("row", self._bounds.row, self._number)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "rPh":
            self._in_sound = False
        elif name == "c" and self._cells is not None and self._cell is not None:
            self._end_cell(self._cells, self._value(self._cell, "".join(self._pieces)))
        elif name == "row" and self._cells is not None:
            self.whole.append((self._number, self._cells))
            self._cells = None

    def _begin_row(self, number: int) -> None:
        if self._cells is not None or number <= self._number:
            raise ValueError("rows within one another, or not in their order")
        self._number, self._cells, self._column, self._length = number, [], 0, 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        at = _COLUMN.fullmatch(attributes["r"]) if "r" in attributes else None
        column = _number_of(at[1]) if at else self._column + 1
        if column <= self._column or self._cell is not None:
            raise ValueError("cells within one another, or not in their order")
        self._column = column
        self._cell, self._pieces, self._is_computed = attributes, [], False

    def _end_cell(self, cells: list[object], value: object) -> None:
        """Empty cells and blanks take no place at the end: a row may have a colour as far as the sheet is wide."""
        self._cell = None
        if value is None or (isinstance(value, str) and value.isspace()):
            return
        if self._column > self._bounds.columns:
            raise TooLarge("columns", self._bounds.columns, self._number)
        cells += [None] * (self._column - len(cells))
        cells[-1] = value

    def _value(self, cell: dict[str, str], text: str) -> object:
        if self._is_computed and self._formula is not None:
            return self._formula
        kind = cell.get("t", "n")
        if not text or kind in ("str", "inlineStr"):
            return text or None
        if kind == "e":
            return Fault(text)
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            return dates.from_text(text)
        number = float(text) if re.search("[.eE]", text) else int(text)
        return self._styles.value(number, int(cell.get("s", 0)))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
