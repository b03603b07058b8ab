"""The rows that do not fit, as a sheet to be mended and uploaded again. No cell of it can begin a formula."""

import csv
import io
import re
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from .rows import Layout
from .sheets import Table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def bad_rows(findings: dict, read: Iterable[tuple[Table, Layout]]) -> list[tuple[str, list[list[str]]]]:
    """(name of the sheet, lines) of what is to be mended: the headings as they were, and the reasons behind them."""
    reasons = {
        (bad["sheet"], bad["row"]): " ".join(
            f"{column}: {reason}" if column else reason for column, _value, reason in bad["problems"]
        )
        for bad in findings.get("bad", [])
    }
    found = []
    for table, layout in read:
        width = len(layout.columns)
        head = table.lines[layout.head][1]
        lines = [[*_filled(head, width), _("What to mend")]]
        for number, cells in table.lines[layout.head + 1 :]:
            if reason := reasons.get((table.name, number)):
                lines.append([*_filled(cells, width), reason])
        if len(lines) > 1:
            found.append((table.name, lines))
    return found


def _filled(cells: list[str], width: int) -> list[str]:
    texts = ["" if cell.startswith("\0") else cell for cell in cells[:width]]
    return texts + [""] * (width - len(texts))


def as_csv(sheets: list[tuple[str, list[list[str]]]]) -> bytes:
    """The lines of the first sheet. A text that a spreadsheet would compute gets a ' before it, as in spreadsheets."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    for _name, lines in sheets[:1]:
        writer.writerows([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def _allowed(name: str, taken: set[str]) -> str:
    """The name of a sheet as far as Excel allows it: 31 letters, none of []:*?/\\, no ' at its ends, each name once."""
    kept = re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("' ")
    names = (kept, *(f"Sheet{number}" for number in range(1, len(taken) + 2)))
    return next(each for each in names if each and each.lower() not in taken)


def as_xlsx(sheets: list[tuple[str, list[list[str]]]]) -> bytes:
    """All sheets, every cell a text."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plain})
    bold = book.add_format({"bold": True})
    taken: set[str] = set()
    for name, lines in sheets:
        called = _allowed(name, taken)
        taken.add(called.lower())
        sheet = book.add_worksheet(called)
        sheet.freeze_panes(1, 0)
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(at, column, cell[:32_000], bold if at == 0 else None)
    book.close()
    return file.getvalue()
