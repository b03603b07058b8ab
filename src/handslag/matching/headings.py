"""Which columns of a sheet fill which of ours, and how the cells of several are joined.

A form on the web gives a grid ("When can you meet?", a line for each day) as one column a line, with the line in
square brackets: `When can you meet? [Monday]`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from handslag.matching.cells import between_commas, is_empty, parts
from handslag.matching.codes import as_code
from handslag.matching.columns import ALL_COLUMNS, GRIDS, LISTS
from handslag.matching.vocabulary import words_of

_CLOSE = 0.84  # `excludes` and `exclude`, `availabilty` and `availability`


@dataclass(frozen=True)
class Mapped:
    """What a file of columns says about sheets of others.

    `headings`: plain heading -> our column and, of a grid, the line. `values`: column -> word -> what we would write.
    `written`: plain heading -> as it stands in the file.
    """

    headings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A column of a sheet that fills one of ours. `line`: of the grid. `told`: by the file of columns."""

    at: int
    column: str
    line: str = ""
    told: bool = False


def plain(heading: str) -> str:
    """A heading as it is compared: letter case, blanks and what stands around the words do not count."""
    return " ".join(heading.casefold().split()).strip(" *:")


def sources(headings: Sequence[str], mapped: Mapped) -> list[Source]:
    return [source for at, heading in enumerate(headings) if (source := _source(at, heading, mapped))]


def _source(at: int, heading: str, mapped: Mapped) -> Source | None:
    grid = re.fullmatch(r"(.*\S)\s*\[(.+)\]", heading)
    for words, line in ((heading, ""), *([(grid[1], grid[2].strip())] if grid else [])):
        column, fixed = mapped.headings.get(plain(words), (_ours(words), ""))
        if column:
            line = (line or fixed) if column in GRIDS else ""
            return Source(at, column, line, told=plain(words) in mapped.headings)
    return None


def _ours(heading: str) -> str:
    name = as_code(heading)
    return name if name in ALL_COLUMNS else words_of("heading").get(name, "")


def meant(heading: str) -> str:
    """Our column that an unknown heading nearly says; empty where it says something else."""
    close = get_close_matches(as_code(heading), [*ALL_COLUMNS, *words_of("heading")], n=1, cutoff=_CLOSE)
    return _ours(close[0]) if close else ""


def twice(found: Sequence[Source]) -> list[str]:
    """Our columns that stand twice without being parts of a list that a form asks in several questions."""
    by_column: dict[str, list[Source]] = {}
    for source in found:
        by_column.setdefault(source.column, []).append(source)
    return sorted(
        column
        for column, several in by_column.items()
        if len(several) > 1 and (column not in LISTS or not all(source.told or source.line for source in several))
    )


def joined(found: Sequence[Source], cells: Sequence[str], values: Mapping[str, str]) -> str:
    """What all sources of one column say together, as one cell in our notation."""
    if len(found) == 1 and not values and not found[0].line:
        return cells[found[0].at]  # as nearly always
    said = [_said(source, _in_our_words(cells[source.at], source.column, values)) for source in found]
    return ";".join(said) if any(said) else ""


def _said(source: Source, cell: str) -> str:
    if is_empty(cell):  # in a grid: a language that is not spoken, rather than one without a level
        return ""
    if not source.line:
        return cell
    answers = parts(cell) if source.column == "availability" else [cell]
    return ";".join(f"{source.line}{GRIDS[source.column]}{answer}" for answer in answers)


def _in_our_words(cell: str, column: str, values: Mapping[str, str]) -> str:
    """The cell with the words that the file of columns explains put in ours; the others stay as they are."""
    if not values or not cell:
        return cell
    if as_code(cell) in values or column not in LISTS:
        return values.get(as_code(cell), cell)
    words = between_commas(cell, lambda word: as_code(word) in values)
    return ";".join(values.get(as_code(word), word) for word in words)
