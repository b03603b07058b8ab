"""How much of one file is read: what a sheet of people may hold, and no more than a small machine has memory for."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass

_BYTES_OF_A_ROW, _BYTES_OF_A_CELL = 800, 8  # beside its texts; measured, with what becomes of a row


class TooLarge(ValueError):
    """More than a sheet of people holds.

    `what` there is too much of, in the words of `Bounds`, or "line", "packing", "shorthands", "text"; `most` that is
    read of it; `number` of the row, or of the shared text, where there is one.
    """

    def __init__(self, what: str, most: int = 0, number: int = 0) -> None:
        super().__init__(what, most, number)
        self.what, self.most, self.number = what, most, number


@dataclass(frozen=True)
class Bounds:
    """Each is the most that is read; what has more is refused as soon as that is seen."""

    sheets: int = 1_000
    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 100_000
    """Characters of a cell."""
    row: int = 1_000_000
    """Characters of a row."""
    kept: int = 160_000_000
    """Bytes of memory for all rows: those of 100,000 people who have told much."""
    texts: int = 40_000_000
    """Bytes of memory for the texts that the cells of a workbook share."""
    unpacked: int = 1_000_000_000
    """Bytes that the parts of a workbook unpack to."""
    tags: int = 20_000_000
    """Tags in a part of a workbook."""
    unpacked_beside: int = 20_000_000
    tags_beside: int = 200_000
    """The same of a part that holds neither cells nor their texts: names of sheets, styles."""
    tag: int = 1_000_000
    """Bytes of one tag, or of a remark."""
    depth: int = 100
    """Tags within one another."""
    names: int = 10_000_000
    """Bytes of memory for the different names of tags and of what is said in them."""
    parts: int = 1_000_000
    """Bytes of the list of parts."""


BOUNDS = Bounds()


class Kept:
    """Counts the rows that somebody keeps, while they are made."""

    def __init__(self, bounds: Bounds = BOUNDS) -> None:
        self._bounds, self._size = bounds, 0

    def row(self, number: int, cells: Iterable[str]) -> list[str]:
        """The cells of a row; nothing where all are empty. Raises TooLarge where it has too much in it, or all rows
        together have."""
        row: list[str] = []
        size = self._size + _BYTES_OF_A_ROW
        for cell in cells:
            row.append(cell)
            size += _BYTES_OF_A_CELL + sys.getsizeof(cell) if cell else _BYTES_OF_A_CELL
            if len(row) > self._bounds.columns:
                raise TooLarge("columns", self._bounds.columns, number)
            if len(cell) > self._bounds.cell:
                raise TooLarge("cell", self._bounds.cell, number)
            if size > self._bounds.kept:
                raise TooLarge("kept", self._bounds.kept, number)
        if not any(row):
            return []
        self._size = size
        return row
