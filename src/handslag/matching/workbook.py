"""An XLSX file as rows of values, read in one pass. Formulas are not computed: what the program kept of them is read.

Of a workbook only five kinds of parts are looked at: who belongs to whom, the names of its sheets, the texts that
cells share, which numbers are dates, and the cells of one sheet. Charts, pictures and comments are never unpacked.
"""

import posixpath
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel, from_ISO8601

from handslag.matching.bounds import Bounds, TooLarge
from handslag.matching.unpacking import Archive

_BYTES_OF_A_PLACE = 8  # in a list
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]+")
Tell = Callable[[str], None]


class NoSheet(ValueError):
    """A workbook in which no sheet has rows."""


def rows_of_first_sheet(path: Path, bounds: Bounds, tell: Tell, note: Tell) -> Iterator[tuple[int, list[object]]]:
    """(row number, values) of the first sheet that is not hidden; `note` is told of the others.

    Raises TooLarge, NoSheet, or what the libraries raise where the file is damaged.
    """
    with Archive(path, bounds) as archive:
        (book_at,) = _related(archive, "").of_kind("officeDocument")
        book, related = _Book(), _related(archive, book_at)
        archive.read(book_at, book)
        sheets = [sheet for sheet in book.sheets if related.place_of(sheet, "worksheet") in archive]
        if not sheets:
            raise NoSheet
        chosen = next((sheet for sheet in sheets if sheet.is_shown), sheets[0])
        if others := ", ".join(repr(sheet.title) for sheet in sheets if sheet is not chosen):
            note(f"{path.name}: of its sheets {chosen.title!r} is read, and not {others}")
        texts, styles = _Texts(bounds), _Styles(book.epoch)
        for place in related.of_kind("styles"):
            archive.read(place, styles)
        for place in related.of_kind("sharedStrings"):
            tell(f"unpacking {path.name}")
            for _ in archive.pieces(place, texts):
                pass
        sheet = _Sheet(bounds, texts.listed, styles)
        for _ in archive.pieces(related.place_of(chosen, "worksheet"), sheet):
            yield from sheet.whole
            sheet.whole.clear()


class _Reader:
    """Listens to nothing; see `unpacking.Reader`."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def text(self, piece: str) -> None: ...

    def end(self, name: str) -> None: ...


# ---- what a workbook consists of ----


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook names it."""

    title: str
    is_shown: bool
    related: str


class _Related(_Reader):
    """Which parts belong to a part, by their kind."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            place = posixpath.normpath(posixpath.join("/", self._folder, attributes["Target"])).lstrip("/")
            self._found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], place

    def of_kind(self, kind: str) -> list[str]:
        return [place for its_kind, place in self._found.values() if its_kind == kind]

    def place_of(self, sheet: _Listed, kind: str) -> str:
        its_kind, place = self._found.get(sheet.related, ("", ""))
        return place if its_kind == kind else ""


def _related(archive: Archive, name: str) -> _Related:
    folder, part = posixpath.split(name)
    related = _Related(folder)
    archive.read(posixpath.join(folder, "_rels", f"{part}.rels"), related)
    return related


class _Book(_Reader):
    """The sheets in their order, and the day from which days are counted."""

    def __init__(self) -> None:
        self.sheets: list[_Listed] = []
        self.epoch: datetime = WINDOWS_EPOCH

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            related = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.sheets.append(_Listed(attributes["name"], attributes.get("state", "visible") == "visible", related))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904


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
                number = len(self.listed) + 1
                raise TooLarge(f"has a text of more than {self._bounds.cell:,} characters (shared text {number:,})")

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
                raise TooLarge(f"holds too many different texts ({len(self.listed):,} so far)")


class _Styles(_Reader):
    """Which styles of cells show a number as a date or a time."""

    def __init__(self, epoch: datetime) -> None:
        self._epoch = epoch
        self._own: dict[int, str] = {}
        self._of_style: list[int] = []
        self._in_list = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._own[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "cellXfs":
            self._in_list = True
        elif name == "xf" and self._in_list:
            self._of_style.append(int(attributes.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        self._in_list = self._in_list and name != "cellXfs"

    def value(self, number: float, style: int) -> object:
        """The number, or the date that it stands for."""
        format_number = self._of_style[style] if style < len(self._of_style) else 0
        written = self._own.get(format_number) or BUILTIN_FORMATS.get(format_number, "General")
        if not is_date_format(written):
            return number
        try:
            return from_excel(number, self._epoch, timedelta=is_timedelta_format(written))
        except (OverflowError, ValueError):  # no day there is, such as a telephone number
            return number


# ---- its cells ----


class _Sheet(_Reader):
    """`whole`: rows that are read to their end."""

    def __init__(self, bounds: Bounds, texts: list[str], styles: _Styles) -> None:
        self.whole: list[tuple[int, list[object]]] = []
        self._bounds, self._texts, self._styles = bounds, texts, styles
        self._number = self._length = 0
        self._cells: list[object] | None = None
        self._cell: dict[str, str] | None = None
        self._pieces = list[str]()
        self._in_value = self._in_sound = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._begin_row(int(attributes.get("r", self._number + 1)))
        elif name == "c" and self._cells is not None:
            self._begin_cell(self._cells, attributes)
        elif name in ("v", "t") and self._cell is not None:
            self._in_value = True
        elif name == "rPh":
            self._in_sound = True

    def text(self, piece: str) -> None:
        if self._in_value and not self._in_sound:
            self._pieces.append(piece)
            self._length += len(piece)
            if self._length > self._bounds.row:
                raise TooLarge(f"row {self._number:,} has more than {self._bounds.row:,} characters")

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "rPh":
            self._in_sound = False
        elif name == "c" and self._cells is not None and self._cell is not None:
            self._cells[-1] = self._value(self._cell, "".join(self._pieces))
            self._cell = None
        elif name == "row" and self._cells is not None:
            self.whole.append((self._number, self._cells))
            self._cells = None

    def _begin_row(self, number: int) -> None:
        if self._cells is not None or number <= self._number:
            raise ValueError("rows within one another, or not in their order")
        self._number, self._cells, self._length = number, [], 0

    def _begin_cell(self, cells: list[object], attributes: dict[str, str]) -> None:
        at = _COLUMN.fullmatch(attributes["r"]) if "r" in attributes else None
        column = _number_of(at[1]) if at else len(cells) + 1
        if column > self._bounds.columns:
            raise TooLarge(f"row {self._number:,} has more than {self._bounds.columns:,} columns")
        if column <= len(cells) or self._cell is not None:
            raise ValueError("cells within one another, or not in their order")
        cells += [None] * (column - len(cells))
        self._cell, self._pieces = attributes, []

    def _value(self, cell: dict[str, str], text: str) -> object:
        kind = cell.get("t", "n")
        if not text or kind in ("str", "inlineStr", "e"):
            return text or None
        if kind == "s":
            return self._texts[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            return from_ISO8601(text)
        number = float(text) if re.search("[.eE]", text) else int(text)
        return self._styles.value(number, int(cell.get("s", 0)))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
