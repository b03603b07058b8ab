"""The two small files a coordinator may give to the command: weights, and the headings of a form's export.

Both may be JSON, TOML, or a sheet (CSV, XLSX).
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from handslag.matching.cells import without_empty_decimals
from handslag.matching.codes import as_code
from handslag.matching.columns import ALL_COLUMNS, GRIDS
from handslag.matching.criteria import Criteria, Rules, Weights, criteria_from
from handslag.matching.headings import Mapped, plain
from handslag.matching.rows import Row, UnreadableFile, rows_of

_WEIGHTS = [weight.name for weight in fields(Weights)]
_RULES = [rule.name for rule in fields(Rules)]
_OWN_HEADINGS = {"column", "our_column", "our_name", "ours", "kolumn", "vår_kolumn"}  # of a file of columns
_HEADINGS_OF_WEIGHTS = {"name", "criterion", "weight", "rule", "namn", "kriterium", "vikt", "regel"}
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}


def read_criteria(path: Path, *, on: date | None = None) -> Criteria:
    """Criteria from a file of weights; UnreadableFile names the file and, of a sheet, the row that is wrong."""
    try:
        return criteria_from(_read_weights(path), on=on)
    except UnreadableFile:
        raise
    except ValueError as error:
        raise UnreadableFile(f"{path}: {error}") from None


def _read_weights(path: Path) -> dict[str, object]:
    """Tables for `criteria_from`. Names may also stand without a table: each is put where it belongs.

    The first row of a sheet is passed over where it is a heading such as `criterion;weight`; any other name that is
    none of ours is a slip, by which a wish could get lost.
    """
    found = _table(path) if _is_text(path) else _named_values(path)
    if any(isinstance(value, Mapping) for value in found.values()):
        for table in (found.get("weights"), found.get("rules")):
            for name in table if isinstance(table, Mapping) else ():
                _check_name(str(path), name)
        return found
    for name in found:
        _check_name(str(path), name)
    tables: dict[str, object] = {name: found.pop(name) for name in ("fairness",) if name in found}
    tables["rules"] = {name: found.pop(name) for name in _RULES if name in found}
    if found or tables == {"rules": {}}:
        tables["weights"] = found
    return tables


def _named_values(path: Path) -> dict[str, object]:
    rows = _rows(path)
    if rows and as_code(rows[0][1][0]) in _HEADINGS_OF_WEIGHTS and not re.search("[0-9]", rows[0][1][1]):
        rows = rows[1:]
    values: dict[str, object] = {}
    row_of: dict[str, int] = {}
    for number, (word, cell, *_) in rows:
        name, value, where = as_code(word), _value(cell), f"{path}, row {number}"
        if name in values:
            raise UnreadableFile(f"{where}: {name!r} stands in row {row_of[name]} too")
        _check_name(where, name)
        _check_value(where, name, value)
        values[name], row_of[name] = value, number
    return values


def _check_name(where: str, name: str) -> None:
    known = [*_WEIGHTS, *_RULES, "fairness"]
    if name not in known:
        near = get_close_matches(name, known, n=1)
        expected = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}"
        raise UnreadableFile(f"{where}: {name!r} is not known; {expected}")


def _check_value(where: str, name: str, value: object) -> None:
    """The same refusals as for the whole, while the row is at hand."""
    try:
        if name in _WEIGHTS:  # beside others, as all of them together may not be 0
            criteria_from({"weights": dict.fromkeys(_WEIGHTS, 1) | {name: value}})
        else:
            criteria_from({"fairness": value, "rules": {}} if name == "fairness" else {"rules": {name: value}})
    except ValueError as error:
        raise UnreadableFile(f"{where}: {error}") from None


def _value(cell: str) -> object:
    if re.fullmatch(r"[+-]?[0-9]{1,18}", number := without_empty_decimals(cell)):
        return int(number)
    return _TRUTH.get(cell.casefold(), cell.casefold())


def read_columns(path: Path) -> Mapped:
    """What a form's headings and words mean.

    JSON or TOML: our column and its heading, or a list of headings; a table `values` has a table for each column:
    the form's word and ours. A sheet: our column and a heading in each row, or our column, the form's word and ours.
    `languages:sv` is one line of what would be a grid: the level of Swedish.
    """
    told, values = _from_tables(path) if _is_text(path) else _from_rows(path)
    headings: dict[str, tuple[str, str]] = {}
    written: dict[str, str] = {}
    for where, one, other in told:
        name, heading = (one, other) if _is_column(one) else (other, one)
        if not _is_column(name):
            expected = ", ".join(sorted(ALL_COLUMNS))
            raise UnreadableFile(f"{where}: neither {one!r} nor {other!r} is a column; expected {expected}")
        column, _, line = name.partition(":")
        if headings.setdefault(plain(heading), (column, line)) != (column, line):
            raise UnreadableFile(f"{where}: {heading!r} is given to two columns")
        written.setdefault(plain(heading), heading)
    for column in values:
        if column not in ALL_COLUMNS:
            raise UnreadableFile(f"{path}: values for {column!r}, which is no column")
    return Mapped(headings, values, written)


def _is_column(name: str) -> bool:
    column, colon, _ = name.partition(":")
    return column in (GRIDS if colon else ALL_COLUMNS)


Told = list[tuple[str, str, str]]  # where it stands, and the two words
Values = dict[str, dict[str, str]]


def _from_tables(path: Path) -> tuple[Told, Values]:
    table = _table(path)
    told: Told = []
    values = table.pop("values", {})
    for name, given in table.items():
        for heading in given if isinstance(given, list) else [given]:
            if not isinstance(heading, str):
                raise UnreadableFile(f"{path}: {name!r} must be given a heading as text")
            told.append((str(path), name, heading))
    if not isinstance(values, dict) or not all(_is_words(words) for words in values.values()):
        raise UnreadableFile(f"{path}: values must have a table for each column, of words as text")
    return told, {column: {as_code(word): ours for word, ours in words.items()} for column, words in values.items()}


def _is_words(words: object) -> bool:
    return isinstance(words, dict) and all(isinstance(ours, str) for ours in words.values())


def _from_rows(path: Path) -> tuple[Told, Values]:
    told: Told = []
    values: Values = {}
    for at, (number, row) in enumerate(_rows(path)):
        if len(row) > 2 and row[0] in ALL_COLUMNS:
            values.setdefault(row[0], {})[as_code(row[1])] = row[2]
        elif at or as_code(row[0]) not in _OWN_HEADINGS:
            told.append((f"{path}, row {number}", row[0], row[1]))
    return told, values


def _is_text(path: Path) -> bool:
    return path.suffix.casefold() in (".json", ".toml")


def _rows(path: Path) -> list[Row]:
    rows = rows_of(path)
    for number, row in rows:
        if len(row) < 2:
            raise UnreadableFile(f"{path}, row {number}: expected two columns, a name and what it stands for")
    return rows


def _table(path: Path) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text, object_pairs_hook=_once) if path.suffix.casefold() == ".json" else tomllib.loads(text)
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except RecursionError:
        raise UnreadableFile(f"{path}: cannot be read (too many tables within tables)") from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: cannot be read ({error})") from None
    if not isinstance(found, dict):
        raise UnreadableFile(f"{path}: expected a table of names and values")
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice")
    return dict(pairs)
