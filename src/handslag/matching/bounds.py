"""How much of one file is read: what a sheet of people may hold, and no more than a small machine has memory for."""

from dataclasses import dataclass


class TooLarge(ValueError):
    """More than a sheet of people holds; the text says what there is too much of."""


@dataclass(frozen=True)
class Bounds:
    """Each is the most that is read; what has more is refused as soon as that is seen."""

    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 100_000
    """Characters of a cell."""
    row: int = 1_000_000
    """Characters of a row; of a workbook also bytes of one tag."""
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


BOUNDS = Bounds()
