"""The two small files a coordinator may give to the command: weights, and the headings of a form's export.

Both may be JSON, TOML, or a sheet (CSV, XLSX) of two columns.
"""

import json
import tomllib
from pathlib import Path

from handslag.matching.rows import UnreadableFile, rows_of
from handslag.matching.sheets import ALL_COLUMNS


def read_weights(path: Path) -> dict[str, object]:
    """Names and values for `criteria_from`. A first row of a sheet without a number is taken for headings."""
    if _is_text(path):
        return _table(path)
    rows = _two_columns(path)
    if rows and not rows[0][1].isdigit():
        rows = rows[1:]
    return {name.casefold(): int(value) if value.isdigit() else value for name, value in rows}


def read_headings(path: Path) -> dict[str, str]:
    """The file's own heading to our column, written either way round: `languages = "What do you speak?"`."""
    headings: dict[str, str] = {}
    for one, other in (_table(path) if _is_text(path) else dict(_two_columns(path))).items():
        if not isinstance(other, str):
            raise UnreadableFile(f"{path}: {one!r} must be given a heading as text")
        column, heading = (one, other) if one in ALL_COLUMNS else (other, one)
        if column not in ALL_COLUMNS:
            expected = ", ".join(sorted(ALL_COLUMNS))
            raise UnreadableFile(f"{path}: neither {one!r} nor {other!r} is a column; expected {expected}")
        headings[heading] = column
    return headings


def _is_text(path: Path) -> bool:
    return path.suffix.casefold() in (".json", ".toml")


def _two_columns(path: Path) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for _, row in rows_of(path) if len(row) >= 2]


def _table(path: Path) -> dict[str, object]:
    read = json.loads if path.suffix.casefold() == ".json" else tomllib.loads
    try:
        found = read(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: cannot be read ({error})") from None
    if not isinstance(found, dict):
        raise UnreadableFile(f"{path}: expected a table of names and values")
    return found
