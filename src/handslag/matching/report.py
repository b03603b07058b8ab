"""A proposal as files: pairs as CSV or XLSX for people, a report as JSON for programs.

Text from the sheets goes into other people's spreadsheets: no cell may ever start a formula there, not even where a
program takes another separator for its own (OWASP, "CSV Injection").
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import xlsxwriter

from handslag.matching.propose import Proposal
from handslag.matching.quality import CRITERIA
from handslag.matching.sheets import People

# At the start of a cell, or after what some program may take for the end of one.
_STARTS_A_FORMULA = re.compile(r"(^|[,;|\t\r\n])(?=[\s\"]*[=+\-@＝＋－＠])")
Cell = str | int | None
PAIR_HEADINGS = [
    *("mentee", "mentee_name", "mentor", "mentor_name", "score"),
    *CRITERIA,
    *("cautions", "alternatives", "mentor_rank", "mentee_rank"),
]
UNMATCHED_HEADINGS = ["mentee", "mentee_name", "reasons", "relaxations"]


def pairs_csv(proposal: Proposal, people: People, separator: str = ",") -> bytes:
    """The pairs, a row each; then the unmatched mentees, with no mentor and the reasons in the last columns.

    A text that could start a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(PAIR_HEADINGS + UNMATCHED_HEADINGS[2:])
    for row in _pair_rows(proposal, people):
        writer.writerow([_harmless(cell) for cell in [*row, "", ""]])
    for mentee, name, reasons, relaxations in _unmatched_rows(proposal, people):
        nothing = [""] * (len(PAIR_HEADINGS) - 2)
        writer.writerow([_harmless(cell) for cell in [mentee, name, *nothing, reasons, relaxations]])
    return text.getvalue().encode()


def pairs_xlsx(proposal: Proposal, people: People) -> bytes:
    """The pairs on the first sheet, the unmatched mentees on the second."""
    stream = io.BytesIO()
    no_magic = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, **no_magic}) as book:
        bold = book.add_format({"bold": True})
        for title, headings, rows in (
            ("pairs", PAIR_HEADINGS, _pair_rows(proposal, people)),
            ("unmatched", UNMATCHED_HEADINGS, _unmatched_rows(proposal, people)),
        ):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, headings, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
            sheet.autofit()
    return stream.getvalue()


def report_json(proposal: Proposal, fairness: str) -> bytes:
    """Counts, pairs, unmatched mentees, and how each group of mentees fares. fairness: that of the criteria."""
    pairs = [asdict(pair) for pair in proposal.pairs]
    for pair in pairs:
        for other in pair["alternatives"]:
            other["cost"] = other["cost"] and _worked_out(other["cost"], fairness)
    report: dict[str, Any] = {
        "matched": proposal.matched,
        "total": proposal.total,
        "worst": proposal.worst,
        "highest_score": proposal.highest_score,
        "optimal": proposal.optimal,
        "pairs": pairs,
        "unmatched": [asdict(mentee) for mentee in proposal.unmatched],
        "groups": [asdict(group) for group in proposal.groups],
    }
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()


def _worked_out(cost: dict[str, int], fairness: str) -> dict[str, int | None]:
    """What an alternative costs the whole, None where it was not worked out: see `costs.py`."""
    never = {"total": "lower_worst", "leximin": "lower_total"}.get(fairness)
    told: dict[str, int | None] = {}
    decided = False
    for part, value in cost.items():  # in the order that decides
        told[part] = None if decided or part == never else value
        decided = decided or (fairness != "total" and value != 0)
    return told


def _pair_rows(proposal: Proposal, people: People) -> Iterator[list[Cell]]:
    mentor_name = {mentor.id: mentor.name for mentor in people.mentors}
    mentee_name = {mentee.id: mentee.name for mentee in people.mentees}
    for pair in proposal.pairs:
        yield [
            pair.mentee,
            mentee_name[pair.mentee],
            pair.mentor,
            mentor_name[pair.mentor],
            pair.score,
            *(pair.contributions[criterion] for criterion in CRITERIA),
            ";".join(pair.cautions),
            ";".join(other.mentor for other in pair.alternatives),
            pair.mentor_rank,
            pair.mentee_rank,
        ]


def _unmatched_rows(proposal: Proposal, people: People) -> Iterator[list[Cell]]:
    name = {mentee.id: mentee.name for mentee in people.mentees}
    for person in proposal.unmatched:
        relaxations = (
            "+".join(_relaxed(rule, relaxation.to) for rule in (relaxation.rule, *relaxation.also))
            for relaxation in person.relaxations
        )
        yield [person.mentee, name[person.mentee], ";".join(person.reasons), ";".join(relaxations)]


def _relaxed(rule: str, to: str | None) -> str:
    return f"{rule}>{to}" if rule == "language" and to else rule


def _harmless(cell: Cell) -> Cell:
    return _STARTS_A_FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell
