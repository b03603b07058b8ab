"""Which sign separates the cells of a CSV file: programs write a comma, a semicolon, a tabulator or a bar."""

import csv
import io
import re

_SIGNS = (",", ";", "\t", "|")
_ROWS = 25  # so many decide


def separator_of(start: str) -> str:
    """The sign that Excel's own first line names (`sep=;`), or the one that makes the most even table of the rows."""
    told = re.match(r'"?sep=(.)"?\r?(\n|$)', start, re.IGNORECASE)
    return told[1] if told else max(_SIGNS, key=lambda sign: _evenness(start, sign))


def names_separator(row: list[str]) -> bool:
    return bool(row) and row[0].casefold().startswith("sep=")


def _evenness(text: str, sign: str) -> tuple[bool, float, int]:
    """More than one column, the share of rows with the usual number of cells in tenths, and how many they are."""
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            counts += [len(row)] if any(row) else []
            if len(counts) == _ROWS:
                break
    except csv.Error:
        pass
    usual = max(counts, key=counts.count, default=0)
    return usual > 1, round(counts.count(usual) / max(len(counts), 1), 1), usual
