"""What a sheet would bring: the rows that fit, those that are there already, and those to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from handslag.programmes.models import Programme

from .importing import Reader, in_order, twice
from .known import Known
from .rows import Layout, Row
from .sheets import Problem, Table

MOST_NAMED = 50
MOST_SPANS = 12


@dataclass
class Checked:
    """`fit`: rows that can be taken, those that are there already left out, which are in `there`.

    `bad`: the problems of each row that does not fit; `general`: what is wrong with a sheet as a whole. Where that is
    not empty, nothing fits.
    """

    fit: list[Row] = field(default_factory=list)
    there: list[Row] = field(default_factory=list)
    bad: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    general: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict:
        """What the page of the check shows, without the rows that fit."""
        return {
            "fit": {role: sum(row.role == role for row in self.fit) for role in ("mentor", "mentee")},
            "there": [[r.sheet, r.number, r.person.get("full_name", "")] for r in self.there[:MOST_NAMED]],
            "there_count": len(self.there),
            "general": [[p.sheet, p.column, p.reason] for p in self.general],
            "bad": [
                {"sheet": sheet, "row": row, "problems": [[p.column, p.value[:200], p.reason] for p in problems]}
                for (sheet, row), problems in self.bad.items()
            ],
        }


def check(programme: Programme, role: str, read: Iterable[tuple[Table, Layout]], on: date) -> Checked:
    """Read sheets as their layouts say, and compare them with the applications of the programme. Nothing is written."""
    reader = Reader(programme, on, role)
    rows: list[Row] = []
    problems: list[Problem] = []
    heads: set[tuple[str, int]] = set()
    for table, layout in read:
        found, wrong = reader.rows(table, layout)
        rows += found
        problems += wrong
        heads.add((table.name, table.lines[layout.head][0]))
    return sorted_out(programme, rows, in_order([*problems, *twice(rows)]), heads)


def sorted_out(
    programme: Programme, rows: Iterable[Row], problems: Iterable[Problem], heads: set[tuple[str, int]] | None = None
) -> Checked:
    """Rows and problems of a file, sorted by what can be done with them. `heads`: where the headings stand."""
    found = Checked()
    for problem in problems:
        place = (problem.sheet, problem.row)
        if problem.row == 0 or place in (heads or ()):
            found.general.append(problem)
        else:
            found.bad.setdefault(place, []).append(problem)
    if found.general:
        return found
    known = Known(programme)
    for row in rows:
        if (row.sheet, row.number) not in found.bad:
            (found.there if known.has(row, known.mark(row)) else found.fit).append(row)
    return found


def together(bad: Iterable[dict]) -> list[dict]:
    """What is to be mended, from the top: {sheet, rows, count, column, value, reason}. What is wrong in the same way in
    several rows stands once. `bad`: rows as `Checked.as_json` gives them."""
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for row in bad:
        for column, value, reason in row["problems"]:
            found.setdefault((row["sheet"], column, value, reason), []).append(row["row"])
    return [
        {"sheet": sheet, "rows": _spans(rows), "count": len(rows), "column": column, "value": value, "reason": reason}
        for (sheet, column, value, reason), rows in found.items()
    ]


def _spans(numbers: list[int]) -> str:
    """2, 3, 4 and 7 as “2–4, 7”; of very many only the first."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:MOST_SPANS]]
    return ", ".join(shown + ["…"] * (len(spans) > MOST_SPANS))
